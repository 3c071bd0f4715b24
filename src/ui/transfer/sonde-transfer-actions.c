/* sonde-transfer-actions.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-transfer-actions"

#include "sonde-transfer-actions.h"

#include "sonde-export-window.h"
#include "sonde-import-window.h"
#include "sonde-window.h"

static void
import_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  g_autoptr (SondeConnections) connections = NULL;
  SondeImportWindow *window;

  g_object_get (widget, "connections", &connections, NULL);
  window = sonde_import_window_new (GTK_WINDOW (widget), connections);
  g_signal_connect_object (window, "imported", G_CALLBACK (sonde_window_select), widget, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (window));
}

static void
export_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  g_autoptr (SondeConnections) connections = NULL;

  g_object_get (widget, "connections", &connections, NULL);
  gtk_window_present (GTK_WINDOW (sonde_export_window_new (GTK_WINDOW (widget), connections)));
}

void
sonde_transfer_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.import-connections", NULL, import_action);
  gtk_widget_class_install_action (widget_class, "win.export-connections", NULL, export_action);
}
