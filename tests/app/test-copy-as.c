/* test-copy-as.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-copy-as.h"
#include "sonde-quote.h"

#include <string.h>

static void
flushed_cb (SondeSegment *segment,
            guint         count,
            gpointer      user_data)
{
  SondeSegment **to = user_data;

  *to = sonde_segment_ref (segment);
}

/* Returns: what @format makes of @message as it came to @profile */
static char *
copy_message (const SondeMessage *message,
              const SondeProfile *profile,
              SondeCopyAs         format)
{
  g_autoptr (SondeSegmentWriter) writer = sonde_segment_writer_new ();
  g_autoptr (SondeSegment) segment = NULL;
  SondeCopySource source = { .profile = profile };

  sonde_segment_writer_append (writer, message);
  sonde_segment_writer_flush (writer, flushed_cb, &segment);
  source.segment = segment;
  source.record = sonde_segment_get_record (segment, 0);
  return sonde_copy_as_text (&source, format);
}

static char *
copy (const SondeProfile *profile,
      SondeCopyAs         format,
      const char         *topic,
      const char         *payload,
      gsize               size)
{
  SondeMessage message = { .topic = topic, .topic_length = strlen (topic), .payload = payload, .payload_size = size, .qos = 1 };

  return copy_message (&message, profile, format);
}

static void
test_pub (void)
{
  /* clang-format off */
  static const struct
  {
    const char *topic, *payload;
    gsize       size;
    const char *text;
  } cases[] = {
    { "test",  "hello", 5,   "mosquitto_pub -h 127.0.0.1 -p 1883 -V mqttv5 -t test -q 1 -m hello\n" },
    { "a b",   "", 0,        "mosquitto_pub -h 127.0.0.1 -p 1883 -V mqttv5 -t 'a b' -q 1 -n\n" },
    { "-t",    "it's", 4,    "mosquitto_pub -h 127.0.0.1 -p 1883 -V mqttv5 -t '-t' -q 1 -m 'it'\\''s'\n" },
    { "温度",  "{\"a\": 1}\n", 9, "mosquitto_pub -h 127.0.0.1 -p 1883 -V mqttv5 -t '温度' -q 1 -m '{\"a\": 1}\n'\n" },
    { "raw",   "\x00%\\'\xff", 5, "printf '\\000%%\\134\\047\\377' | mosquitto_pub -h 127.0.0.1 -p 1883 -V mqttv5 -t raw -q 1 -s\n" },
    { "esc",   "\x1b[2J", 4, "printf '\\033[2J' | mosquitto_pub -h 127.0.0.1 -p 1883 -V mqttv5 -t esc -q 1 -s\n" },
  };
  /* clang-format on */
  g_autoptr (SondeProfile) profile = sonde_profile_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = copy (profile, SONDE_COPY_AS_MOSQUITTO_PUB, cases[i].topic, cases[i].payload, cases[i].size);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_large (void)
{
  g_autoptr (SondeProfile) profile = sonde_profile_new ();
  gsize            size = SONDE_COPY_AS_PAYLOAD_MAX + 1;
  g_autofree char *payload = g_strnfill (size, 'x');
  g_autofree char *line = copy (profile, SONDE_COPY_AS_MOSQUITTO_PUB, "t", payload, size);
  g_autofree char *script = copy (profile, SONDE_COPY_AS_PYTHON, "t", payload, size);

  g_assert_cmpuint (strlen (line), <, 500);
  g_assert_nonnull (strstr (line, "# The payload is large"));
  g_assert_nonnull (strstr (line, " -f payload.bin\n"));
  g_assert_cmpuint (strlen (script), <, 2000);
  g_assert_nonnull (strstr (script, "open(\"payload.bin\", \"rb\")"));
}

static void
set (char      **field,
     const char *value)
{
  g_free (*field);
  *field = g_strdup (value);
}

/* Everything a profile may have; the secrets stay where they are. */
static void
test_ways_to_the_broker (void)
{
  /* clang-format off */
  static const struct
  {
    SondeCarrier carrier;
    SondeProxy   proxy;
    gboolean     tls, verify;
    const char  *ca, *psk, *certificate;
    const char  *line, *script;
  } cases[] = {
    { .line = "mosquitto_sub -h broker.test -p 8883 -u Tyler -P \"$MQTT_PASSWORD\" -t test -q 1 -v\n",
      .script = "client.connect(\"broker.test\", 8883)" },
    { .carrier = SONDE_CARRIER_UNIX, .line = " --unix /run/b.sock -u", .script = "client.connect(\"/run/b.sock\", 0)" },
    { .carrier = SONDE_CARRIER_WEBSOCKET, .line = " -p 8883 --ws -u", .script = "path=\"/mqtt\", headers={\"X-Key\": \"1\"})" },
    { .proxy = SONDE_PROXY_SOCKS5, .line = " --proxy socks5h://a%20b@proxy.test:1080 ", .script = "socks.SOCKS5, proxy_addr=\"proxy.test\"" },
    { .proxy = SONDE_PROXY_HTTP, .line = "# The connection of Sonde goes through a proxy", .script = "socks.HTTP" },
    { .tls = TRUE, .verify = TRUE, .line = " --tls-use-os-certs ", .script = "ssl.create_default_context()" },
    { .tls = TRUE, .verify = FALSE, .line = " --insecure ", .script = "context.verify_mode = ssl.CERT_NONE" },
    { .tls = TRUE, .verify = TRUE, .ca = "/c a.pem", .line = " --cafile '/c a.pem' ", .script = "(cafile=\"/c a.pem\")" },
    { .tls = TRUE, .verify = TRUE, .ca = "/", .line = " --capath / ", .script = "(capath=\"/\")" },
    { .tls = TRUE, .verify = TRUE, .certificate = "/c.pem", .line = " --cert /c.pem --key /c.pem ", .script = "load_cert_chain(\"/c.pem\")" },
    { .tls = TRUE, .verify = TRUE, .certificate = "/c.p12", .line = "# The client certificate is PKCS#12", .script = "# The client certificate is PKCS#12" },
    { .tls = TRUE, .verify = TRUE, .psk = "me", .line = " --psk-identity me --psk \"$MQTT_PSK\" ", .script = "pre-shared key" },
  };
  /* clang-format on */

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SondeProfile) profile = sonde_profile_new ();
      g_autofree char *line = NULL;
      g_autofree char *script = NULL;

      set (&profile->host, "broker.test");
      profile->port = 8883;
      profile->version = SONDE_MQTT_3_1_1;
      set (&profile->user_name, "Tyler");
      profile->network->carrier = cases[i].carrier;
      set (&profile->network->socket_path, "/run/b.sock");
      sonde_pairs_add (profile->network->headers, "X-Key", "1");
      profile->network->proxy = cases[i].proxy;
      set (&profile->network->proxy_host, "proxy.test");
      profile->network->proxy_port = 1080;
      set (&profile->network->proxy_user, "a b");
      set (&profile->network->proxy_password, "SECRET");
      profile->tls->use_tls = cases[i].tls;
      profile->tls->verify = cases[i].verify;
      set (&profile->tls->ca_file, cases[i].ca != NULL ? cases[i].ca : "");
      set (&profile->tls->psk_identity, cases[i].psk != NULL ? cases[i].psk : "");
      set (&profile->tls->client_certificate, cases[i].certificate != NULL ? cases[i].certificate : "");
      set (&profile->tls->key_passphrase, "SECRET");
      set (&profile->tls->psk, "5EC4E7");

      line = copy (profile, SONDE_COPY_AS_MOSQUITTO_SUB, "test", "hello", 5);
      script = copy (profile, SONDE_COPY_AS_PYTHON, "test", "hello", 5);
      g_test_message ("%s%s", line, script);
      g_assert_nonnull (strstr (line, cases[i].line));
      g_assert_nonnull (strstr (script, cases[i].script));
      g_assert_null (strstr (line, "SECRET"));
      g_assert_null (strstr (script, "SECRET"));
      g_assert_null (strstr (line, "5EC4E7"));
      g_assert_null (strstr (script, "5EC4E7"));
    }
}

static void
test_json (void)
{
  g_autoptr (SondeProfile) profile = sonde_profile_new ();
  g_autofree char *text = copy (profile, SONDE_COPY_AS_JSON, "test", "\xff", 1);

  g_assert_nonnull (strstr (text, "\"topic\": \"test\", \"qos\": 1, \"retain\": false"));
  g_assert_true (g_str_has_suffix (text, "\"payload_base64\": \"/w==\"}\n"));
}

static void
test_names (void)
{
  SondeCopyAs format;

  g_assert_true (sonde_copy_as_from_name ("python", &format));
  g_assert_cmpint (format, ==, SONDE_COPY_AS_PYTHON);
  g_assert_false (sonde_copy_as_from_name ("perl", &format));
  g_assert_false (sonde_copy_as_from_name (NULL, &format));
}

/* What a shell makes of a word is what was quoted, whatever the bytes. */
static void
test_words (void)
{
  for (guint round = 0; round < 60; round++)
    {
      gsize            length = g_test_rand_int_range (0, 40);
      g_autofree char *bytes = g_malloc (length + 1);
      g_autofree char *word = NULL;
      g_autofree char *command = NULL;
      g_autofree char *output = NULL;
      g_autoptr (GError) error = NULL;
      const char *argv[] = { "sh", "-c", NULL, NULL };

      for (gsize i = 0; i < length; i++)
        bytes[i] = round % 2 == 0 ? g_test_rand_int_range (1, 256) : "$`'\"\\ %\n!x"[g_test_rand_int_range (0, 10)];
      bytes[length] = '\0';
      if (length > 1 && round % 4 == 0)
        memcpy (bytes, "-\xff", 2); /* no option of printf */

      word = sonde_quote_for_shell (bytes, length);
      g_assert_true (g_utf8_validate (word, -1, NULL));
      command = g_strdup_printf ("printf '%%s.' %s", word);
      argv[2] = command;
      g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpmem (output, length, bytes, length);
      g_assert_cmpstr (output + length, ==, ".");
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/copy-as/mosquitto-pub", test_pub);
  g_test_add_func ("/copy-as/a-large-payload-is-read-from-a-file", test_large);
  g_test_add_func ("/copy-as/ways-to-the-broker", test_ways_to_the_broker);
  g_test_add_func ("/copy-as/json-is-the-line-of-an-export", test_json);
  g_test_add_func ("/copy-as/names", test_names);
  g_test_add_func ("/copy-as/words-of-any-bytes", test_words);
  return g_test_run ();
}
