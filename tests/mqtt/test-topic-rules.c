/* test-topic-rules.c: the rules of topic names and filters, from a table
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-topic.h"

#include <sonde-json-text.h>

#include <string.h>

#define LEAST_CASES 60

static const char *const names[] = {
  [SONDE_TOPIC_FAULT_NONE] = "-",
  [SONDE_TOPIC_FAULT_EMPTY] = "empty",
  [SONDE_TOPIC_FAULT_TOO_LONG] = "too-long",
  [SONDE_TOPIC_FAULT_NOT_UTF8] = "not-utf8",
  [SONDE_TOPIC_FAULT_NUL] = "nul",
  [SONDE_TOPIC_FAULT_CONTROL] = "control",
  [SONDE_TOPIC_FAULT_WILDCARD] = "wildcard",
  [SONDE_TOPIC_FAULT_PLUS] = "plus",
  [SONDE_TOPIC_FAULT_HASH] = "hash",
  [SONDE_TOPIC_FAULT_HASH_NOT_LAST] = "hash-not-last",
  [SONDE_TOPIC_FAULT_SHARE_NAME] = "share-name",
  [SONDE_TOPIC_FAULT_SHARE_FILTER] = "share-filter",
};

static void
check_line (const char *line)
{
  g_auto (GStrv) cells = g_strsplit (line, "\t", 4);
  g_autofree char *text = NULL;

  g_assert_cmpuint (g_strv_length (cells), ==, 4);
  text = sonde_json_dup_string (cells[3], strlen (cells[3]));
  g_test_message ("%s %s", cells[0], cells[3]);
  g_assert_cmpstr (names[sonde_topic_name_check (text, strlen (text))], ==, cells[1]);
  g_assert_cmpstr (names[sonde_topic_filter_check (text, strlen (text))], ==, cells[2]);
}

static void
test_table (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "topic-rules.tsv", NULL);
  g_autofree char *contents = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;
  guint n = 0;

  g_file_get_contents (path, &contents, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (contents, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (*lines[i] == '#' || *lines[i] == '\0')
        continue;
      check_line (lines[i]);
      n++;
    }

  g_assert_cmpuint (n, >=, LEAST_CASES);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/topic-rules/table", test_table);

  return g_test_run ();
}
