/* sonde-variables.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-variables"

#include "sonde-variables.h"

#include <string.h>

#define MAX_UNKNOWN 8

/* What a double counts by ones */
#define MAX_STEPS (G_GINT64_CONSTANT (1) << 53)
#define MAX_DECIMALS 12

#define DEFAULT_RANDOM_MOST 100

gboolean
sonde_variables_may_be_in (const char *text)
{
  g_return_val_if_fail (text != NULL, FALSE);

  return strstr (text, "{{") != NULL;
}

static char *
write_timestamp (gint64 time)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (time / G_USEC_PER_SEC);
  g_autofree char *seconds = date != NULL ? g_date_time_format (date, "%Y-%m-%dT%H:%M:%S") : NULL;

  if (seconds == NULL)
    return NULL;

  return g_strdup_printf ("%s.%03dZ", seconds, (int) (time % G_USEC_PER_SEC / 1000));
}

/* Decimals of a number as one writes it: "-1.50" has 2. -1: it is no such number */
static int
count_decimals (const char *text)
{
  const char *digits = text + (*text == '-');
  gsize       length = strspn (digits, "0123456789");
  gsize       decimals = 0;

  if (length == 0)
    return -1;
  if (digits[length] == '.')
    {
      decimals = strspn (digits + length + 1, "0123456789");
      if (decimals == 0)
        return -1;
      length += 1 + decimals;
    }

  return digits[length] == '\0' && decimals <= MAX_DECIMALS ? (int) decimals : -1;
}

/* "-1.5" with 2 decimals is -150. Returns: %FALSE when that is too large */
static gboolean
parse_steps (const char *text,
             int         decimals,
             gint64     *steps)
{
  int missing = decimals - count_decimals (text);

  *steps = 0;
  for (const char *p = text; *p != '\0' || missing > 0; p += *p != '\0')
    {
      if (*p == '-' || *p == '.')
        continue;
      if (*p == '\0')
        missing--;
      *steps = *steps * 10 + (*p != '\0' ? *p - '0' : 0);
      if (*steps > MAX_STEPS)
        return FALSE;
    }
  if (*text == '-')
    *steps = -*steps;

  return TRUE;
}

static char *
write_steps (gint64 steps,
             int    decimals)
{
  gint64 unit = 1;

  for (int i = 0; i < decimals; i++)
    unit *= 10;
  if (decimals == 0)
    return g_strdup_printf ("%" G_GINT64_FORMAT, steps);

  return g_strdup_printf ("%s%" G_GINT64_FORMAT ".%0*" G_GINT64_FORMAT,
                          steps < 0 ? "-" : "", ABS (steps) / unit, decimals, ABS (steps) % unit);
}

/* Counts in the smallest step of the two, so that both ends are as likely as what lies between. */
static char *
write_random (const SondeVariables *self,
              const char           *least_text,
              const char           *most_text)
{
  int    decimals = MAX (count_decimals (least_text), count_decimals (most_text));
  gint64 least;
  gint64 most;
  gint64 value;

  if (count_decimals (least_text) < 0 || count_decimals (most_text) < 0)
    return NULL;
  if (!parse_steps (least_text, decimals, &least) || !parse_steps (most_text, decimals, &most) || least > most)
    return NULL;

  value = least + (gint64) (self->random (self->data) * (double) (most - least + 1));

  return write_steps (MIN (value, most), decimals);
}

/* @inside: what stands between the braces. Returns: %NULL when it is no variable */
static char *
write_value (const SondeVariables *self,
             const char           *inside)
{
  g_auto (GStrv) words = NULL;
  guint n_words;

  if (g_str_has_prefix (inside, "env "))
    {
      g_autofree char *name = g_strstrip (g_strdup (inside + strlen ("env ")));

      return g_strdup (self->find (name, self->data));
    }

  words = g_strsplit_set (inside, " ", -1);
  n_words = g_strv_length (words);
  if (n_words == 1 && strcmp (words[0], "uuid") == 0)
    return self->make_uuid (self->data);
  if (n_words == 1 && strcmp (words[0], "timestamp") == 0)
    return write_timestamp (self->time);
  if (n_words == 2 && strcmp (words[0], "timestamp") == 0 && strcmp (words[1], "ms") == 0)
    return g_strdup_printf ("%" G_GINT64_FORMAT, self->time / 1000);
  if (n_words == 1 && strcmp (words[0], "counter") == 0)
    return g_strdup_printf ("%" G_GUINT64_FORMAT, self->counter);
  if (n_words == 1 && strcmp (words[0], "random") == 0)
    return write_random (self, "0", G_STRINGIFY (DEFAULT_RANDOM_MOST));
  if (n_words == 3 && strcmp (words[0], "random") == 0)
    return write_random (self, words[1], words[2]);

  return NULL;
}

/* Whether what stands between @start and @end could be meant as a variable: one line, no brace. */
static gboolean
looks_meant (const char *start,
             const char *end)
{
  for (const char *p = start; p < end; p++)
    {
      if (*p == '{' || *p == '}' || *p == '\n')
        return FALSE;
    }

  return end > start;
}

static void
note_unknown (GPtrArray  *unknown,
              const char *start,
              const char *end)
{
  g_autofree char *typed = g_strndup (start, end - start);

  if (unknown != NULL && unknown->len < MAX_UNKNOWN &&
      !g_ptr_array_find_with_equal_func (unknown, typed, g_str_equal, NULL))
    g_ptr_array_add (unknown, g_steal_pointer (&typed));
}

char *
sonde_variables_fill (const SondeVariables *self,
                      const char           *text,
                      GPtrArray            *unknown)
{
  g_autoptr (GString) filled = NULL;
  const char *end = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (text != NULL, NULL);

  filled = g_string_sized_new (strlen (text));
  for (const char *p = text; *p != '\0';)
    {
      g_autofree char *inside = NULL;
      g_autofree char *value = NULL;
      const char      *next = strstr (p, "{{");

      if (next == NULL)
        next = p + strlen (p);
      g_string_append_len (filled, p, next - p);
      p = next;
      if (filled->len > SONDE_VARIABLES_MAX_SIZE)
        return NULL;
      if (*p == '\0')
        break;

      /* Sought once for all that begin before it, so that "{{{{{{…" costs no more. */
      if (end == NULL || end < p + 2)
        end = strstr (p + 2, "}}");
      if (end == NULL)
        {
          g_string_append (filled, p);
          break;
        }

      /* The last two of "{{{" count. */
      if (p[2] != '{' && looks_meant (p + 2, end))
        {
          inside = g_strstrip (g_strndup (p + 2, end - p - 2));
          value = write_value (self, inside);
          if (value == NULL)
            note_unknown (unknown, p, end + 2);
        }

      if (value != NULL)
        {
          g_string_append (filled, value);
          p = end + 2;
        }
      else
        {
          g_string_append_c (filled, *p++);
        }
    }

  return filled->len <= SONDE_VARIABLES_MAX_SIZE ? g_string_free (g_steal_pointer (&filled), FALSE) : NULL;
}
