/* sonde-status.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-status"

#include "sonde-status.h"

#include <sonde-properties.h>
#include <sonde-reason.h>

#include <glib/gi18n.h>

/* Rounded up, so that the last second reads 1 and not 0. */
static guint
get_seconds_left (gint64 retry_at,
                  gint64 now)
{
  return retry_at <= now ? 0 : (retry_at - now + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC;
}

char *
sonde_status_to_text (SondeState state,
                      gint64     retry_at,
                      gint64     now)
{
  switch (state)
    {
    case SONDE_STATE_CONNECTING:
      return g_strdup (_ ("Connecting…"));
    case SONDE_STATE_ONLINE:
      return g_strdup (_ ("Connected"));
    case SONDE_STATE_WAITING:
      return g_strdup_printf (_ ("Reconnecting in %u s"), get_seconds_left (retry_at, now));
    case SONDE_STATE_DISCONNECTING:
      return g_strdup (_ ("Disconnecting…"));
    case SONDE_STATE_IDLE:
    default:
      return g_strdup (_ ("Disconnected"));
    }
}

const char *
sonde_status_refuse_publish (SondeState state)
{
  switch (state)
    {
    case SONDE_STATE_CONNECTING:
      return _ ("Not connected yet: publish again once Connected is shown.");
    case SONDE_STATE_WAITING:
      return _ ("Not connected: press Retry now, then publish again.");
    case SONDE_STATE_DISCONNECTING:
    case SONDE_STATE_ONLINE:
    case SONDE_STATE_IDLE:
    default:
      return _ ("Not connected: press Connect, then publish again.");
    }
}

guint
sonde_status_next_change (gint64 retry_at,
                          gint64 now)
{
  gint64 left = MAX (retry_at - now, 0);
  gint64 next = left % G_USEC_PER_SEC;

  return (next == 0 ? G_USEC_PER_SEC : next) / 1000 + 1;
}

char *
sonde_connack_to_text (SondeMqttVersion version,
                       guint8           reason,
                       gboolean         session_present,
                       const guint8    *properties,
                       gsize            size)
{
  GString          *text = g_string_new (NULL);
  gboolean          is_5 = version == SONDE_MQTT_5;
  SondePropertyIter iter;
  SondeProperty     property;

  /* Translators: an answer of the broker, after “Session present: ” */
  g_string_append_printf (text, _ ("Session present: %s"), session_present ? _ ("yes") : _ ("no"));
  g_string_append_c (text, '\n');
  g_string_append_printf (text, is_5 ? _ ("Reason code: %u, %s") : _ ("Return code: %u, %s"),
                          is_5 ? reason : sonde_reason_to_v3_connack (reason),
                          sonde_reason_to_string (version, SONDE_REASON_IN_CONNACK, reason));

  sonde_property_iter_init (&iter, properties, size);
  while (sonde_property_iter_next (&iter, &property))
    {
      g_autofree char *value = sonde_property_dup_value (&property);
      const char      *name = sonde_property_to_name (property.id);

      if (name == NULL)
        continue;
      g_string_append_c (text, '\n');
      /* Translators: a property of the answer, and its value */
      g_string_append_printf (text, _ ("%s: %s"), name, value);
    }
  return g_string_free (text, FALSE);
}
