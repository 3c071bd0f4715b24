/* test-profile.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-profile.h"

#include <string.h>
#include <sonde-secret.h>

/* clang-format off */

/* What the sentence speaks of; NULL: good */
static const struct
{
  const char *host, *fault;
} hosts[] = {
  { "localhost", NULL },
  { "broker.example.org", NULL },
  { "192.168.1.10", NULL },
  { "::1", NULL },
  { "fe80::1%eth0", NULL },
  { "2001:db8::17", NULL },
  { "设备.example", NULL },
  { "my_broker-2", NULL },
  { "", "name or address" },
  { "my broker", "spaces" },
  { " localhost", "spaces" },
  { "localhost\n", "spaces" },
  { "a\xc2\xa0" "b", "spaces" },
  { "mqtt://localhost", "mqtt://" },
  { "wss://example.org/mqtt", "mqtt://" },
  { "example.org/mqtt", "slash" },
  { "user@example.org", "user name" },
  { "localhost:1883", "port" },
  { "1.2.3.4:1883", "port" },
  { "::1::2", "port" },
  { "[::1]", "brackets" },
  { "example.org?x", "Letters" },
  { "host\xff", "UTF-8" },
};

static const struct
{
  const char      *client_id;
  SondeMqttVersion version;
  gboolean         clean_start, good;
} client_ids[] = {
  { "", SONDE_MQTT_3_1, TRUE, FALSE },
  { "", SONDE_MQTT_3_1, FALSE, FALSE },
  { "", SONDE_MQTT_3_1_1, TRUE, TRUE },
  { "", SONDE_MQTT_3_1_1, FALSE, FALSE },
  { "", SONDE_MQTT_5, TRUE, TRUE },
  { "", SONDE_MQTT_5, FALSE, TRUE },
  { "sonde_1", SONDE_MQTT_3_1, FALSE, TRUE },
  { "设备 1", SONDE_MQTT_5, FALSE, TRUE },
  { "id\xff", SONDE_MQTT_5, TRUE, FALSE },
  { "id\n", SONDE_MQTT_5, TRUE, FALSE },
};

static const struct
{
  guint    seconds;
  gboolean good;
} keep_alives[] = {
  { 0, TRUE }, { 1, FALSE }, { 4, FALSE }, { 5, TRUE }, { 60, TRUE },
  { 65535, TRUE }, { 65536, FALSE },
};

/* What the sentence speaks of; NULL: good */
static const struct
{
  const char *name, *value, *fault;
} user_properties[] = {
  { "", "", NULL },
  { "unit", "", NULL },
  { "unit", "rpm", NULL },
  { "单位", "转", NULL },
  { "", "rpm", "no name" },
  { "unit\n", "rpm", "control" },
  { "unit", "a\x7f", "control" },
  { "unit\xff", "rpm", "UTF-8" },
  { "unit", "\xff", "UTF-8" },
};

static const struct
{
  const char *name, *value;
  gboolean    good;
} variables[] = {
  { "", "", TRUE }, { "SITE", "", TRUE }, { "two words", "{{x}}", TRUE }, { "地点", "7", TRUE },
  { "", "x", FALSE }, { "a{", "", FALSE }, { "a}", "", FALSE }, { " a", "", FALSE }, { "a ", "", FALSE }, { "a\nb", "", FALSE },
};

static const struct
{
  guint    value;
  gboolean good;
} receive_maximums[] = {
  { 0, FALSE }, { 1, TRUE }, { 65535, TRUE }, { 65536, FALSE },
};

static const struct
{
  guint    first, greatest;
  gboolean good;
} delays[] = {
  { 0, 60, FALSE }, { 1, 1, TRUE }, { 1, 60, TRUE }, { 5, 4, FALSE },
};

static const struct
{
  const char *password;
  gsize       length;
  gboolean    good;
} passwords[] = {
  { "", 0, TRUE }, { "open sesame", 11, TRUE }, { "open\0sesame", 11, FALSE },
};

static const struct
{
  const char *host, *address;
} addresses[] = {
  { "127.0.0.1", "127.0.0.1:1883" },
  { "::1", "[::1]:1883" },
  { "localhost", "localhost:1883" },
};

/* clang-format on */

static void
test_hosts (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      const char *fault = sonde_profile_check_host (hosts[i].host);

      g_test_message ("host %" G_GSIZE_FORMAT ": %s", i, fault);
      if (hosts[i].fault == NULL)
        g_assert_null (fault);
      else
        g_assert_nonnull (fault != NULL ? strstr (fault, hosts[i].fault) : NULL);
    }
}

static void
test_client_ids (void)
{
  g_autofree char *longest = g_strnfill (65535, 'a');
  g_autofree char *too_long = g_strnfill (65536, 'a');

  for (gsize i = 0; i < G_N_ELEMENTS (client_ids); i++)
    {
      const char *fault = sonde_profile_check_client_id (client_ids[i].client_id,
                                                         client_ids[i].version,
                                                         client_ids[i].clean_start);

      g_test_message ("client id %" G_GSIZE_FORMAT ": %s", i, fault);
      g_assert_cmpint (fault == NULL, ==, client_ids[i].good);
    }

  g_assert_null (sonde_profile_check_client_id (longest, SONDE_MQTT_5, TRUE));
  g_assert_nonnull (sonde_profile_check_client_id (too_long, SONDE_MQTT_5, TRUE));
}

static void
test_keep_alives (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (keep_alives); i++)
    g_assert_cmpint (sonde_profile_check_keep_alive (keep_alives[i].seconds) == NULL,
                     ==,
                     keep_alives[i].good);
}

static void
test_user_properties (void)
{
  g_autofree char *longest = g_strnfill (65535, 'a');
  g_autofree char *too_long = g_strnfill (65536, 'a');

  for (gsize i = 0; i < G_N_ELEMENTS (user_properties); i++)
    {
      const char *fault = sonde_profile_check_user_property (user_properties[i].name, user_properties[i].value);

      g_test_message ("user property %" G_GSIZE_FORMAT ": %s", i, fault);
      if (user_properties[i].fault == NULL)
        g_assert_null (fault);
      else
        g_assert_nonnull (fault != NULL ? strstr (fault, user_properties[i].fault) : NULL);
    }

  g_assert_null (sonde_profile_check_user_property (longest, longest));
  g_assert_nonnull (sonde_profile_check_user_property (too_long, ""));
  g_assert_nonnull (sonde_profile_check_user_property ("unit", too_long));
}

static void
test_variables (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (variables); i++)
    {
      g_test_message ("variable “%s”", variables[i].name);
      g_assert_true ((sonde_profile_check_variable (variables[i].name, variables[i].value) == NULL) == variables[i].good);
    }
}

static void
test_accounts (void)
{
  g_autofree char *too_long = g_strnfill (65536, 'a');

  for (gsize i = 0; i < G_N_ELEMENTS (passwords); i++)
    g_assert_cmpint (sonde_profile_check_password (passwords[i].password, passwords[i].length) == NULL,
                     ==,
                     passwords[i].good);
  g_assert_nonnull (sonde_profile_check_password (too_long, 65536));

  g_assert_null (sonde_profile_check_user_name (""));
  g_assert_null (sonde_profile_check_user_name ("用户 1"));
  g_assert_nonnull (sonde_profile_check_user_name ("a\tb"));
  g_assert_nonnull (sonde_profile_check_user_name ("\xff"));
  g_assert_nonnull (sonde_profile_check_user_name (too_long));
}

static void
test_numbers (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (receive_maximums); i++)
    g_assert_cmpint (sonde_profile_check_receive_maximum (receive_maximums[i].value) == NULL,
                     ==,
                     receive_maximums[i].good);
  for (gsize i = 0; i < G_N_ELEMENTS (delays); i++)
    g_assert_cmpint (sonde_profile_check_delays (delays[i].first, delays[i].greatest) == NULL, ==, delays[i].good);
}

static void
test_ascii_hosts (void)
{
  static const char *const names[][2] = {
    { "broker.example", "broker.example" },
    { "b\303\274cher.example", "xn--bcher-kva.example" },
    { "192.0.2.7", "192.0.2.7" },
    { "::1", "::1" },
    { "fe80::1%eth0", "fe80::1" },
    { "\377", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *ascii = sonde_host_dup_ascii (names[i][0]);

      g_assert_cmpstr (ascii, ==, names[i][1]);
    }
}

static void
test_addresses (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autoptr (SondeProfile) profile = sonde_profile_new ();
      g_autofree char *address = NULL;

      g_free (profile->host);
      profile->host = g_strdup (addresses[i].host);
      address = sonde_profile_dup_address (profile);
      g_assert_cmpstr (address, ==, addresses[i].address);
    }
}

/* Changes one field of @profile; %FALSE when there is no such field any more. */
static gboolean
change_field (SondeProfile *profile,
              int           field)
{
  SondeWanted *wanted = g_ptr_array_index (profile->subscriptions, 0);
  char       **texts[] = { &profile->id, &profile->name, &profile->host, &profile->client_id, &profile->user_name, &profile->tls->ca_file,
                           &profile->tls->client_certificate, &profile->tls->client_key, &profile->tls->server_name, &profile->tls->alpn, &wanted->filter, &wanted->alias };

  if (field < (int) G_N_ELEMENTS (texts))
    {
      g_free (*texts[field]);
      *texts[field] = g_strdup ("changed");
      return TRUE;
    }

  switch (field - (int) G_N_ELEMENTS (texts))
    {
    case 0:
      profile->local_broker = !profile->local_broker;
      return TRUE;
    case 1:
      profile->local_choice = SONDE_LOCAL_BROKER_OTHER;
      return TRUE;
    case 2:
      profile->port++;
      return TRUE;
    case 3:
      profile->version = SONDE_MQTT_3_1;
      return TRUE;
    case 4:
      profile->clean_start = !profile->clean_start;
      return TRUE;
    case 5:
      profile->session_expiry = SONDE_SESSION_EXPIRY_NEVER;
      return TRUE;
    case 6:
      profile->keep_alive++;
      return TRUE;
    case 7:
      profile->connect_timeout++;
      return TRUE;
    case 8:
      profile->reconnect = !profile->reconnect;
      return TRUE;
    case 9:
      wanted->options.qos++;
      return TRUE;
    case 10:
      wanted->color++;
      return TRUE;
    case 11:
      sonde_profile_want (profile, "test", 0, 0);
      return TRUE;
    case 12:
      profile->tls->use_tls = !profile->tls->use_tls;
      return TRUE;
    case 13:
      profile->tls->verify = !profile->tls->verify;
      return TRUE;
    case 14:
      profile->tls->min_version = SONDE_TLS_1_3;
      return TRUE;
    case 15:
      profile->tls->max_version = SONDE_TLS_1_2;
      return TRUE;
    case 16:
      wanted->muted = !wanted->muted;
      return TRUE;
    case 17:
      wanted->by_hand = !wanted->by_hand;
      return TRUE;
    case 18:
      wanted->options.no_local = !wanted->options.no_local;
      return TRUE;
    case 19:
      wanted->options.retain_as_published = !wanted->options.retain_as_published;
      return TRUE;
    case 20:
      wanted->options.retain_handling = SONDE_RETAIN_SEND_NEW;
      return TRUE;
    case 21:
      wanted->options.id++;
      return TRUE;
    case 22:
      sonde_pairs_add (wanted->options.user_properties, "a", "b");
      return TRUE;
    case 23:
      sonde_pairs_add (profile->variables, "a", "b");
      return TRUE;
    default:
      return FALSE;
    }
}

static void
test_copies_are_values (void)
{
  g_autoptr (SondeProfile) profile = sonde_profile_new_local ();

  sonde_profile_want (profile, "Tyler-1/motor/#", 1, 3);

  for (int field = 0;; field++)
    {
      g_autoptr (SondeProfile) copy = sonde_profile_copy (profile);

      g_assert_true (sonde_profile_equal (profile, copy));
      if (!change_field (copy, field))
        break;
      g_test_message ("field %d", field);
      g_assert_false (sonde_profile_equal (profile, copy));
    }
}

/* It goes with a copy, but does not make it another profile. */
static void
test_passphrase (void)
{
  g_autoptr (SondeProfile) profile = sonde_profile_new ();
  g_autoptr (SondeProfile) copy = NULL;

  sonde_secret_set (&profile->tls->key_passphrase, "open sesame");
  copy = sonde_profile_copy (profile);
  g_assert_cmpstr (copy->tls->key_passphrase, ==, "open sesame");
  sonde_secret_set (&copy->tls->key_passphrase, NULL);
  g_assert_true (sonde_profile_equal (profile, copy));
}

static void
test_defaults (void)
{
  g_autoptr (SondeProfile) profile = sonde_profile_new ();
  g_autoptr (SondeProfile) other = sonde_profile_new ();
  g_autoptr (SondeProfile) local = sonde_profile_new_local ();

  g_assert_true (g_uuid_string_is_valid (profile->id));
  g_assert_cmpstr (profile->id, !=, other->id);
  g_assert_cmpstr (profile->host, ==, "127.0.0.1");
  g_assert_cmpuint (profile->port, ==, 1883);
  g_assert_cmpint (profile->version, ==, SONDE_MQTT_5);
  g_assert_true (profile->clean_start);
  g_assert_cmpuint (profile->keep_alive, ==, 60);
  g_assert_cmpuint (profile->connect_timeout, ==, 10);
  g_assert_true (profile->reconnect);
  g_assert_false (profile->tls->use_tls);
  g_assert_true (profile->tls->verify);
  g_assert_false (profile->local_broker);

  g_assert_true (local->local_broker);
  g_assert_cmpstr (local->name, ==, "Local broker");
}

static void
test_generated_client_ids (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (int i = 0; i < 100; i++)
    {
      char *client_id = sonde_profile_generate_client_id ();

      g_assert_true (g_regex_match_simple ("^sonde_[a-z0-9]{8}$", client_id, 0, 0));
      g_assert_true (g_hash_table_add (seen, client_id));
    }
}

static void
test_versions (void)
{
  g_assert_cmpstr (sonde_mqtt_version_to_string (SONDE_MQTT_3_1), ==, "MQTT 3.1");
  g_assert_cmpstr (sonde_mqtt_version_to_string (SONDE_MQTT_3_1_1), ==, "MQTT 3.1.1");
  g_assert_cmpstr (sonde_mqtt_version_to_string (SONDE_MQTT_5), ==, "MQTT 5");
}

static void
test_want_again (void)
{
  g_autoptr (SondeProfile) profile = sonde_profile_new ();
  const SondeWanted *wanted;

  sonde_profile_want (profile, "a", 0, 1);
  sonde_profile_want (profile, "b", 0, 2);
  sonde_profile_want (profile, "a", 2, 3);

  g_assert_cmpuint (profile->subscriptions->len, ==, 2);
  wanted = g_ptr_array_index (profile->subscriptions, 0);
  g_assert_cmpstr (wanted->filter, ==, "a");
  g_assert_cmpuint (wanted->options.qos, ==, 2);
  g_assert_cmpuint (wanted->color, ==, 3);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/profile/hosts", test_hosts);
  g_test_add_func ("/profile/client-ids", test_client_ids);
  g_test_add_func ("/profile/keep-alives", test_keep_alives);
  g_test_add_func ("/profile/user-properties", test_user_properties);
  g_test_add_func ("/profile/variables", test_variables);
  g_test_add_func ("/profile/accounts", test_accounts);
  g_test_add_func ("/profile/numbers", test_numbers);
  g_test_add_func ("/profile/ascii-hosts", test_ascii_hosts);
  g_test_add_func ("/profile/addresses", test_addresses);
  g_test_add_func ("/profile/copies-are-values", test_copies_are_values);
  g_test_add_func ("/profile/defaults", test_defaults);
  g_test_add_func ("/profile/passphrase", test_passphrase);
  g_test_add_func ("/profile/generated-client-ids", test_generated_client_ids);
  g_test_add_func ("/profile/versions", test_versions);

  g_test_add_func ("/profile/want-again", test_want_again);
  return g_test_run ();
}
