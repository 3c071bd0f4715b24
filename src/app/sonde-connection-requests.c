/* sonde-connection-requests.c: requests on a connection
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-connection"

#include "sonde-connection-private.h"

#include <sonde-properties.h>
#include <sonde-topic.h>

#define OWN_PREFIX "sonde/response"

/* A session that outlasts the connection keeps it: to be unsubscribed from, by a later run too. */
static void
left_cb (SondeRequests   *requests,
         const char      *filter,
         SondeConnection *self)
{
  g_autoptr (SondeProfile) profile = NULL;

  if (self->profile->clean_start || sonde_subscriptions_find (self->subscriptions, filter) != NULL)
    return;

  profile = sonde_profile_copy (self->profile);
  sonde_profile_unwant (profile, filter, TRUE);
  sonde_connection_set_profile (self, profile);
}

SondeRequests *
sonde_connection_get_requests (SondeConnection *self)
{
  g_return_val_if_fail (SONDE_IS_CONNECTION (self), NULL);

  if (self->requests == NULL)
    {
      self->requests = sonde_requests_new (self->session, self->subscriptions);
      g_signal_connect_object (self->requests, "left", G_CALLBACK (left_cb), self, 0);
    }
  return self->requests;
}

/* Returns: (nullable): %NULL where the broker gave none that a topic could begin with */
static char *
dup_response_information (SondeConnection *self)
{
  g_autofree char *information = NULL;
  SondeProperty    property;
  gsize            size;
  const guint8    *bytes = self->connack != NULL ? g_bytes_get_data (self->connack, &size) : NULL;
  gsize            length;

  if (bytes == NULL || !sonde_properties_find (bytes, size, SONDE_PROPERTY_RESPONSE_INFORMATION, &property))
    return NULL;

  information = g_strndup ((const char *) property.bytes, property.size);
  length = strlen (information);
  if (length > 0 && information[length - 1] == '/')
    information[--length] = '\0';
  return sonde_topic_name_check (information, length) == SONDE_TOPIC_FAULT_NONE ? g_steal_pointer (&information) : NULL;
}

char *
sonde_connection_dup_response_topic (SondeConnection *self)
{
  g_autofree char *information = NULL;

  g_return_val_if_fail (SONDE_IS_CONNECTION (self), NULL);

  information = dup_response_information (self);
  return g_strdup_printf ("%s/%08x", information != NULL ? information : OWN_PREFIX, g_random_int ());
}
