/* test-facts.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-facts"

#include <sonde-facts.h>

#include <locale.h>
#include <string.h>

#define BYTES(string) string, sizeof (string) - 1

/* clang-format off */
static const struct
{
  SondeMqttVersion version;
  const char      *client_id;
  gboolean         answered, session_present;
  guint8           reason;
  const char      *properties;
  gsize            size;
  const char      *facts; /* behind address and protocol */
} cases[] = {
  { SONDE_MQTT_3_1_1, "wire", FALSE, FALSE, 0, BYTES (""),
    "Client ID: wire; Keep alive: 60 seconds; Clean session: yes; " },
  { SONDE_MQTT_3_1, "wire", TRUE, FALSE, 0, BYTES (""),
    "Client ID: wire; Keep alive: 60 seconds; Clean session: yes; " },
  { SONDE_MQTT_3_1_1, "", TRUE, TRUE, 0, BYTES (""),
    "Client ID: random; Keep alive: 60 seconds; Clean session: yes; Session present: yes; " },
  { SONDE_MQTT_3_1_1, "wire", TRUE, FALSE, 0x86, BYTES (""),
    "Client ID: wire; Keep alive: 60 seconds; Clean session: yes; Return code: 4, bad user name or password; " },
  { SONDE_MQTT_5, "", FALSE, FALSE, 0, BYTES (""),
    "Client ID: assigned by the broker; Keep alive: 60 seconds; Clean start: yes; Session expiry: with the connection; " },
  { SONDE_MQTT_5, "wire", TRUE, FALSE, 0x87, BYTES ("\x1f\x00\x02no"),
    "Client ID: wire; Keep alive: 60 seconds; Clean start: yes; Session expiry: with the connection; "
    "Reason code: 135, not authorized; Reason string: no; " },
  { SONDE_MQTT_5, "", TRUE, FALSE, 0, BYTES ("\x12\x00\x03" "abc\x13\x00\x1e\x11\xff\xff\xff\xff"),
    "Client ID: abc, assigned by the broker; Keep alive: 30 seconds, set by the broker; Clean start: yes; "
    "Session expiry: never, set by the broker; Session present: no; " },
  { SONDE_MQTT_5, "wire", TRUE, TRUE, 0,
    BYTES ("\x13\x00\x00\x11\x00\x00\x0e\x10\x21\x00\x14\x24\x01\x25\x00\x27\x00\x00\x03\xe8\x22\x00\x0a\x28\x00\x29\x00\x2a\x00"),
    "Client ID: wire; Keep alive: off; Clean start: yes; Session expiry: 3,600 seconds, set by the broker; "
    "Session present: yes; Receive maximum: 20; Maximum QoS: 1; Retained messages: not available; "
    "Maximum packet size: 1.0 kB; Topic alias maximum: 10; Wildcard subscriptions: not available; "
    "Subscription identifiers: not available; Shared subscriptions: not available; " },
  { SONDE_MQTT_5, "wire", TRUE, FALSE, 0, BYTES ("\x1a\x00\x01r\x1c\x00\x01s\x26\x00\x01" "a\x00\x01" "b\x26\x00\x01" "a\x00\x01" "c"),
    "Client ID: wire; Keep alive: 60 seconds; Clean start: yes; Session expiry: with the connection; "
    "Session present: no; Response information: r; Server reference: s; User property: a = b; User property: a = c; " },
};
/* clang-format on */

static char *
join (GPtrArray *facts)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < facts->len; i++)
    {
      const SondePair *fact = g_ptr_array_index (facts, i);

      g_string_append_printf (text, "%s: %s; ", fact->name, fact->value);
    }

  return g_string_free (text, FALSE);
}

static void
test_facts (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SondeProfile) profile = sonde_profile_new ();
      g_autoptr (GPtrArray) facts = NULL;
      g_autofree char *text = NULL;
      g_autofree char *expected = g_strdup_printf ("Address: 127.0.0.1:1883; Protocol: %s; %sError: why; ",
                                                   sonde_mqtt_version_to_string (cases[i].version), cases[i].facts);
      SondeConnackView connack = {
        .reason = cases[i].reason,
        .session_present = cases[i].session_present,
        .properties = (const guint8 *) cases[i].properties,
        .properties_size = cases[i].size,
      };

      g_test_message ("case %" G_GSIZE_FORMAT, i);
      profile->version = cases[i].version;
      g_free (profile->client_id);
      profile->client_id = g_strdup (cases[i].client_id);
      facts = sonde_facts_list (profile, "127.0.0.1:1883", cases[i].answered ? &connack : NULL, NULL, 0, "why");
      text = join (facts);
      g_assert_cmpstr (text, ==, expected);
    }
}

/* What protects the connection, and for how long it is valid */
static void
test_tls (void)
{
  static const struct
  {
    gint64      now; /* days */
    const char *words;
  } days[] = {
    { 100, "Valid until: 1970-05-31; " }, /* 150 days from the epoch */
    { 120, "Valid until: 1970-05-31; " },
    { 131, "Valid until: 1970-05-31, expires in 19 days; " },
    { 149, "Valid until: 1970-05-31, expires in 1 day; " },
    { 150, "Valid until: 1970-05-31, expires within a day; " },
    { 151, "Valid until: 1970-05-31, expired; " },
  };
  g_autoptr (SondeProfile) profile = sonde_profile_new ();
  g_autoptr (SondeChain) chain = sonde_chain_new ("lab.example");
  SondeCertificate *certificate = g_new0 (SondeCertificate, 1);

  certificate->subject = g_strdup ("CN=lab");
  certificate->ends = 150 * G_GINT64_CONSTANT (86400);
  g_ptr_array_add (chain->certificates, certificate);
  for (gsize i = 0; i < G_N_ELEMENTS (days); i++)
    {
      g_autoptr (GPtrArray) without = NULL;
      g_autoptr (GPtrArray) facts = NULL;
      g_autofree char *nothing = NULL;
      g_autofree char *text = NULL;
      gint64           now = days[i].now * 86400;

      /* a handshake that failed protects nothing */
      g_clear_pointer (&chain->protection, g_free);
      without = sonde_facts_list (profile, "127.0.0.1:8883", NULL, chain, now, NULL);
      nothing = join (without);
      g_assert_null (strstr (nothing, "TLS"));

      chain->protection = g_strdup ("TLSv1.3, TLS_AES_256_GCM_SHA384");
      facts = sonde_facts_list (profile, "127.0.0.1:8883", NULL, chain, now, NULL);
      text = join (facts);
      g_test_message ("%s", text);
      g_assert_nonnull (strstr (text, "TLS: TLSv1.3, TLS_AES_256_GCM_SHA384; Certificate: CN=lab; "));
      g_assert_nonnull (strstr (text, days[i].words));
    }
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/facts/list", test_facts);
  g_test_add_func ("/facts/tls", test_tls);

  return g_test_run ();
}
