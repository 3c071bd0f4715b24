/* test-uri.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-uri.h"

#include "sonde-mqtt-error.h"

#include <string.h>

/* clang-format off */

static const struct
{
  const char *uri, *name, *host;
  guint16     port;
  const char *user, *filter;
} good[] = {
  { "mqtt://localhost", "localhost:1883", "localhost", 1883, "", NULL },
  { "MQTT://localhost", "localhost:1883", "localhost", 1883, "", NULL },
  { "mqtt://localhost/", "localhost:1883", "localhost", 1883, "", NULL },
  { "mqtt://localhost:", "localhost:1883", "localhost", 1883, "", NULL },
  { "mqtt://localhost:1884", "localhost:1884", "localhost", 1884, "", NULL },
  { "mqtt://localhost:65535/test", "localhost:65535", "localhost", 65535, "", "test" },
  { "mqtts://localhost", "localhost:8883", "localhost", 8883, "", NULL },
  { "MQTTS://localhost:8884/test", "localhost:8884", "localhost", 8884, "", "test" },
  { "mqtt://192.168.1.10/a/b", "192.168.1.10:1883", "192.168.1.10", 1883, "", "a/b" },
  { "mqtt://[::1]", "[::1]:1883", "::1", 1883, "", NULL },
  { "mqtt://[::1]:1884/test", "[::1]:1884", "::1", 1884, "", "test" },
  { "mqtt://[fe80::1%25eth0]", "[fe80::1%eth0]:1883", "fe80::1%eth0", 1883, "", NULL },
  { "mqtt://tyler@broker.example", "broker.example:1883", "broker.example", 1883, "tyler", NULL },
  { "mqtt://a%40b%3Ac@h:1/x", "h:1", "h", 1, "a@b:c", "x" },
  { "mqtt://tyler@factory@h", "h:1883", "h", 1883, "tyler@factory", NULL },
  { "mqtt://@h", "h:1883", "h", 1883, "", NULL },
  { "mqtt://h/%23", "h:1883", "h", 1883, "", "#" },
  { "mqtt://h/Tyler-1/motor/+/speed", "h:1883", "h", 1883, "", "Tyler-1/motor/+/speed" },
  { "mqtt://h/Tyler-1/motor/%23", "h:1883", "h", 1883, "", "Tyler-1/motor/#" },
  { "mqtt://h/a/#", "h:1883", "h", 1883, "", "a/#" },
  { "mqtt://h/a?b", "h:1883", "h", 1883, "", "a?b" },
  { "mqtt://h/a%20b", "h:1883", "h", 1883, "", "a b" },
  { "mqtt://h/%E8%BD%A6%e9%97%b4", "h:1883", "h", 1883, "", "车间" },
  { "mqtt://h/车间", "h:1883", "h", 1883, "", "车间" },
  { "mqtt://h//", "h:1883", "h", 1883, "", "/" },
  { "mqtt://h//finance", "h:1883", "h", 1883, "", "/finance" },
  { "mqtt://h/$SYS/%23", "h:1883", "h", 1883, "", "$SYS/#" },
  { "mqtt://h/a@b:c", "h:1883", "h", 1883, "", "a@b:c" },
};

static const struct
{
  const char *uri, *name, *user, *path;
  guint16     port;
  gboolean    use_tls;
} websockets[] = {
  { "ws://broker.example:8083/mqtt", "broker.example:8083", "", "/mqtt", 8083, FALSE },
  { "WS://h", "h:80", "", "/", 80, FALSE },
  { "ws://h/", "h:80", "", "/", 80, FALSE },
  { "wss://h/mqtt", "h:443", "", "/mqtt", 443, TRUE },
  { "wss://tyler@[::1]:8084/a/b%20c", "[::1]:8084", "tyler", "/a/b%20c", 8084, TRUE },
  { "wss://h/mqtt?token=a@b:c/d", "h:443", "", "/mqtt?token=a@b:c/d", 443, TRUE },
  { "wss://h?token=a@b", "h:443", "", "/?token=a@b", 443, TRUE },
};

static const struct
{
  const char *uri, *user, *path;
} sockets[] = {
  { "mqtt+unix:///run/mosquitto/mosquitto.sock", "", "/run/mosquitto/mosquitto.sock" },
  { "MQTT+UNIX:///run/broker", "", "/run/broker" },
  { "mqtt+unix://tyler@/run/broker", "tyler", "/run/broker" },
  { "mqtt+unix:///tmp/a%20b%25/%E8%BD%A6?#@:c", "", "/tmp/a b%/车?#@:c" },
};

static const struct
{
  const char *uri, *error; /* a part of it */
} bad[] = {
  { "", "begins with mqtt://" },
  { "localhost", "begins with mqtt://" },
  { "localhost:1883", "begins with mqtt://" },
  { "mqtt:localhost", "begins with mqtt://" },
  { "http://localhost", "begins with mqtt://" },
  { "://localhost", "begins with mqtt://" },
  { "ws:///mqtt", "names no host" },
  { "ws://user:s3cret@h/mqtt", "password" },
  { "ws://h:x/mqtt", "port" },
  { "ws://h/a b", "spaces" },
  { "ws://h/#", "%23" },
  { "ws://h#part", "%23" },
  { "wss://h/温度", "ASCII" },
  { "wss://h/a\r\nX: y", "spaces" },
  { "mqtt+unix://", "path of the broker’s socket" },
  { "mqtt+unix:///", "folder" },
  { "mqtt+unix://run/mqtt", "three slashes" },
  { "mqtt+unix://localhost/run/mqtt", "three slashes" },
  { "mqtt+unix:/run/mqtt", "begins with mqtt://" },
  { "mqtt+unix://user:s3cret@/run/mqtt", "password" },
  { "mqtt+unix:///run/%00", "not valid" },
  { "mqtt+unix:///run/%ff", "UTF-8" },
  { "mqtt+unix:///run/%2", "hexadecimal" },
  { "mqtt://", "names no host" },
  { "mqtt:///test", "names no host" },
  { "mqtt://:1883", "names no host" },
  { "mqtt://user@", "names no host" },
  { "mqtt://user:s3cret@h", "password" },
  { "mqtt://user:s3cret@h:1/#b", "password" },
  { "mqtt://:s3cret@h", "password" },
  { "mqtt://user:@h", "password" },
  { "mqtt://user:s3cret/more@h", "port" },
  { "mqtt://us%ffer@h", "UTF-8" },
  { "mqtt://us%00er@h", "UTF-8" },
  { "mqtt://h:0", "port" },
  { "mqtt://h:65536", "port" },
  { "mqtt://h:-1", "port" },
  { "mqtt://h:+1", "port" },
  { "mqtt://h:1883x", "port" },
  { "mqtt://h: 1883", "port" },
  { "mqtt://::1", "brackets" },
  { "mqtt://[::1", "brackets" },
  { "mqtt://[::1]1883", "brackets" },
  { "mqtt://[]", "names no host" },
  { "mqtt://[localhost]", "not valid" },
  { "mqtt://[::zz]", "port" },
  { "mqtt://my host", "spaces" },
  { "mqtt://my%20host", "spaces" },
  { "mqtt://h%00", "not valid" },
  { "mqtt://h%2Fx", "slash" },
  { "mqtt://h?x=1", "Letters" },
  { "mqtt://h#x", "Letters" },
  { "mqtt://h\xff", "UTF-8" },
  { "mqtt://h/%", "hexadecimal" },
  { "mqtt://h/%2", "hexadecimal" },
  { "mqtt://h/%zz", "hexadecimal" },
  { "mqtt://h/a%00b", "U+0000" },
  { "mqtt://h/%ff", "UTF-8" },
  { "mqtt://h/a+", "whole level" },
  { "mqtt://h/a%23", "whole levels" },
  { "mqtt://h/%23/b", "last level" },
  { "mqtt://h/$share/g", "shared" },
};

/* clang-format on */

static void
test_good (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SondeProfile) profile = sonde_uri_parse (good[i].uri, &error);

      g_test_message ("%s", good[i].uri);
      g_assert_no_error (error);
      g_assert_cmpstr (profile->name, ==, good[i].name);
      g_assert_cmpstr (profile->host, ==, good[i].host);
      g_assert_cmpuint (profile->port, ==, good[i].port);
      g_assert_cmpint (profile->network->carrier, ==, SONDE_CARRIER_TCP);
      g_assert_cmpint (profile->tls->use_tls, ==, g_ascii_strncasecmp (good[i].uri, "mqtts:", 6) == 0);
      g_assert_true (profile->tls->verify);
      g_assert_cmpstr (profile->user_name, ==, good[i].user);
      g_assert_cmpuint (strlen (profile->client_id), >, 0);
      g_assert_cmpuint (profile->subscriptions->len, ==, good[i].filter != NULL);

      if (good[i].filter != NULL)
        {
          const SondeWanted *wanted = g_ptr_array_index (profile->subscriptions, 0);

          g_assert_cmpstr (wanted->filter, ==, good[i].filter);
          g_assert_cmpuint (wanted->options.qos, ==, 0);
        }
    }
}

static void
test_websockets (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (websockets); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SondeProfile) profile = sonde_uri_parse (websockets[i].uri, &error);

      g_test_message ("%s", websockets[i].uri);
      g_assert_no_error (error);
      g_assert_cmpint (profile->network->carrier, ==, SONDE_CARRIER_WEBSOCKET);
      g_assert_cmpstr (profile->network->path, ==, websockets[i].path);
      g_assert_cmpstr (profile->name, ==, websockets[i].name);
      g_assert_cmpuint (profile->port, ==, websockets[i].port);
      g_assert_cmpint (profile->tls->use_tls, ==, websockets[i].use_tls);
      g_assert_cmpstr (profile->user_name, ==, websockets[i].user);
      g_assert_cmpuint (profile->subscriptions->len, ==, 0);
    }
}

static void
test_sockets (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sockets); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SondeProfile) profile = sonde_uri_parse (sockets[i].uri, &error);

      g_test_message ("%s", sockets[i].uri);
      g_assert_no_error (error);
      g_assert_cmpint (profile->network->carrier, ==, SONDE_CARRIER_UNIX);
      g_assert_cmpstr (profile->network->socket_path, ==, sockets[i].path);
      g_assert_cmpstr (profile->name, ==, sockets[i].path);
      g_assert_cmpstr (profile->user_name, ==, sockets[i].user);
      g_assert_false (profile->tls->use_tls);
      g_assert_cmpuint (profile->subscriptions->len, ==, 0);
    }
}

static void
test_bad (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SondeProfile) profile = sonde_uri_parse (bad[i].uri, &error);

      g_test_message ("address %" G_GSIZE_FORMAT ": %s", i, error != NULL ? error->message : "");
      g_assert_null (profile);
      g_assert_error (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, bad[i].error));
      g_assert_null (strstr (error->message, "s3cret"));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/uri/good", test_good);
  g_test_add_func ("/uri/websockets", test_websockets);
  g_test_add_func ("/uri/sockets", test_sockets);
  g_test_add_func ("/uri/bad", test_bad);

  return g_test_run ();
}
