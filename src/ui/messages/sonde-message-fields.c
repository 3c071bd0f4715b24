/* sonde-message-fields.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-message-fields"

#include "sonde-message-fields.h"

#include "sonde-message-text.h"

#include <sonde-format.h>
#include <sonde-payload.h>
#include <sonde-properties.h>
#include <sonde-topic.h>

#include <glib/gi18n.h>

/* A message may carry thousands of user properties; more than these nobody reads here. */
#define MAX_PROPERTIES 100
#define MAX_VALUE_CHARS 500

static void
sonde_field_free (SondeField *self)
{
  g_free (self->name);
  g_free (self->value);
  g_free (self);
}

static SondeField *
take_field (GPtrArray  *fields,
            const char *name,
            char       *value)
{
  SondeField *field = g_new0 (SondeField, 1);

  field->name = g_strdup (name);
  field->value = value;
  g_ptr_array_add (fields, field);
  return field;
}

/* Time to the message before it in the log, -1 when there is none. */
static gint64
measure_gap (SondeMessageItem *item,
             SondeMessageLog  *log)
{
  g_autoptr (SondeMessageItem) before = NULL;
  guint position;

  if (!sonde_message_log_get_position (log, sonde_message_item_get_serial (item), &position) || position == 0)
    return -1;

  before = g_list_model_get_item (G_LIST_MODEL (log), position - 1);
  if (sonde_message_item_get_kind (before) == SONDE_MESSAGE_EVENT)
    return -1;
  return sonde_message_item_get_time (item) - sonde_message_item_get_time (before);
}

static gboolean
is_today (gint64 time)
{
  g_autoptr (GDateTime) then = g_date_time_new_from_unix_local (time / G_USEC_PER_SEC);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  return g_date_time_get_day_of_year (then) == g_date_time_get_day_of_year (now) &&
         g_date_time_get_year (then) == g_date_time_get_year (now);
}

static char *
format_moment (SondeMessageItem *item,
               SondeMessageLog  *log)
{
  gint64           time = sonde_message_item_get_time (item);
  g_autofree char *clock = sonde_format_time (time);
  g_autofree char *gap_text = NULL;
  gint64           gap = measure_gap (item, log);

  if (!is_today (time))
    {
      g_autoptr (GDateTime) moment = g_date_time_new_from_unix_local (time / G_USEC_PER_SEC);
      g_autofree char *day = g_date_time_format (moment, "%x");

      return g_strdup_printf ("%s %s", day, clock);
    }
  if (gap < 0)
    return g_steal_pointer (&clock);

  gap_text = sonde_format_duration (gap);
  /* Translators: a time, and how long after the message that stands before it in the log, filtered or not: "31 ms" */
  return g_strdup_printf (_ ("%s, %s after the one before in the log"), clock, gap_text);
}

static char *
format_qos (SondeMessageItem *item)
{
  /* Translators: QoS (a digit), then two of the flags that MQTT names so */
  return g_strdup_printf (_ ("%u   DUP %s   Retain %s"), sonde_message_item_get_qos (item),
                          sonde_message_item_get_dup (item) ? _ ("yes") : _ ("no"),
                          sonde_message_item_get_retain (item) ? _ ("yes") : _ ("no"));
}

static char *
format_exact_size (gsize size)
{
  g_autofree char *rounded = sonde_format_size (size);
  g_autofree char *exact = NULL;

  if (size < 1000)
    return g_steal_pointer (&rounded);
  exact = sonde_format_count (size);
  return g_strdup_printf (ngettext ("%s (%s byte)", "%s (%s bytes)", MIN (size, G_MAXINT)), rounded, exact);
}

static void
add_answer (GPtrArray        *fields,
            SondeMessageItem *item,
            SondeConnection  *connection)
{
  SondeMessageAnswer answer;

  if (sonde_message_item_get_kind (item) != SONDE_MESSAGE_SENT)
    return;
  if (sonde_message_get_answer (item, connection, &answer))
    take_field (fields, _ ("Broker"), answer.text)->warning = answer.refused;
  else if (sonde_message_item_get_qos (item) > 0)
    take_field (fields, _ ("Broker"), g_strdup (_ ("not acknowledged yet")));
}

static void
add_properties (GPtrArray        *fields,
                SondeMessageItem *item)
{
  SondePropertyIter iter;
  SondeProperty     property;
  guint             n_properties = 0;
  gsize             size;
  const guint8     *bytes = sonde_message_item_get_properties (item, &size);

  sonde_property_iter_init (&iter, bytes, size);
  while (sonde_property_iter_next (&iter, &property))
    {
      const char      *name = sonde_property_to_name (property.id);
      g_autofree char *value = NULL;

      if (++n_properties > MAX_PROPERTIES)
        continue;
      value = sonde_property_dup_value (&property);
      take_field (fields, name != NULL ? name : _ ("Property"),
                  sonde_payload_preview ((const guint8 *) value, strlen (value), MAX_VALUE_CHARS));
    }

  if (n_properties > MAX_PROPERTIES)
    take_field (fields, "…", g_strdup_printf (ngettext ("%u more property", "%u more properties", n_properties - MAX_PROPERTIES), n_properties - MAX_PROPERTIES));
}

/* Every one whose filter it matches, in the order of the sidebar. */
static void
add_subscriptions (GPtrArray          *fields,
                   SondeMessageItem   *item,
                   SondeSubscriptions *subscriptions)
{
  g_autoptr (GString) filters = g_string_new (NULL);
  guint       n_filters = 0;
  gsize       length;
  const char *topic = sonde_message_item_get_topic (item, &length);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (subscriptions)); i++)
    {
      g_autoptr (SondeSubscription) subscription = g_list_model_get_item (G_LIST_MODEL (subscriptions), i);

      if (!sonde_topic_filter_matches (sonde_subscription_get_filter (subscription), topic, length))
        continue;
      g_string_append_printf (filters, n_filters++ > 0 ? "\n%s" : "%s", sonde_subscription_get_filter (subscription));
    }

  if (n_filters > 0)
    take_field (fields, ngettext ("Subscription", "Subscriptions", n_filters), g_strdup (filters->str));
}

GPtrArray *
sonde_message_fields_new (SondeMessageItem *item,
                          SondeConnection  *connection)
{
  GPtrArray *fields = g_ptr_array_new_with_free_func ((GDestroyNotify) sonde_field_free);
  gsize      size;
  guint16    packet_id = sonde_message_item_get_packet_id (item);
  gboolean   sent = sonde_message_item_get_kind (item) == SONDE_MESSAGE_SENT;

  g_return_val_if_fail (SONDE_IS_MESSAGE_ITEM (item), fields);
  g_return_val_if_fail (SONDE_IS_CONNECTION (connection), fields);

  if (sonde_message_item_get_kind (item) == SONDE_MESSAGE_EVENT)
    {
      take_field (fields, _ ("Time"), format_moment (item, sonde_connection_get_log (connection)));
      take_field (fields, _ ("Connection"), sonde_message_dup_event (item));
      return fields;
    }

  take_field (fields, sent ? _ ("Sent") : _ ("Received"), format_moment (item, sonde_connection_get_log (connection)));
  take_field (fields, _ ("QoS"), format_qos (item));
  if (packet_id != 0)
    take_field (fields, _ ("Packet id"), g_strdup_printf ("%u", packet_id));
  sonde_message_item_get_payload (item, &size);
  take_field (fields, _ ("Size"), format_exact_size (size));

  add_subscriptions (fields, item, sonde_connection_get_subscriptions (connection));
  add_answer (fields, item, connection);
  add_properties (fields, item);
  return fields;
}
