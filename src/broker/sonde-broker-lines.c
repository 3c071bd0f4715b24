/* sonde-broker-lines.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-broker-lines"

#include "sonde-broker-lines.h"

typedef struct
{
  gint64 time;
  char  *text;
} Line;

struct _SondeBrokerLines
{
  GObject parent_instance;

  Line   *ring; /* the line of number n at n % SONDE_BROKER_LINES_MAX; made with the first line */
  guint64 first;
  guint64 end;
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SondeBrokerLines, sonde_broker_lines, G_TYPE_OBJECT)

static Line *
get_line (SondeBrokerLines *self,
          guint64           number)
{
  return &self->ring[number % SONDE_BROKER_LINES_MAX];
}

static void
drop (SondeBrokerLines *self,
      guint64           end)
{
  for (; self->first < end; self->first++)
    g_clear_pointer (&get_line (self, self->first)->text, g_free);
}

void
sonde_broker_lines_append (SondeBrokerLines *self,
                           gint64            time,
                           const char       *line)
{
  Line *place;

  g_return_if_fail (SONDE_IS_BROKER_LINES (self));
  g_return_if_fail (line != NULL);

  if (self->ring == NULL)
    self->ring = g_new0 (Line, SONDE_BROKER_LINES_MAX);
  if (self->end - self->first == SONDE_BROKER_LINES_MAX)
    drop (self, self->first + 1);

  place = get_line (self, self->end++);
  place->time = time;
  place->text = g_strdup (line);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
sonde_broker_lines_clear (SondeBrokerLines *self)
{
  g_return_if_fail (SONDE_IS_BROKER_LINES (self));

  drop (self, self->end);
  g_signal_emit (self, signals[CHANGED], 0);
}

guint64
sonde_broker_lines_get_first (SondeBrokerLines *self)
{
  g_return_val_if_fail (SONDE_IS_BROKER_LINES (self), 0);

  return self->first;
}

guint64
sonde_broker_lines_get_end (SondeBrokerLines *self)
{
  g_return_val_if_fail (SONDE_IS_BROKER_LINES (self), 0);

  return self->end;
}

const char *
sonde_broker_lines_get (SondeBrokerLines *self,
                        guint64           number,
                        gint64           *time)
{
  Line *line;

  g_return_val_if_fail (SONDE_IS_BROKER_LINES (self), NULL);
  g_return_val_if_fail (number >= self->first && number < self->end, NULL);

  line = get_line (self, number);
  *time = line->time;

  return line->text;
}

static void
sonde_broker_lines_finalize (GObject *object)
{
  SondeBrokerLines *self = SONDE_BROKER_LINES (object);

  drop (self, self->end);
  g_free (self->ring);

  G_OBJECT_CLASS (sonde_broker_lines_parent_class)->finalize (object);
}

static void
sonde_broker_lines_class_init (SondeBrokerLinesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sonde_broker_lines_finalize;

  signals[CHANGED] = g_signal_new ("changed", SONDE_TYPE_BROKER_LINES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
sonde_broker_lines_init (SondeBrokerLines *self)
{
}

SondeBrokerLines *
sonde_broker_lines_new (void)
{
  return g_object_new (SONDE_TYPE_BROKER_LINES, NULL);
}
