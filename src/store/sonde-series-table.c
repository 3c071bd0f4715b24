/* sonde-series-table.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-series-table"

#include "sonde-series-table.h"

#include "sonde-record-text.h"

#include <math.h>
#include <string.h>

typedef struct
{
  char   *name;
  GArray *samples; /* of SondeSample */
  guint   next;    /* the first that is not yet written */
} Column;

struct _SondeSeriesTable
{
  gint64  from, to;
  GArray *columns; /* of Column */
};

static void
column_clear (Column *self)
{
  g_free (self->name);
  g_array_unref (self->samples);
}

SondeSeriesTable *
sonde_series_table_new (gint64 from,
                        gint64 to)
{
  SondeSeriesTable *self = g_new (SondeSeriesTable, 1);

  *self = (SondeSeriesTable){ from, to, g_array_new (FALSE, FALSE, sizeof (Column)) };
  g_array_set_clear_func (self->columns, (GDestroyNotify) column_clear);
  return self;
}

void
sonde_series_table_free (SondeSeriesTable *self)
{
  g_array_unref (self->columns);
  g_free (self);
}

void
sonde_series_table_add (SondeSeriesTable *self,
                        SondeSeries      *series)
{
  Column column = { .samples = g_array_new (FALSE, FALSE, sizeof (SondeSample)) };
  guint  end;

  g_return_if_fail (self != NULL);
  g_return_if_fail (SONDE_IS_SERIES (series));

  column.name = g_strdup (sonde_series_get_name (series));
  end = sonde_series_find (series, self->to + 1);
  for (guint i = sonde_series_find (series, self->from); i < end; i++)
    g_array_append_vals (column.samples, sonde_series_get (series, i), 1);
  g_array_append_val (self->columns, column);
}

/* As short as reads the same again; a point in every locale */
static void
append_value (GString *out,
              double   value)
{
  static const char *const formats[] = { "%.15g", "%.16g", "%.17g" };
  char                     text[G_ASCII_DTOSTR_BUF_SIZE];

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_ascii_strtod (g_ascii_formatd (text, sizeof text, formats[i], value), NULL) == value)
      break;
  g_string_append (out, text);
}

static const SondeSample *
get_next (const Column *column)
{
  return column->next < column->samples->len ? &g_array_index (column->samples, SondeSample, column->next) : NULL;
}

/* Returns: %FALSE where all is written */
static gboolean
find_next_time (SondeSeriesTable *self,
                gint64           *time)
{
  gboolean found = FALSE;

  for (guint i = 0; i < self->columns->len; i++)
    {
      const SondeSample *next = get_next (&g_array_index (self->columns, Column, i));

      if (next == NULL || (found && next->time >= *time))
        continue;
      *time = next->time;
      found = TRUE;
    }

  return found;
}

static void
append_row (SondeSeriesTable *self,
            GString          *out,
            gint64            time)
{
  sonde_record_append_time (out, time);
  for (guint i = 0; i < self->columns->len; i++)
    {
      Column            *column = &g_array_index (self->columns, Column, i);
      const SondeSample *next = get_next (column);

      g_string_append_c (out, ',');
      if (next == NULL || next->time != time)
        continue;
      if (!isnan (next->value))
        append_value (out, next->value);
      column->next++;
    }
  g_string_append (out, "\r\n");
}

GBytes *
sonde_series_table_to_csv (SondeSeriesTable *self)
{
  GString *out = g_string_new ("time");
  gint64   time = 0;

  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->columns->len; i++)
    {
      Column *column = &g_array_index (self->columns, Column, i);

      column->next = 0;
      g_string_append_c (out, ',');
      sonde_record_append_quoted (out, column->name, strlen (column->name));
    }
  g_string_append (out, "\r\n");
  while (find_next_time (self, &time))
    append_row (self, out, time);

  return g_string_free_to_bytes (out);
}
