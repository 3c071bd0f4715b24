/* sonde-background-portal.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-background"

#include "sonde-background-portal.h"

#include <glib/gi18n.h>

#define PORTAL "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define GRANTED 0

typedef struct
{
  GDBusConnection *bus;
  guint            subscription;
} Request;

static void
request_free (Request *self)
{
  if (self->subscription != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, self->subscription);
  g_clear_object (&self->bus);
  g_free (self);
}

/* As GLib and GTK decide. */
static gboolean
is_sandboxed (void)
{
  return g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS) || g_strcmp0 (g_getenv ("GTK_USE_PORTAL"), "1") == 0;
}

/* The answer: a number, and what was granted. */
static void
response_cb (GDBusConnection *bus,
             const char      *sender,
             const char      *path,
             const char      *interface,
             const char      *signal,
             GVariant        *parameters,
             gpointer         user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);
  Request *request = g_task_get_task_data (task);
  guint32  response;
  gboolean may = FALSE;
  g_autoptr (GVariant) results = NULL;

  g_variant_get (parameters, "(u@a{sv})", &response, &results);
  if (response == GRANTED)
    g_variant_lookup (results, "background", "b", &may);

  /* With it goes the reference that the subscription holds. */
  g_dbus_connection_signal_unsubscribe (request->bus, request->subscription);
  request->subscription = 0;
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_boolean (task, may);
}

static void
called_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Request *request = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, &error);

  if (reply != NULL || request->subscription == 0)
    return;

  g_debug ("no background portal: %s", error->message);
  g_dbus_connection_signal_unsubscribe (request->bus, request->subscription);
  request->subscription = 0;
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_boolean (task, TRUE);
}

/* The answer may come before the call returns: its path is known beforehand. */
static char *
make_path (GDBusConnection *bus,
           const char      *token)
{
  g_autofree char *sender = g_strdup (g_dbus_connection_get_unique_name (bus) + 1);

  g_strdelimit (sender, ".", '_');
  return g_strdup_printf (PORTAL_PATH "/request/%s/%s", sender, token);
}

static void
bus_cb (GObject      *object,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Request         *request = g_task_get_task_data (task);
  g_autofree char *token = g_strdup_printf ("sonde%u", g_random_int ());
  g_autofree char *path = NULL;
  GVariantBuilder  options;

  request->bus = g_bus_get_finish (result, NULL);
  if (request->bus == NULL)
    {
      if (!g_task_return_error_if_cancelled (task))
        g_task_return_boolean (task, TRUE);
      return;
    }

  path = make_path (request->bus, token);
  request->subscription =
    g_dbus_connection_signal_subscribe (request->bus, PORTAL, "org.freedesktop.portal.Request", "Response", path, NULL,
                                        G_DBUS_SIGNAL_FLAGS_NONE, response_cb, g_object_ref (task), g_object_unref);

  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "handle_token", g_variant_new_string (token));
  g_variant_builder_add (&options, "{sv}", "reason", g_variant_new_string (_ ("To keep connections open, and notify of messages")));
  g_dbus_connection_call (request->bus, PORTAL, PORTAL_PATH, "org.freedesktop.portal.Background", "RequestBackground",
                          g_variant_new ("(sa{sv})", "", &options), G_VARIANT_TYPE ("(o)"), G_DBUS_CALL_FLAGS_NONE, -1,
                          NULL, called_cb, g_steal_pointer (&task));
}

void
sonde_background_portal_ask_async (GCancellable       *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, sonde_background_portal_ask_async);
  g_task_set_task_data (task, g_new0 (Request, 1), (GDestroyNotify) request_free);

  if (is_sandboxed ())
    g_bus_get (G_BUS_TYPE_SESSION, cancellable, bus_cb, task);
  else
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
    }
}

gboolean
sonde_background_portal_ask_finish (GAsyncResult *result,
                                    GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
