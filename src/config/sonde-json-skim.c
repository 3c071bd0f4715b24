/* sonde-json-skim.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-json-skim"

#include "sonde-json-skim.h"

#include <string.h>

static const char skipped_key[] = "messages";

struct _SondeJsonSkim
{
  GString *kept;
  gsize    max_kept;

  guint64  depth;
  char     top; /* the first bracket; '\0' before it */
  gboolean in_string;
  gboolean escaped; /* the byte after a backslash */
  gsize    matched; /* bytes of the key that the string began with; G_MAXSIZE when it is another */
  gboolean is_key;  /* the last string is the key; a colon or the array may follow */

  gboolean skips;
  gboolean has_skipped;
  guint64  skipped_from; /* the depth at which the array stands */
  guint64  n_elements;
};

SondeJsonSkim *
sonde_json_skim_new (gsize max_kept)
{
  SondeJsonSkim *self = g_new0 (SondeJsonSkim, 1);

  self->kept = g_string_new (NULL);
  self->max_kept = max_kept;

  return self;
}

void
sonde_json_skim_free (SondeJsonSkim *self)
{
  if (self == NULL)
    return;

  explicit_bzero (self->kept->str, self->kept->len);
  g_string_free (self->kept, TRUE);
  g_free (self);
}

/* Of a connection: the one object of the file, or an element of its array. */
static gboolean
in_connection (SondeJsonSkim *self)
{
  return (self->top == '{' && self->depth == 1) || (self->top == '[' && self->depth == 2);
}

static void
take_string_byte (SondeJsonSkim *self,
                  char           byte)
{
  if (self->escaped)
    {
      self->escaped = FALSE;
      self->matched = G_MAXSIZE;
    }
  else if (byte == '"')
    {
      self->in_string = FALSE;
      self->is_key = self->matched == strlen (skipped_key) && in_connection (self);
    }
  else if (byte == '\\')
    self->escaped = TRUE;
  else if (self->matched < strlen (skipped_key) && byte == skipped_key[self->matched])
    self->matched++;
  else
    self->matched = G_MAXSIZE;
}

/* Returns: whether the array to skip begins here */
static gboolean
open_bracket (SondeJsonSkim *self,
              char           byte)
{
  gboolean begins = self->is_key && byte == '[' && !self->skips;

  if (self->top == '\0')
    self->top = byte;
  if (begins)
    {
      self->skips = TRUE;
      self->has_skipped = TRUE;
      self->skipped_from = self->depth;
      self->n_elements = 0;
    }
  else if (self->skips && self->depth == self->skipped_from + 1)
    self->n_elements++;

  self->depth++;
  self->is_key = FALSE;

  return begins;
}

/* Returns: whether the array to skip ends here */
static gboolean
close_bracket (SondeJsonSkim *self)
{
  if (self->depth > 0)
    self->depth--;
  self->is_key = FALSE;
  if (!self->skips || self->depth > self->skipped_from)
    return FALSE;

  self->skips = FALSE;

  return TRUE;
}

/* Returns: whether the byte stands within the array to skip, both its brackets included */
static gboolean
take_byte (SondeJsonSkim *self,
           char           byte)
{
  gboolean skips = self->skips;

  if (self->in_string)
    {
      take_string_byte (self, byte);
      return skips;
    }

  switch (byte)
    {
    case '"':
      self->in_string = TRUE;
      self->is_key = FALSE;
      self->matched = 0;
      break;
    case '{':
    case '[':
      return open_bracket (self, byte) || skips;
    case '}':
    case ']':
      if (close_bracket (self))
        g_string_append_printf (self->kept, "%" G_GUINT64_FORMAT, self->n_elements);
      return skips;
    case ',':
      self->is_key = FALSE;
      break;
    default:
      break;
    }

  return skips;
}

gboolean
sonde_json_skim_feed (SondeJsonSkim *self,
                      const char    *bytes,
                      gsize          length)
{
  const char *run = bytes; /* what is to be kept since the last that is not */

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (bytes != NULL || length == 0, FALSE);

  for (const char *at = bytes; at < bytes + length; at++)
    {
      /* The number of elements goes where the array ended, after what stood before it. */
      if (!self->skips && self->is_key && *at == '[')
        {
          g_string_append_len (self->kept, run, at - run);
          run = at;
        }
      if (take_byte (self, *at))
        run = at + 1;
    }
  if (!self->skips)
    g_string_append_len (self->kept, run, bytes + length - run);

  return self->kept->len <= self->max_kept;
}

const GString *
sonde_json_skim_get_kept (SondeJsonSkim *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->kept;
}

gboolean
sonde_json_skim_get_skipped (SondeJsonSkim *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->has_skipped;
}
