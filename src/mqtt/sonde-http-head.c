/* sonde-http-head.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-http-head"

#include "sonde-http-head.h"

#include <sonde-format.h>
#include <string.h>

#define PREFIX "HTTP/1."
#define REASON_CHARS 100

void
sonde_http_head_free (SondeHttpHead *self)
{
  if (self == NULL)
    return;

  g_free (self->reason);
  g_ptr_array_unref (self->headers);
  g_free (self);
}

/* A line may end without CR, too (2.2). */
gsize
sonde_http_head_find_end (const char *bytes,
                          gsize       size)
{
  const char *end = bytes + size;
  const char *line = bytes;
  const char *newline;

  while (line < end && (newline = memchr (line, '\n', end - line)) != NULL)
    {
      gsize length = newline - line;

      if (line > bytes && (length == 0 || (length == 1 && *line == '\r')))
        return newline + 1 - bytes;
      line = newline + 1;
    }

  return 0;
}

gboolean
sonde_http_head_is_likely (const char *bytes,
                           gsize       size)
{
  return size == 0 || memcmp (bytes, PREFIX, MIN (size, strlen (PREFIX))) == 0;
}

/* Returns: the line at *@at without its end, trimmed and valid; moves *@at on */
static char *
take_line (const char **at,
           const char  *end)
{
  const char      *newline = memchr (*at, '\n', end - *at);
  const char      *stop = newline != NULL ? newline : end;
  g_autofree char *line = g_utf8_make_valid (*at, stop - *at);

  *at = newline != NULL ? newline + 1 : end;

  return g_steal_pointer (&line);
}

/* "HTTP/1.1 404 Not Found" */
static gboolean
read_status_line (SondeHttpHead *self,
                  const char    *line)
{
  const char *at = line + strlen (PREFIX);

  if (!g_str_has_prefix (line, PREFIX) || !g_ascii_isdigit (at[0]) || at[1] != ' ')
    return FALSE;

  at += 2;
  for (guint i = 0; i < 3; i++, at++)
    {
      if (!g_ascii_isdigit (*at))
        return FALSE;
      self->status = self->status * 10 + g_ascii_digit_value (*at);
    }
  if (self->status < 100 || self->status > 599 || (*at != '\0' && !g_ascii_isspace (*at)))
    return FALSE;

  self->reason = sonde_format_line (at, REASON_CHARS);
  return TRUE;
}

/* A line that is no header is none of ours: passed over. */
static void
read_header (SondeHttpHead *self,
             char          *line)
{
  char *colon = strchr (line, ':');

  if (colon == NULL)
    return;

  *colon = '\0';
  sonde_pairs_add (self->headers, g_strstrip (line), g_strstrip (colon + 1));
}

SondeHttpHead *
sonde_http_head_parse (const char *bytes,
                       gsize       size)
{
  g_autoptr (SondeHttpHead) self = g_new0 (SondeHttpHead, 1);
  g_autofree char *first = NULL;
  const char      *end = bytes + size;

  self->headers = sonde_pairs_new ();
  first = take_line (&bytes, end);
  if (!read_status_line (self, first))
    return NULL;

  while (bytes < end)
    {
      g_autofree char *line = take_line (&bytes, end);

      read_header (self, line);
    }

  return g_steal_pointer (&self);
}

const char *
sonde_http_head_get (const SondeHttpHead *self,
                     const char          *name)
{
  for (guint i = 0; i < self->headers->len; i++)
    {
      const SondePair *header = g_ptr_array_index (self->headers, i);

      if (g_ascii_strcasecmp (header->name, name) == 0)
        return header->value;
    }

  return NULL;
}

static gboolean
list_has_token (const char *list,
                const char *token)
{
  g_auto (GStrv) items = g_strsplit (list, ",", -1);

  for (guint i = 0; items[i] != NULL; i++)
    if (g_ascii_strcasecmp (g_strstrip (items[i]), token) == 0)
      return TRUE;

  return FALSE;
}

gboolean
sonde_http_head_has_token (const SondeHttpHead *self,
                           const char          *name,
                           const char          *token)
{
  for (guint i = 0; i < self->headers->len; i++)
    {
      const SondePair *header = g_ptr_array_index (self->headers, i);

      if (g_ascii_strcasecmp (header->name, name) == 0 && list_has_token (header->value, token))
        return TRUE;
    }

  return FALSE;
}
