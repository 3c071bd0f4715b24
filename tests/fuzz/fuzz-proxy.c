/* fuzz-proxy.c: whatever a proxy answers: a way, or one sentence without the password
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-proxy-talk.h"

#include <sonde-secret.h>
#include <string.h>

#define PASSWORD "correct-horse"

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize         size);

/* As sonde-proxy-client.c does, with pieces of one size. */
static void
talk (const SondeProfile *profile,
      const guint8       *data,
      gsize               size,
      gsize               piece)
{
  g_autoptr (GError) error = NULL;
  SondeProxyTalk talk;
  SondeProxyStep step;
  gsize          end = 0;

  sonde_proxy_talk_init (&talk, profile);
  step = sonde_proxy_talk_begin (&talk, &error);
  while (step <= SONDE_PROXY_SEND && end < size)
    {
      gsize used;

      sonde_proxy_talk_clear_out (&talk);
      end = MIN (end + piece, size);
      step = sonde_proxy_talk_read (&talk, data, end, &used, &error);
      g_assert_cmpuint (used, <=, end);
      if (used > 0)
        {
          data += used;
          size -= used;
          end = 0;
        }
    }

  g_assert_cmpint (step == SONDE_PROXY_REFUSED, ==, error != NULL);
  if (error != NULL)
    {
      g_assert_true (error->domain == SONDE_MQTT_ERROR);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_null (strstr (error->message, PASSWORD));
    }
  sonde_proxy_talk_clear (&talk);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr (SondeProfile) profile = sonde_profile_new ();
  SondeNetworkOptions *network = profile->network;

  g_free (network->proxy_host);
  network->proxy_host = g_strdup ("127.0.0.1");
  for (guint login = 0; login < 2; login++)
    {
      if (login)
        {
          g_free (network->proxy_user);
          network->proxy_user = g_strdup ("ada");
          sonde_secret_set (&network->proxy_password, PASSWORD);
        }
      for (gsize piece = 1; piece <= 4096; piece *= 8)
        {
          network->proxy = SONDE_PROXY_SOCKS5;
          talk (profile, data, size, piece);
          network->proxy = SONDE_PROXY_HTTP;
          talk (profile, data, size, piece);
        }
    }

  return 0;
}
