/* sonde-system-proxy.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-system-proxy"

#include "sonde-system-proxy.h"

#include <sonde-secret.h>

#include <glib/gi18n.h>
#include <string.h>

static const struct
{
  const char *scheme;
  SondeProxy  proxy;
  guint16     port; /* where the URI names none */
} kinds[] = {
  { "direct", SONDE_PROXY_NONE, 0 },
  { "socks", SONDE_PROXY_SOCKS5, 1080 },
  { "socks5", SONDE_PROXY_SOCKS5, 1080 },
  { "socks5h", SONDE_PROXY_SOCKS5, 1080 },
  { "http", SONDE_PROXY_HTTP, 80 },
};

static void
replace (char      **field,
         const char *text)
{
  g_free (*field);
  *field = g_strdup (text != NULL ? text : "");
}

/* A URI may hold what no field would take. */
static gboolean
is_usable (const SondeNetworkOptions *options)
{
  return options->proxy == SONDE_PROXY_NONE ||
         (sonde_network_options_check_proxy_host (options->proxy_host) == NULL &&
          sonde_network_options_check_proxy_user (options->proxy, options->proxy_user) == NULL);
}

/* Returns: (transfer full): or %NULL when the proxy cannot be used */
static SondeNetworkOptions *
read_uri (const SondeNetworkOptions *options,
          const char                *text)
{
  g_autoptr (GUri) uri = g_uri_parse (text, G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_PARSE_RELAXED, NULL);

  for (guint i = 0; uri != NULL && i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (SondeNetworkOptions) found = NULL;

      if (!g_str_equal (g_uri_get_scheme (uri), kinds[i].scheme))
        continue;

      found = sonde_network_options_copy (options);
      found->proxy = kinds[i].proxy;
      found->proxy_port = g_uri_get_port (uri) > 0 ? g_uri_get_port (uri) : kinds[i].port;
      replace (&found->proxy_host, g_uri_get_host (uri));
      replace (&found->proxy_user, g_uri_get_user (uri));
      sonde_secret_set (&found->proxy_password, g_uri_get_password (uri));
      if (is_usable (found))
        return g_steal_pointer (&found);
    }

  return NULL;
}

GPtrArray *
sonde_system_proxy_read_uris (const SondeNetworkOptions *options,
                              const char *const         *uris)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) sonde_network_options_free);

  for (guint i = 0; uris[i] != NULL; i++)
    {
      SondeNetworkOptions *found = read_uri (options, uris[i]);

      if (found != NULL)
        g_ptr_array_add (all, found);
    }

  return all;
}

static gboolean
names_proxy (const char *const *uris)
{
  return uris[0] != NULL && !g_str_has_prefix (uris[0], "direct:");
}

/* Returns: what the resolver says for one kind of traffic to the broker */
static char **
look_up (const SondeProfile *profile,
         const char         *scheme,
         GCancellable       *cancellable,
         GError            **error)
{
  g_autofree char *uri = g_uri_join (G_URI_FLAGS_NONE, scheme, NULL, profile->host, profile->port, "", NULL, NULL);

  return g_proxy_resolver_lookup (g_proxy_resolver_get_default (), uri, cancellable, error);
}

static void
lookup_worker (GTask        *task,
               gpointer      source_object,
               gpointer      task_data,
               GCancellable *cancellable)
{
  const SondeProfile *profile = task_data;
  g_auto (GStrv) uris = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GError) error = NULL;

  uris = look_up (profile, "none", cancellable, &error);
  if (uris != NULL && !names_proxy ((const char *const *) uris))
    {
      g_clear_pointer (&uris, g_strfreev);
      uris = look_up (profile, profile->tls->use_tls ? "https" : "http", cancellable, &error);
    }
  if (uris == NULL)
    {
      g_task_return_new_error (task, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_PROXY,
                               _ ("The proxy settings of the system could not be read: %s"), error->message);
      return;
    }

  all = sonde_system_proxy_read_uris (profile->network, (const char *const *) uris);
  if (all->len > 0)
    g_task_return_pointer (task, g_steal_pointer (&all), (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_new_error (task, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_PROXY, "%s",
                             _ ("The system names a proxy that Sonde cannot use: choose SOCKS 5 or HTTP, or none."));
}

void
sonde_system_proxy_lookup_async (const SondeProfile *profile,
                                 GCancellable       *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (profile != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, sonde_system_proxy_lookup_async);
  g_task_set_task_data (task, sonde_profile_copy (profile), (GDestroyNotify) sonde_profile_free);
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, lookup_worker);
}

GPtrArray *
sonde_system_proxy_lookup_finish (GAsyncResult *result,
                                  GError      **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, sonde_system_proxy_lookup_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
