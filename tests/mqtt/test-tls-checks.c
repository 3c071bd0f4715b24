/* test-tls-checks.c: the fields of TLS
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-tls-checks.h"

#include <string.h>

typedef const char *(*Check) (const char *text);

/* clang-format off */

/* What the sentence speaks of; NULL: good */
static const struct
{
  Check       check;
  const char *text, *fault;
} fields[] = {
  { sonde_tls_options_check_psk, "", NULL },
  { sonde_tls_options_check_psk, "0123456789abcdefABCDEF", NULL },
  { sonde_tls_options_check_psk, "00", NULL },
  { sonde_tls_options_check_psk, "0x1234", "0x" },
  { sonde_tls_options_check_psk, "0X1234", "0x" },
  { sonde_tls_options_check_psk, "123", "two hexadecimal digits" },
  { sonde_tls_options_check_psk, "12 34", "without spaces" },
  { sonde_tls_options_check_psk, "secret", "hexadecimal" },
  { sonde_tls_options_check_psk, "１２", "hexadecimal" },

  { sonde_tls_options_check_psk_identity, "", NULL },
  { sonde_tls_options_check_psk_identity, "设备 1", NULL },

  { sonde_tls_options_check_alpn, "", NULL },
  { sonde_tls_options_check_alpn, "mqtt", NULL },
  { sonde_tls_options_check_alpn, "mqtt, x-amzn-mqtt-ca", NULL },
  { sonde_tls_options_check_alpn, "mqtt,", "comma" },
  { sonde_tls_options_check_alpn, ",mqtt", "comma" },
  { sonde_tls_options_check_alpn, "a, ,b", "comma" },

  { sonde_tls_options_check_ciphers, "", NULL },
  { sonde_tls_options_check_ciphers, "ECDHE-RSA-AES128-GCM-SHA256", NULL },
  { sonde_tls_options_check_ciphers, "ECDHE+AESGCM:DHE+AESGCM", NULL },
  { sonde_tls_options_check_ciphers, "HIGH:!aNULL:!RC4:!NOT-HEARD-OF:@STRENGTH", NULL },
  { sonde_tls_options_check_ciphers, "DEFAULT@SECLEVEL=1", NULL },
  { sonde_tls_options_check_ciphers, "DEFAULT:@SECLEVEL=0", NULL },
  { sonde_tls_options_check_ciphers, "PSK", NULL },
  { sonde_tls_options_check_ciphers, "NONSENSE", "This names no cipher" },
  { sonde_tls_options_check_ciphers, ":", "This names no cipher" },
  { sonde_tls_options_check_ciphers, "HIGH:!ALL", "This names no cipher" },
  { sonde_tls_options_check_ciphers, "HIGH:NONSENSE", "One of these" },
  { sonde_tls_options_check_ciphers, "HIGH:@SECLEVEL=99", "This names no cipher" },
  { sonde_tls_options_check_ciphers, "TLS_AES_128_GCM_SHA256", "TLS 1.3" },
  { sonde_tls_options_check_ciphers, "HIGH:TLS_AES_128_GCM_SHA256", "TLS 1.3" },
};

static const struct
{
  SondeTlsVersion min, max;
  gboolean        good;
} versions[] = {
  { SONDE_TLS_ANY_VERSION, SONDE_TLS_ANY_VERSION, TRUE },
  { SONDE_TLS_ANY_VERSION, SONDE_TLS_1_2, TRUE },
  { SONDE_TLS_1_2, SONDE_TLS_1_2, TRUE },
  { SONDE_TLS_1_2, SONDE_TLS_1_3, TRUE },
  { SONDE_TLS_1_3, SONDE_TLS_ANY_VERSION, TRUE },
  { SONDE_TLS_1_3, SONDE_TLS_1_2, FALSE },
};

/* clang-format on */

static void
test_fields (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      const char *fault = fields[i].check (fields[i].text);

      g_test_message ("“%s”: %s", fields[i].text, fault);
      if (fields[i].fault == NULL)
        g_assert_null (fault);
      else
        g_assert_nonnull (strstr (fault, fields[i].fault));
    }
}

static void
test_lengths (void)
{
  static const struct
  {
    Check check;
    gsize longest;
  } limits[] = {
    { sonde_tls_options_check_psk, 2 * 512 },
    { sonde_tls_options_check_psk_identity, 255 },
    { sonde_tls_options_check_alpn, 255 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      g_autofree char *longest = g_strnfill (limits[i].longest, 'a');
      g_autofree char *too_long = g_strnfill (limits[i].longest + 2, 'a');

      g_assert_null (limits[i].check (longest));
      g_assert_nonnull (strstr (limits[i].check (too_long), "longer than"));
    }
}

static void
test_many_protocols (void)
{
  g_autofree char *name = g_strnfill (255, 'a');
  g_autoptr (GString) list = g_string_new (name);

  for (guint i = 1; i < 255; i++)
    g_string_append_printf (list, ",%s", name);
  g_assert_null (sonde_tls_options_check_alpn (list->str));

  for (guint i = 0; i < 2; i++)
    g_string_append_printf (list, ",%s", name);
  g_assert_nonnull (strstr (sonde_tls_options_check_alpn (list->str), "too many"));
}

static void
test_versions (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (versions); i++)
    g_assert_cmpint (sonde_tls_options_check_versions (versions[i].min, versions[i].max) == NULL, ==, versions[i].good);
}

static void
test_bad_cipher (void)
{
  g_autofree char *bad = sonde_tls_find_bad_cipher ("HIGH:NONSENSE:TLS_NONSENSE");

  g_assert_cmpstr (bad, ==, "NONSENSE");
}

static void
test_wire (void)
{
  g_autoptr (GBytes) protocols = sonde_tls_pack_protocols ("mqtt, h2");
  GByteArray   *key = sonde_tls_unpack_psk ("00aF10");
  gsize         size;
  gconstpointer bytes = g_bytes_get_data (protocols, &size);

  g_assert_cmpmem (bytes, size, "\4mqtt\2h2", 8);
  g_assert_cmpmem (key->data, key->len, "\0\xaf\x10", 3);
  g_byte_array_unref (key);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tls-checks/fields", test_fields);
  g_test_add_func ("/tls-checks/lengths", test_lengths);
  g_test_add_func ("/tls-checks/many-protocols", test_many_protocols);
  g_test_add_func ("/tls-checks/versions", test_versions);
  g_test_add_func ("/tls-checks/bad-cipher", test_bad_cipher);
  g_test_add_func ("/tls-checks/wire", test_wire);
  return g_test_run ();
}
