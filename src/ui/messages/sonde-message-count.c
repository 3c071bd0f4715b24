/* sonde-message-count.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-message-count"

#include "sonde-message-count.h"

#include <sonde-format.h>

#include <glib/gi18n.h>

struct _SondeMessageCount
{
  GObject parent_instance;

  SondeMessageLog *log;
  GSignalGroup    *log_signals;
  GArray          *events; /* serials of the events kept, oldest first: they are few */
  char            *label;
};

enum
{
  PROP_MESSAGES = 1,
  PROP_LABEL,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SondeMessageCount, sonde_message_count, G_TYPE_OBJECT)

/* Mostly at the end; at the head when the log brings back what was set aside. */
static void
insert_events (SondeMessageCount *self,
               const GArray      *events)
{
  guint at = self->events->len;

  if (events->len == 0)
    return;

  while (at > 0 && g_array_index (self->events, guint64, at - 1) > g_array_index (events, guint64, 0))
    at--;
  g_array_insert_vals (self->events, at, events->data, events->len);
}

/* Reads the new records where they lie, a segment at a time: no object a row. */
static void
add_events (SondeMessageCount *self,
            guint              position,
            guint              n_items)
{
  g_autoptr (GArray) events = g_array_new (FALSE, FALSE, sizeof (guint64));
  guint end = position + n_items;

  while (position < end)
    {
      g_autoptr (SondeMessageItem) item = g_list_model_get_item (G_LIST_MODEL (self->log), position);
      SondeSegment *segment = sonde_message_item_get_segment (item);
      guint64       serial = sonde_message_item_get_serial (item);
      guint         first = serial - segment->first_serial;
      guint         last = MIN (sonde_segment_get_count (segment), first + (end - position));

      for (guint i = first; i < last; i++)
        if (sonde_record_get_kind (sonde_segment_get_record (segment, i)) == SONDE_MESSAGE_EVENT)
          {
            guint64 event = segment->first_serial + i;

            g_array_append_val (events, event);
          }

      g_return_if_fail (last > first);
      position += last - first;
    }

  insert_events (self, events);
}

static void
drop_events (SondeMessageCount *self)
{
  g_autoptr (SondeMessageItem) oldest = g_list_model_get_item (G_LIST_MODEL (self->log), 0);
  guint n_gone = 0;

  while (n_gone < self->events->len &&
         (oldest == NULL || g_array_index (self->events, guint64, n_gone) < sonde_message_item_get_serial (oldest)))
    n_gone++;
  if (n_gone > 0)
    g_array_remove_range (self->events, 0, n_gone);
}

static void
sonde_message_count_update (SondeMessageCount *self)
{
  guint64          messages = sonde_message_count_get_messages (self);
  guint64          discarded = self->log != NULL ? sonde_message_log_get_discarded (self->log) : 0;
  g_autofree char *messages_text = sonde_format_count (messages);
  g_autofree char *label = g_strdup_printf (ngettext ("%s message", "%s messages", MIN (messages, G_MAXINT)), messages_text);

  if (discarded > 0)
    {
      g_autofree char *kept = g_steal_pointer (&label);
      g_autofree char *discarded_text = sonde_format_count (discarded);

      /* Translators: "1,204,311 messages, 3,000 discarded" */
      label = g_strdup_printf (_ ("%s, %s discarded"), kept, discarded_text);
    }
  if (g_strcmp0 (self->label, label) == 0)
    return;

  g_free (self->label);
  self->label = g_steal_pointer (&label);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MESSAGES]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LABEL]);
}

static void
items_changed_cb (SondeMessageCount *self,
                  guint              position,
                  guint              removed,
                  guint              added)
{
  if (removed > 0)
    drop_events (self);
  add_events (self, position, added);
  sonde_message_count_update (self);
}

static void
sonde_message_count_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  SondeMessageCount *self = SONDE_MESSAGE_COUNT (object);

  switch (prop_id)
    {
    case PROP_MESSAGES:
      g_value_set_uint64 (value, sonde_message_count_get_messages (self));
      break;
    case PROP_LABEL:
      g_value_set_string (value, self->label);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_message_count_finalize (GObject *object)
{
  SondeMessageCount *self = SONDE_MESSAGE_COUNT (object);

  g_clear_object (&self->log_signals);
  g_clear_object (&self->log);
  g_clear_pointer (&self->events, g_array_unref);
  g_clear_pointer (&self->label, g_free);

  G_OBJECT_CLASS (sonde_message_count_parent_class)->finalize (object);
}

static void
sonde_message_count_class_init (SondeMessageCountClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = sonde_message_count_get_property;
  object_class->finalize = sonde_message_count_finalize;

  properties[PROP_MESSAGES] =
    g_param_spec_uint64 ("messages", NULL, NULL, 0, G_MAXUINT64, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_LABEL] =
    g_param_spec_string ("label", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
sonde_message_count_init (SondeMessageCount *self)
{
  self->events = g_array_new (FALSE, FALSE, sizeof (guint64));
  self->log_signals = g_signal_group_new (SONDE_TYPE_MESSAGE_LOG);
  g_signal_group_connect_swapped (self->log_signals, "items-changed", G_CALLBACK (items_changed_cb), self);
  g_signal_group_connect_swapped (self->log_signals, "notify::discarded", G_CALLBACK (sonde_message_count_update), self);
  sonde_message_count_update (self);
}

SondeMessageCount *
sonde_message_count_new (void)
{
  return g_object_new (SONDE_TYPE_MESSAGE_COUNT, NULL);
}

void
sonde_message_count_set_log (SondeMessageCount *self,
                             SondeMessageLog   *log)
{
  g_return_if_fail (SONDE_IS_MESSAGE_COUNT (self));

  if (!g_set_object (&self->log, log))
    return;

  g_array_set_size (self->events, 0);
  if (log != NULL)
    add_events (self, 0, g_list_model_get_n_items (G_LIST_MODEL (log)));
  g_signal_group_set_target (self->log_signals, log);
  sonde_message_count_update (self);
}

guint64
sonde_message_count_get_messages (SondeMessageCount *self)
{
  guint64 kept;

  g_return_val_if_fail (SONDE_IS_MESSAGE_COUNT (self), 0);

  /* The log's count may run ahead of its signal, which tells us of events that left. */
  kept = self->log != NULL ? sonde_message_log_get_kept (self->log) : 0;
  return kept - MIN (kept, self->events->len);
}
