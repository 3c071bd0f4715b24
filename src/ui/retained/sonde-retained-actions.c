/* sonde-retained-actions.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-retained-actions"

#include "sonde-retained-actions.h"

#include "sonde-retained-window.h"

/* One is enough: two would clear the same. Returns: (transfer none) (nullable) */
static SondeRetainedWindow *
find_window (GtkWindow       *parent,
             SondeConnection *connection)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (SONDE_IS_RETAINED_WINDOW (window) && gtk_window_get_transient_for (window) == parent &&
          sonde_retained_window_get_connection (SONDE_RETAINED_WINDOW (window)) == connection)
        return SONDE_RETAINED_WINDOW (window);
    }
  return NULL;
}

static void
retained_action (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  g_autoptr (SondeConnection) connection = NULL;
  const char          *filter = g_variant_get_string (parameter, NULL);
  SondeRetainedWindow *window;

  g_object_get (widget, "connection", &connection, NULL);
  if (connection == NULL)
    return;

  window = find_window (GTK_WINDOW (widget), connection);
  if (window == NULL)
    window = sonde_retained_window_new (GTK_WINDOW (widget), connection);
  gtk_window_present (GTK_WINDOW (window));
  if (*filter != '\0')
    sonde_retained_window_find (window, filter);
}

void
sonde_retained_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.retained", "s", retained_action);
}
