/* test-reason.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-reason.h"

#define IN(name) SONDE_REASON_IN_##name

/* clang-format off */

static const struct
{
  SondeMqttVersion   version;
  SondeReasonContext context;
  guint8             code;
  const char        *name;
  gboolean           has_advice, may_retry;
} reasons[] = {
  { SONDE_MQTT_5, IN (CONNACK), 0x00, "success", FALSE, TRUE },
  { SONDE_MQTT_5, IN (CONNACK), 0x80, "unspecified error", TRUE, TRUE },
  { SONDE_MQTT_5, IN (CONNACK), 0x84, "unsupported protocol version", TRUE, FALSE },
  { SONDE_MQTT_5, IN (CONNACK), 0x85, "client identifier not valid", TRUE, FALSE },
  { SONDE_MQTT_5, IN (CONNACK), 0x86, "bad user name or password", TRUE, FALSE },
  { SONDE_MQTT_5, IN (CONNACK), 0x87, "not authorized", TRUE, FALSE },
  { SONDE_MQTT_5, IN (CONNACK), 0x88, "server unavailable", TRUE, TRUE },
  { SONDE_MQTT_5, IN (CONNACK), 0x8A, "banned", TRUE, FALSE },
  { SONDE_MQTT_5, IN (CONNACK), 0x9D, "server moved", TRUE, FALSE },
  { SONDE_MQTT_5, IN (CONNACK), 0x9F, "connection rate exceeded", TRUE, TRUE },
  { SONDE_MQTT_5, IN (CONNACK), 0x01, "unacceptable protocol version", TRUE, FALSE },
  { SONDE_MQTT_5, IN (CONNACK), 0x8E, "unknown reason", FALSE, TRUE },
  { SONDE_MQTT_5, IN (CONNACK), 0x06, "unknown reason", FALSE, TRUE },
  { SONDE_MQTT_5, IN (SUBACK), 0x00, "granted QoS 0", FALSE, TRUE },
  { SONDE_MQTT_5, IN (SUBACK), 0x01, "granted QoS 1", FALSE, TRUE },
  { SONDE_MQTT_5, IN (SUBACK), 0x02, "granted QoS 2", FALSE, TRUE },
  { SONDE_MQTT_5, IN (SUBACK), 0x03, "unknown reason", FALSE, TRUE },
  { SONDE_MQTT_5, IN (SUBACK), 0x80, "unspecified error", TRUE, TRUE },
  { SONDE_MQTT_5, IN (SUBACK), 0x87, "not authorized", TRUE, FALSE },
  { SONDE_MQTT_5, IN (SUBACK), 0x8F, "topic filter invalid", TRUE, FALSE },
  { SONDE_MQTT_5, IN (SUBACK), 0x97, "quota exceeded", TRUE, TRUE },
  { SONDE_MQTT_5, IN (SUBACK), 0x9E, "shared subscriptions not supported", TRUE, FALSE },
  { SONDE_MQTT_5, IN (SUBACK), 0xA2, "wildcard subscriptions not supported", TRUE, FALSE },
  { SONDE_MQTT_5, IN (UNSUBACK), 0x00, "success", FALSE, TRUE },
  { SONDE_MQTT_5, IN (UNSUBACK), 0x11, "no subscription existed", TRUE, TRUE },
  { SONDE_MQTT_5, IN (PUBACK), 0x00, "success", FALSE, TRUE },
  { SONDE_MQTT_5, IN (PUBACK), 0x10, "no matching subscribers", TRUE, TRUE },
  { SONDE_MQTT_5, IN (PUBACK), 0x87, "not authorized", TRUE, FALSE },
  { SONDE_MQTT_5, IN (PUBACK), 0x92, "packet identifier not found", TRUE, TRUE },
  { SONDE_MQTT_5, IN (DISCONNECT), 0x00, "normal disconnection", FALSE, TRUE },
  { SONDE_MQTT_5, IN (DISCONNECT), 0x04, "disconnect with will message", FALSE, TRUE },
  { SONDE_MQTT_5, IN (DISCONNECT), 0x8B, "server shutting down", TRUE, TRUE },
  { SONDE_MQTT_5, IN (DISCONNECT), 0x8D, "keep alive timeout", TRUE, TRUE },
  { SONDE_MQTT_5, IN (DISCONNECT), 0x8E, "session taken over", TRUE, FALSE },
  { SONDE_MQTT_5, IN (DISCONNECT), 0x01, "unknown reason", FALSE, TRUE },
  { SONDE_MQTT_5, IN (DISCONNECT), 0xA0, "maximum connect time", TRUE, TRUE },
  { SONDE_MQTT_5, IN (DISCONNECT), 0xFF, "unknown reason", FALSE, TRUE },
  /* as they came, and as the transport hands them up */
  { SONDE_MQTT_3_1_1, IN (CONNACK), 0x00, "connection accepted", FALSE, TRUE },
  { SONDE_MQTT_3_1_1, IN (CONNACK), 0x01, "unacceptable protocol version", TRUE, FALSE },
  { SONDE_MQTT_3_1_1, IN (CONNACK), 0x84, "unacceptable protocol version", TRUE, FALSE },
  { SONDE_MQTT_3_1_1, IN (CONNACK), 0x02, "identifier rejected", TRUE, FALSE },
  { SONDE_MQTT_3_1_1, IN (CONNACK), 0x85, "identifier rejected", TRUE, FALSE },
  { SONDE_MQTT_3_1_1, IN (CONNACK), 0x03, "server unavailable", TRUE, TRUE },
  { SONDE_MQTT_3_1_1, IN (CONNACK), 0x04, "bad user name or password", TRUE, FALSE },
  { SONDE_MQTT_3_1_1, IN (CONNACK), 0x05, "not authorized", TRUE, FALSE },
  { SONDE_MQTT_3_1, IN (CONNACK), 0x87, "not authorized", TRUE, FALSE },
  { SONDE_MQTT_3_1_1, IN (CONNACK), 0x06, "unknown reason", FALSE, TRUE },
  { SONDE_MQTT_3_1_1, IN (SUBACK), 0x02, "granted QoS 2", FALSE, TRUE },
  { SONDE_MQTT_3_1_1, IN (SUBACK), 0x80, "failure", TRUE, FALSE },
  { SONDE_MQTT_3_1_1, IN (PUBACK), 0x00, "success", FALSE, TRUE },
};

/* How many codes the tables of MQTT 5.0 have for each packet (PUBACK: those of PUBREL too). */
static const struct
{
  SondeReasonContext context;
  guint              n_codes;
} contexts[] = {
  { IN (CONNACK), 22 + 5 }, /* table 3.2.2.2, and the five numbers of 3.x */
  { IN (SUBACK), 12 },
  { IN (UNSUBACK), 7 },
  { IN (PUBACK), 9 + 1 },
  { IN (DISCONNECT), 29 + 1 }, /* table 3.14.2.1; table 2.4 adds 0x8C */
};

/* clang-format on */

static void
test_names_and_advice (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++)
    {
      const char *name = sonde_reason_to_string (reasons[i].version, reasons[i].context, reasons[i].code);
      const char *advice = sonde_reason_to_advice (reasons[i].version, reasons[i].context, reasons[i].code);

      g_test_message ("MQTT %d, context %d, code %02x", reasons[i].version, reasons[i].context, reasons[i].code);
      g_assert_cmpstr (name, ==, reasons[i].name);
      g_assert_cmpint (advice != NULL, ==, reasons[i].has_advice);
      g_assert_cmpint (sonde_reason_may_retry (reasons[i].version, reasons[i].context, reasons[i].code),
                       ==,
                       reasons[i].may_retry);
    }
}

static void
test_every_code_is_known (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (contexts); i++)
    {
      guint n_known = 0;

      for (int code = 0; code < 256; code++)
        {
          const char *name = sonde_reason_to_string (SONDE_MQTT_5, contexts[i].context, code);
          const char *advice = sonde_reason_to_advice (SONDE_MQTT_5, contexts[i].context, code);

          if (!g_str_equal (name, "unknown reason"))
            n_known++;
          /* whoever is refused is told what to do, in a sentence */
          if (code >= 0x80 && !g_str_equal (name, "unknown reason"))
            g_assert_nonnull (advice);
          if (advice != NULL)
            g_assert_true (g_ascii_isupper (*advice) && g_str_has_suffix (advice, "."));
        }

      g_assert_cmpuint (n_known, ==, contexts[i].n_codes);
    }
}

static void
test_v3_codes_become_v5 (void)
{
  const guint8 expected[] = { 0, 132, 133, 136, 134, 135, 128, 128 };

  for (guint8 code = 0; code < G_N_ELEMENTS (expected); code++)
    g_assert_cmpuint (sonde_reason_from_v3_connack (code), ==, expected[code]);
  for (guint8 code = 0; code <= 5; code++)
    g_assert_cmpuint (sonde_reason_to_v3_connack (expected[code]), ==, code);
  g_assert_cmpuint (sonde_reason_from_v3_connack (255), ==, 128);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/reason/names-and-advice", test_names_and_advice);
  g_test_add_func ("/reason/every-code-is-known", test_every_code_is_known);
  g_test_add_func ("/reason/v3-codes-become-v5", test_v3_codes_become_v5);

  return g_test_run ();
}
