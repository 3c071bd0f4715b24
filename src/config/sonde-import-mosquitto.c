/* sonde-import-mosquitto.c: an options file of mosquitto_sub or mosquitto_pub
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `~/.config/mosquitto_sub`: an option a line, its value behind the first space, # begins a comment
 * (mosquitto_sub(1), "Files"). A whole command line, as one keeps it in a note, is read too.
 */

#define G_LOG_DOMAIN "sonde-import-mosquitto"

#include "sonde-import-formats.h"

#include "sonde-import-mosquitto-options.h"

#include <string.h>

static const char *const programs[] = { "mosquitto_sub", "mosquitto_pub", "mosquitto_rr", NULL };

static char *
dup_line (const char **at)
{
  gsize length = strcspn (*at, "\r\n");
  char *line = g_strndup (*at, length);

  *at += length;
  *at += strspn (*at, "\r\n");

  return g_strstrip (line);
}

/* "$ sudo /usr/bin/mosquitto_sub -h …": what stands behind the program's name */
static const char *
find_arguments (const char *line)
{
  for (const char *const *program = programs; *program != NULL; program++)
    {
      const char *found = strstr (line, *program);

      if (found != NULL && (found[strlen (*program)] == ' ' || found[strlen (*program)] == '\t'))
        return found + strlen (*program);
    }

  return NULL;
}

gboolean
sonde_import_is_mosquitto (const char *text)
{
  const char *at = text + strspn (text, "\r\n");

  while (*at != '\0')
    {
      g_autofree char *line = dup_line (&at);

      if (*line == '\0' || *line == '#')
        continue;
      if (find_arguments (line) != NULL)
        return TRUE;

      return line[0] == '-' && (line[1] == '-' ? g_ascii_isalpha (line[2]) : g_ascii_isalpha (line[1]));
    }

  return FALSE;
}

/* The words of a command line; the last may not be closed: then spaces part them. */
static char **
split_words (const char *text)
{
  char **words = NULL;

  if (!g_shell_parse_argv (text, NULL, &words, NULL))
    words = g_strsplit_set (text, " \t", -1);

  return words;
}

static void
take_words (SondeMosquittoOptions *options,
            char                 **words)
{
  for (guint i = 0; words[i] != NULL;)
    {
      const char *first = words[i + 1];
      const char *second = first != NULL ? words[i + 2] : NULL;
      const char *third = second != NULL ? words[i + 3] : NULL;
      const char *fourth = third != NULL ? words[i + 4] : NULL;
      const char *values[] = { first, second, third, fourth, NULL };

      i += 1 + sonde_mosquitto_options_take (options, words[i], values);
    }
}

static gboolean
has_further_option (char **words)
{
  guint n_words = g_strv_length (words);

  for (guint i = 2; i < n_words; i++)
    {
      if (words[i][0] == '-' && g_ascii_isalpha (words[i][1] == '-' ? words[i][2] : words[i][1]))
        return TRUE;
    }

  return FALSE;
}

/* One option, and everything behind it its value, which may hold spaces and quotes; unless there
 * are more of them. */
static void
take_line (SondeMosquittoOptions *options,
           char                  *line)
{
  g_auto (GStrv) words = NULL;
  char *value;

  words = split_words (line);
  if (has_further_option (words) || g_str_equal (words[0], "-D") || g_str_equal (words[0], "--property"))
    {
      take_words (options, words);
      return;
    }

  value = line + strcspn (line, " \t");
  if (*value != '\0')
    *value++ = '\0';
  value += strspn (value, " \t");
  sonde_mosquitto_options_take (options, line, (const char *[]){ *value != '\0' ? value : NULL, NULL });
}

void
sonde_import_mosquitto (SondeImport *self,
                        const char  *text)
{
  SondeImportEntry     *entry = sonde_import_entry_new ();
  SondeMosquittoOptions options = { .entry = entry };
  const char           *at = text + strspn (text, "\r\n");

  self->source = SONDE_IMPORT_MOSQUITTO;
  sonde_mosquitto_options_begin (&options);
  while (*at != '\0')
    {
      g_autofree char *line = dup_line (&at);
      const char      *arguments = find_arguments (line);

      if (*line == '-')
        take_line (&options, line);
      else if (*line != '#' && arguments != NULL)
        {
          g_auto (GStrv) words = split_words (arguments);

          options.publishes = options.publishes || strstr (line, "mosquitto_pub") != NULL;
          take_words (&options, words);
        }
    }
  sonde_mosquitto_options_end (&options);
  sonde_import_add (self, entry);
}
