/* sonde-facts.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-facts"

#include "sonde-facts.h"

#include <sonde-format.h>
#include <sonde-properties.h>
#include <sonde-reason.h>

#include <glib/gi18n.h>

static void
add (GPtrArray  *facts,
     const char *name,
     const char *value)
{
  sonde_pairs_add (facts, name, value);
}

static gboolean
find (const SondeConnackView *connack,
      SondePropertyId         id,
      SondeProperty          *property)
{
  return connack != NULL && sonde_properties_find (connack->properties, connack->properties_size, id, property);
}

static char *
format_seconds (guint seconds)
{
  g_autofree char *count = sonde_format_count (seconds);

  return g_strdup_printf (g_dngettext (NULL, "%s second", "%s seconds", seconds), count);
}

static void
add_client_id (GPtrArray              *facts,
               const SondeProfile     *profile,
               const SondeConnackView *connack)
{
  SondeProperty property;

  if (find (connack, SONDE_PROPERTY_ASSIGNED_CLIENT_ID, &property))
    {
      g_autofree char *assigned = sonde_property_dup_value (&property);
      /* Translators: a client ID */
      g_autofree char *text = g_strdup_printf (_ ("%s, assigned by the broker"), assigned);

      add (facts, _ ("Client ID"), text);
    }
  else if (*profile->client_id != '\0')
    {
      add (facts, _ ("Client ID"), profile->client_id);
    }
  else
    {
      add (facts, _ ("Client ID"), profile->version == SONDE_MQTT_5 ? _ ("assigned by the broker") : _ ("random"));
    }
}

static void
add_keep_alive (GPtrArray              *facts,
                const SondeProfile     *profile,
                const SondeConnackView *connack)
{
  SondeProperty    property = { .number = profile->keep_alive };
  gboolean         set = find (connack, SONDE_PROPERTY_SERVER_KEEP_ALIVE, &property);
  g_autofree char *seconds = format_seconds (set ? property.number : profile->keep_alive);
  g_autofree char *text = NULL;

  if ((set ? property.number : profile->keep_alive) == 0)
    text = g_strdup (_ ("off"));
  else if (set)
    /* Translators: %s is a time such as “60 seconds” */
    text = g_strdup_printf (_ ("%s, set by the broker"), seconds);
  else
    text = g_steal_pointer (&seconds);

  add (facts, _ ("Keep alive"), text);
}

static char *
format_expiry (guint32 expiry)
{
  if (expiry == 0)
    return g_strdup (_ ("with the connection"));
  if (expiry == SONDE_SESSION_EXPIRY_NEVER)
    return g_strdup (_ ("never"));

  return format_seconds (expiry);
}

static void
add_session (GPtrArray              *facts,
             const SondeProfile     *profile,
             const SondeConnackView *connack)
{
  gboolean      is_5 = profile->version == SONDE_MQTT_5;
  SondeProperty property;

  add (facts, is_5 ? _ ("Clean start") : _ ("Clean session"), profile->clean_start ? _ ("yes") : _ ("no"));

  if (is_5)
    {
      gboolean         set = find (connack, SONDE_PROPERTY_SESSION_EXPIRY, &property);
      g_autofree char *expiry = format_expiry (set ? property.number : profile->session_expiry);
      g_autofree char *text = set ? g_strdup_printf (_ ("%s, set by the broker"), expiry) : g_strdup (expiry);

      add (facts, _ ("Session expiry"), text);
    }

  /* CONNACK of MQTT 3.1 does not say. */
  if (connack != NULL && connack->reason == 0 && profile->version != SONDE_MQTT_3_1)
    add (facts, _ ("Session present"), connack->session_present ? _ ("yes") : _ ("no"));
}

static void
add_reason (GPtrArray              *facts,
            SondeMqttVersion        version,
            const SondeConnackView *connack)
{
  g_autofree char *text = NULL;
  gboolean         is_5 = version == SONDE_MQTT_5;

  if (connack->reason == 0)
    return;

  text = g_strdup_printf ("%u, %s", is_5 ? connack->reason : sonde_reason_to_v3_connack (connack->reason),
                          sonde_reason_to_string (version, SONDE_REASON_IN_CONNACK, connack->reason));
  add (facts, is_5 ? _ ("Reason code") : _ ("Return code"), text);
}

/* What the broker allows is said shortly; the specification's own numbers are 0 and 1. */
static void
add_availability (GPtrArray  *facts,
                  const char *name,
                  guint32     available)
{
  add (facts, name, available != 0 ? _ ("available") : _ ("not available"));
}

static void
add_property (GPtrArray           *facts,
              const SondeProperty *property)
{
  g_autofree char *value = NULL;

  switch ((SondePropertyId) property->id)
    {
    case SONDE_PROPERTY_ASSIGNED_CLIENT_ID:
    case SONDE_PROPERTY_SERVER_KEEP_ALIVE:
    case SONDE_PROPERTY_SESSION_EXPIRY:
      break; /* said already */
    case SONDE_PROPERTY_RETAIN_AVAILABLE:
      add_availability (facts, _ ("Retained messages"), property->number);
      break;
    case SONDE_PROPERTY_WILDCARD_AVAILABLE:
      add_availability (facts, _ ("Wildcard subscriptions"), property->number);
      break;
    case SONDE_PROPERTY_SHARED_AVAILABLE:
      add_availability (facts, _ ("Shared subscriptions"), property->number);
      break;
    case SONDE_PROPERTY_SUBSCRIPTION_ID_AVAILABLE:
      add_availability (facts, _ ("Subscription identifiers"), property->number);
      break;
    case SONDE_PROPERTY_MAXIMUM_PACKET_SIZE:
      value = sonde_format_size (property->number);
      add (facts, _ ("Maximum packet size"), value);
      break;
    case SONDE_PROPERTY_RECEIVE_MAXIMUM:
    case SONDE_PROPERTY_TOPIC_ALIAS_MAXIMUM:
      value = sonde_format_count (property->number);
      add (facts, sonde_property_to_name (property->id), value);
      break;
    default:
      value = sonde_property_dup_value (property);
      add (facts, sonde_property_to_name (property->id), value);
      break;
    }
}

static void
add_properties (GPtrArray              *facts,
                const SondeConnackView *connack)
{
  SondePropertyIter iter;
  SondeProperty     property;

  sonde_property_iter_init (&iter, connack->properties, connack->properties_size);
  while (sonde_property_iter_next (&iter, &property))
    add_property (facts, &property);
}

static void
add_tls (GPtrArray        *facts,
         const SondeChain *chain,
         gint64            now)
{
  const SondeCertificate *certificate = g_ptr_array_index (chain->certificates, 0);
  g_autofree char        *day = sonde_certificate_dup_day (certificate->ends);
  g_autofree char        *haste = sonde_certificate_dup_haste (certificate, now);
  g_autofree char        *until = haste != NULL ? g_strdup_printf ("%s, %s", day, haste) : g_strdup (day);

  add (facts, _ ("TLS"), chain->protection);
  add (facts, _ ("Certificate"), certificate->subject);
  add (facts, _ ("Valid until"), until);
}

GPtrArray *
sonde_facts_list (const SondeProfile     *profile,
                  const char             *address,
                  const SondeConnackView *connack,
                  const SondeChain       *chain,
                  gint64                  now,
                  const char             *error)
{
  GPtrArray *facts = sonde_pairs_new ();

  g_return_val_if_fail (profile != NULL, facts);
  g_return_val_if_fail (address != NULL, facts);

  add (facts, _ ("Address"), address);
  add (facts, _ ("Protocol"), sonde_mqtt_version_to_string (profile->version));
  if (chain != NULL && chain->protection != NULL)
    add_tls (facts, chain, now);
  add_client_id (facts, profile, connack);
  add_keep_alive (facts, profile, connack);
  add_session (facts, profile, connack);
  if (connack != NULL)
    {
      add_reason (facts, profile->version, connack);
      add_properties (facts, connack);
    }
  if (error != NULL)
    add (facts, _ ("Error"), error);

  return facts;
}
