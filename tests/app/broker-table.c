/* broker-table.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "broker-table.h"

#include <string.h>

#define HEADING "\n## What brokers do differently\n"

struct _BrokerTable
{
  GHashTable *cells; /* behaviour → what the broker does; those not yet checked */
};

/* "| a | b |" → { "a", "b" } */
static GStrv
split_row (const char *line)
{
  g_autofree char *inner = g_strdup (line + 1);
  GStrv            cells;

  if (g_str_has_suffix (inner, "|"))
    inner[strlen (inner) - 1] = '\0';
  cells = g_strsplit (inner, "|", -1);
  for (guint i = 0; cells[i] != NULL; i++)
    g_strstrip (cells[i]);
  return cells;
}

/* "RabbitMQ 3.10" is the column of "rabbitmq". */
static guint
find_column (GStrv       head,
             const char *broker)
{
  for (guint i = 1; head[i] != NULL; i++)
    {
      g_autofree char *name = g_ascii_strdown (head[i], -1);

      if (g_str_has_prefix (name, broker))
        return i;
    }
  g_error ("the table has no column for %s", broker);
}

BrokerTable *
broker_table_load (const char *path,
                   const char *broker)
{
  BrokerTable     *self = g_new0 (BrokerTable, 1);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  const char *section;
  guint       column = 0;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  section = strstr (text, HEADING);
  g_assert_nonnull (section);

  self->cells = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  lines = g_strsplit (section + strlen (HEADING), "\n", -1);
  for (guint i = 0; lines[i] != NULL && !g_str_has_prefix (lines[i], "## "); i++)
    {
      g_auto (GStrv) cells = NULL;

      if (lines[i][0] != '|')
        continue;

      cells = split_row (lines[i]);
      if (column == 0)
        column = find_column (cells, broker);
      else if (!g_str_has_prefix (cells[0], "---"))
        g_hash_table_insert (self->cells, g_strdup (cells[0]), g_strdup (cells[column]));
    }
  return self;
}

void
broker_table_free (BrokerTable *self)
{
  g_hash_table_unref (self->cells);
  g_free (self);
}

void
broker_table_check (BrokerTable *self,
                    const char  *behaviour,
                    const char  *observed)
{
  const char *expected = g_hash_table_lookup (self->cells, behaviour);

  g_test_message ("%s: %s", behaviour, observed);

  g_assert_cmpstr (observed, ==, expected);
  g_hash_table_remove (self->cells, behaviour);
}

void
broker_table_check_complete (BrokerTable *self)
{
  GHashTableIter iter;
  gpointer       behaviour;

  g_hash_table_iter_init (&iter, self->cells);
  while (g_hash_table_iter_next (&iter, &behaviour, NULL))
    g_error ("no test checks the row “%s”", (const char *) behaviour);
}
