/* fuzz-uri.c: a profile that passes its own checks, or one sentence
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-uri.h"

#include "sonde-mqtt-error.h"
#include "sonde-topic.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize         size);

static void
check_uri (const char *uri)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SondeProfile) profile = sonde_uri_parse (uri, &error);

  if (profile == NULL)
    {
      g_assert_error (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_INVALID);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return;
    }

  g_assert_no_error (error);
  g_assert_null (sonde_profile_check_host (profile->host));
  if (profile->network->carrier == SONDE_CARRIER_UNIX)
    g_assert_null (sonde_network_options_check_socket_path (profile->network->socket_path));
  g_assert_cmpuint (profile->port, >, 0);
  g_assert_true (g_utf8_validate (profile->name, -1, NULL));
  g_assert_true (g_utf8_validate (profile->user_name, -1, NULL));
  for (guint i = 0; i < profile->subscriptions->len; i++)
    {
      const SondeWanted *wanted = g_ptr_array_index (profile->subscriptions, i);

      g_assert_cmpint (sonde_topic_filter_check (wanted->filter, strlen (wanted->filter)),
                       ==,
                       SONDE_TOPIC_FAULT_NONE);
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autofree char *uri = g_strconcat ("mqtt://", text, NULL);
  g_autofree char *socket = g_strconcat ("mqtt+unix:///", text, NULL);

  check_uri (text);
  check_uri (uri);
  check_uri (socket);

  return 0;
}
