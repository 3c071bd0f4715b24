/* sonde-background.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-background"

#include "sonde-background.h"

#include <sonde-settings.h>

#include <glib/gi18n.h>

/* A connection that begins anew, as to the local broker, is not open for a moment. */
#define GRACE_S 2

/* The notification that it has */
#define ENDED "ended"

struct _SondeBackground
{
  GObject parent_instance;

  GtkApplication   *application; /* not owned: it owns this */
  SondeConnections *connections;
  GSettings        *settings;
  gboolean          holds;
  guint             release_id;
};

G_DEFINE_FINAL_TYPE (SondeBackground, sonde_background, G_TYPE_OBJECT)

static gboolean
is_wanted (SondeBackground *self)
{
  guint n_connections = g_list_model_get_n_items (G_LIST_MODEL (self->connections));

  if (!g_settings_get_boolean (self->settings, SONDE_SETTING_KEEP_CONNECTIONS))
    return FALSE;

  for (guint i = 0; i < n_connections; i++)
    {
      g_autoptr (SondeConnection) connection = g_list_model_get_item (G_LIST_MODEL (self->connections), i);

      if (sonde_connection_get_state (connection) != SONDE_STATE_IDLE)
        return TRUE;
    }

  return FALSE;
}

/* Nobody sees the log go. */
static void
say_end (SondeBackground *self)
{
  g_autoptr (GNotification) notification = g_notification_new (_ ("Sonde has ended"));

  g_notification_set_body (notification, _ ("The last connection that was kept without a window has ended."));
  g_application_send_notification (G_APPLICATION (self->application), ENDED, notification);
}

/* Told by the run before, and true no more. */
static void
window_added_cb (SondeBackground *self)
{
  g_application_withdraw_notification (G_APPLICATION (self->application), ENDED);
}

static gboolean
release_cb (gpointer user_data)
{
  SondeBackground *self = user_data;

  self->release_id = 0;
  self->holds = FALSE;
  if (gtk_application_get_windows (self->application) == NULL)
    say_end (self);
  g_application_release (G_APPLICATION (self->application));
  return G_SOURCE_REMOVE;
}

static void
update (SondeBackground *self)
{
  gboolean wanted = is_wanted (self);

  if (wanted)
    g_clear_handle_id (&self->release_id, g_source_remove);
  else if (self->holds && self->release_id == 0)
    self->release_id = g_timeout_add_seconds (GRACE_S, release_cb, self);

  if (!wanted || self->holds)
    return;

  self->holds = TRUE;
  g_application_hold (G_APPLICATION (self->application));
}

static void
items_changed_cb (SondeBackground *self,
                  guint            position,
                  guint            removed,
                  guint            added,
                  GListModel      *connections)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (SondeConnection) connection = g_list_model_get_item (connections, i);

      /* One that was moved comes again. */
      g_signal_handlers_disconnect_by_func (connection, update, self);
      g_signal_connect_object (connection, "notify::state", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
    }
  update (self);
}

static void
sonde_background_dispose (GObject *object)
{
  SondeBackground *self = SONDE_BACKGROUND (object);

  g_clear_handle_id (&self->release_id, g_source_remove);
  if (self->holds)
    g_application_release (G_APPLICATION (self->application));
  self->holds = FALSE;
  g_clear_object (&self->connections);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (sonde_background_parent_class)->dispose (object);
}

static void
sonde_background_class_init (SondeBackgroundClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sonde_background_dispose;
}

static void
sonde_background_init (SondeBackground *self)
{
}

SondeBackground *
sonde_background_new (GtkApplication   *application,
                      SondeConnections *connections,
                      GSettings        *settings)
{
  SondeBackground *self;

  g_return_val_if_fail (GTK_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (SONDE_IS_CONNECTIONS (connections), NULL);
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  self = g_object_new (SONDE_TYPE_BACKGROUND, NULL);
  self->application = application;
  self->connections = g_object_ref (connections);
  self->settings = g_object_ref (settings);
  g_signal_connect_object (application, "window-added", G_CALLBACK (window_added_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::" SONDE_SETTING_KEEP_CONNECTIONS, G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (connections, "items-changed", G_CALLBACK (items_changed_cb), self, G_CONNECT_SWAPPED);
  items_changed_cb (self, 0, 0, g_list_model_get_n_items (G_LIST_MODEL (connections)), G_LIST_MODEL (connections));
  return self;
}
