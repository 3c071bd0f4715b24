/* sonde-payload-numbers.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-payload-numbers"

#include "sonde-payload-numbers.h"

#include "sonde-json-path.h"

#include <sonde-json-scanner.h>

#include <glib/gi18n.h>

#include <math.h>
#include <string.h>

/* Digits beyond change no double. */
#define TEXT_MAX 400

typedef struct
{
  gsize  path; /* in the text of all paths */
  double value;
} Number;

/* A container that is open */
typedef struct
{
  gboolean is_array;
  gsize    path_length; /* of the way to it */
  guint    index;       /* of its next element */
} Level;

struct _SondeNumbers
{
  GString *paths; /* each with a NUL after it */
  GArray  *found; /* of Number */

  /* While a payload is read */
  GString *path; /* to the value that comes next */
  Level    levels[SONDE_NUMBERS_DEPTH_MAX];
};

SondeNumbers *
sonde_numbers_new (void)
{
  SondeNumbers *self = g_new0 (SondeNumbers, 1);

  self->paths = g_string_new (NULL);
  self->found = g_array_new (FALSE, FALSE, sizeof (Number));
  self->path = g_string_new (NULL);
  return self;
}

void
sonde_numbers_free (SondeNumbers *self)
{
  g_string_free (self->paths, TRUE);
  g_array_unref (self->found);
  g_string_free (self->path, TRUE);
  g_free (self);
}

static void
add (SondeNumbers *self,
     double        value)
{
  Number number = { self->paths->len, value };

  if (self->found->len == SONDE_NUMBERS_MAX || self->path->len > SONDE_NUMBERS_PATH_MAX)
    return;
  if (!g_utf8_validate_len (self->path->str, self->path->len, NULL))
    return;

  g_string_append_len (self->paths, self->path->str, self->path->len + 1);
  g_array_append_val (self->found, number);
}

/* Digits, a point and digits, a power: no hexadecimal, no "nan", nothing behind it */
static gboolean
is_decimal (const char *text)
{
  gsize whole, part = 0;

  text += *text == '-' || *text == '+';
  whole = strspn (text, "0123456789");
  text += whole;
  if (*text == '.')
    {
      part = strspn (text + 1, "0123456789");
      text += 1 + part;
    }
  if (whole + part == 0)
    return FALSE;

  if (*text == 'e' || *text == 'E')
    {
      text++;
      text += *text == '-' || *text == '+';
      if (!g_ascii_isdigit (*text))
        return FALSE;
      text += strspn (text, "0123456789");
    }

  return *text == '\0';
}

/* Returns: %FALSE where it is no number, or one that is too great */
static gboolean
parse (const char *start,
       gsize       length,
       double     *value)
{
  char text[TEXT_MAX + 1];

  while (length > 0 && g_ascii_isspace (*start))
    {
      start++;
      length--;
    }
  while (length > 0 && g_ascii_isspace (start[length - 1]))
    length--;
  if (length == 0 || length > TEXT_MAX || memchr (start, '\0', length) != NULL)
    return FALSE;

  memcpy (text, start, length);
  text[length] = '\0';
  if (!is_decimal (text))
    return FALSE;

  *value = g_ascii_strtod (text, NULL);
  return isfinite (*value);
}

static void
add_value (SondeNumbers         *self,
           const SondeJsonToken *token)
{
  double value;

  switch (token->type)
    {
    case SONDE_JSON_TOKEN_NUMBER:
      if (parse (token->start, token->length, &value))
        add (self, value);
      break;

    case SONDE_JSON_TOKEN_STRING:
      if (parse (token->start + 1, token->length - 2, &value))
        add (self, value);
      break;

    case SONDE_JSON_TOKEN_TRUE:
    case SONDE_JSON_TOKEN_FALSE:
      add (self, token->type == SONDE_JSON_TOKEN_TRUE);
      break;

    case SONDE_JSON_TOKEN_NULL:
      add (self, NAN);
      break;

    default:
      break;
    }
}

/* Keeps the way to the value that comes next; what is too deep is passed over as a whole. */
static void
read_token (SondeNumbers         *self,
            const SondeJsonToken *token)
{
  Level *around = token->depth > 0 && token->depth <= SONDE_NUMBERS_DEPTH_MAX ? &self->levels[token->depth - 1] : NULL;

  if (token->depth > SONDE_NUMBERS_DEPTH_MAX || token->type == SONDE_JSON_TOKEN_OBJECT_END ||
      token->type == SONDE_JSON_TOKEN_ARRAY_END)
    return;

  if (around != NULL && (around->is_array || token->type == SONDE_JSON_TOKEN_KEY))
    g_string_truncate (self->path, around->path_length);
  if (token->type == SONDE_JSON_TOKEN_KEY)
    {
      sonde_json_path_append_key (self->path, token->start, token->length);
      return;
    }
  if (around != NULL && around->is_array)
    sonde_json_path_append_index (self->path, around->index++);

  if (token->type != SONDE_JSON_TOKEN_OBJECT_START && token->type != SONDE_JSON_TOKEN_ARRAY_START)
    add_value (self, token);
  else if (token->depth < SONDE_NUMBERS_DEPTH_MAX)
    self->levels[token->depth] = (Level){ token->type == SONDE_JSON_TOKEN_ARRAY_START, self->path->len, 0 };
}

guint
sonde_numbers_read (SondeNumbers *self,
                    const void   *payload,
                    gsize         size)
{
  g_autoptr (SondeJsonScanner) scanner = NULL;
  SondeJsonToken     token;
  SondeJsonTokenType type;
  double             value;

  g_return_val_if_fail (self != NULL, 0);

  g_string_truncate (self->paths, 0);
  g_array_set_size (self->found, 0);
  g_string_assign (self->path, "$");
  if (size == 0 || size > SONDE_NUMBERS_SIZE_MAX)
    return 0;

  /* Also what JSON would not have: "+5", ".5", "007" */
  if (parse (payload, size, &value))
    {
      add (self, value);
      return self->found->len;
    }

  scanner = sonde_json_scanner_new (payload, size, 0);
  while ((type = sonde_json_scanner_next (scanner, &token)) > SONDE_JSON_TOKEN_ERROR)
    read_token (self, &token);
  if (type == SONDE_JSON_TOKEN_ERROR)
    g_array_set_size (self->found, 0);

  return self->found->len;
}

const char *
sonde_numbers_get (SondeNumbers *self,
                   guint         index,
                   double       *value)
{
  const Number *number;

  g_return_val_if_fail (self != NULL && index < self->found->len, NULL);

  number = &g_array_index (self->found, Number, index);
  *value = number->value;
  return self->paths->str + number->path;
}

const char *
sonde_numbers_path_to_name (const char *path)
{
  g_return_val_if_fail (path != NULL && *path == '$', path);

  if (path[1] == '\0')
    return _ ("Value");

  return path[1] == '.' ? path + 2 : path + 1;
}
