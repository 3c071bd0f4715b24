/* test-two-addresses.c: a name with two addresses, the first of which is dead
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-two-addresses"

#include "test-broker-process.h"
#include "test-client.h"
#include "test-server.h"

#include <gio/gio.h>
#include <string.h>

#define TEST_TYPE_NAMES (test_names_get_type ())
G_DECLARE_FINAL_TYPE (TestNames, test_names, TEST, NAMES, GResolver)

struct _TestNames
{
  GResolver parent_instance;
};

G_DEFINE_FINAL_TYPE (TestNames, test_names, G_TYPE_RESOLVER)

/* "ipv4.test": 127.0.0.2, then 127.0.0.1; any other name: ::1 and 127.0.0.1 */
static GList *
list_addresses (const char              *name,
                GResolverNameLookupFlags flags)
{
  GList *addresses = NULL;

  if ((flags & G_RESOLVER_NAME_LOOKUP_FLAGS_IPV6_ONLY) == 0)
    addresses = g_list_prepend (addresses, g_inet_address_new_from_string ("127.0.0.1"));
  if (g_str_equal (name, "ipv4.test") && (flags & G_RESOLVER_NAME_LOOKUP_FLAGS_IPV6_ONLY) == 0)
    addresses = g_list_prepend (addresses, g_inet_address_new_from_string ("127.0.0.2"));
  if (!g_str_equal (name, "ipv4.test") && (flags & G_RESOLVER_NAME_LOOKUP_FLAGS_IPV4_ONLY) == 0)
    addresses = g_list_prepend (addresses, g_inet_address_new_from_string ("::1"));

  return addresses;
}

static void
names_lookup_async (GResolver               *resolver,
                    const char              *name,
                    GResolverNameLookupFlags flags,
                    GCancellable            *cancellable,
                    GAsyncReadyCallback      callback,
                    gpointer                 user_data)
{
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, user_data);
  GList *addresses = list_addresses (name, flags);

  if (addresses != NULL)
    g_task_return_pointer (task, addresses, (GDestroyNotify) g_resolver_free_addresses);
  else
    g_task_return_new_error (task, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "none");
}

static GList *
names_lookup_finish (GResolver    *resolver,
                     GAsyncResult *result,
                     GError      **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
test_names_class_init (TestNamesClass *klass)
{
  GResolverClass *resolver_class = G_RESOLVER_CLASS (klass);

  resolver_class->lookup_by_name_with_flags_async = names_lookup_async;
  resolver_class->lookup_by_name_with_flags_finish = names_lookup_finish;
}

static void
test_names_init (TestNames *self)
{
}

/* What the stages said, in their order: "1 127.0.0.1:1883", one a line */
static void
note_stage_cb (SondeSession *session,
               int           stage,
               const char   *detail,
               gint64        time,
               gpointer      user_data)
{
  g_string_append_printf (user_data, "%d %s\n", stage, detail);
}

/* The first address does not answer, or refuses: the second is taken. */
static void
test_two_addresses (void)
{
  static const struct
  {
    const char *name, *first;
    gboolean    silent;
  } rows[] = {
    { "ipv4.test", "127.0.0.2", TRUE },
    { "ipv4.test", "127.0.0.2", FALSE },
    { "both.test", "::1", TRUE },
    { "both.test", "::1", FALSE },
  };
  g_autoptr (TestBroker) broker = test_broker_new (NULL);
  g_autoptr (GResolver) before = g_resolver_get_default ();
  g_autoptr (GResolver) names = g_object_new (TEST_TYPE_NAMES, NULL);

  if (broker == NULL)
    return;

  g_resolver_set_default (names);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      guint16 port = test_broker_get_port (broker);
      g_autoptr (TestServer) silent = rows[i].silent ? test_server_new_silent (rows[i].first, port) : NULL;
      g_autoptr (SondeProfile) profile = test_profile_new (port, SONDE_MQTT_5);
      g_autoptr (TestClient) client = test_client_new ();
      g_autoptr (GString) stages = g_string_new (NULL);
      g_autofree char *second = g_strdup_printf ("%d 127.0.0.1:%u\n", SONDE_STAGE_TCP, port);
      gint64           began = g_get_monotonic_time ();

      if (rows[i].silent && silent == NULL)
        {
          g_test_message ("%s cannot be used here", rows[i].first);
          continue;
        }

      g_free (profile->host);
      profile->host = g_strdup (rows[i].name);
      g_signal_connect (client->session, "stage", G_CALLBACK (note_stage_cb), stages);
      test_client_connect (client, profile, NULL);
      g_test_message ("%s, the first address %s: connected after %" G_GINT64_FORMAT " ms\n%s", rows[i].name,
                      rows[i].silent ? "silent" : "refusing", (g_get_monotonic_time () - began) / 1000, stages->str);
      g_assert_nonnull (strstr (stages->str, second));
      g_assert_true (!rows[i].silent || strstr (stages->str, rows[i].first) != NULL);
      test_client_disconnect (client);
      g_signal_handlers_disconnect_by_func (client->session, note_stage_cb, stages);
    }
  g_resolver_set_default (before);
}

int
main (int    argc,
      char **argv)
{
  test_client_init (&argc, &argv);
  g_test_add_func ("/two-addresses", test_two_addresses);

  return g_test_run ();
}
