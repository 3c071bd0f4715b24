/* sonde-plot-window.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-plot-window"

#include "sonde-plot-window.h"

#include "sonde-notice.h"
#include "sonde-plot-pane.h"

struct _SondePlotWindow
{
  AdwWindow parent_instance;

  AdwToastOverlay *toast_overlay;
  AdwWindowTitle  *window_title;
  SondePlotPane   *pane;
};

G_DEFINE_FINAL_TYPE (SondePlotWindow, sonde_plot_window, ADW_TYPE_WINDOW)

static void
toast_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  sonde_notice_show (SONDE_PLOT_WINDOW (widget)->toast_overlay, g_variant_get_string (parameter, NULL));
}

static void
sonde_plot_window_class_init (SondePlotWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (SONDE_TYPE_PLOT_PANE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/plot/sonde-plot-window.ui");
  gtk_widget_class_bind_template_child (widget_class, SondePlotWindow, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, SondePlotWindow, window_title);
  gtk_widget_class_bind_template_child (widget_class, SondePlotWindow, pane);

  gtk_widget_class_install_action (widget_class, "win.toast", "s", toast_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
sonde_plot_window_init (SondePlotWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static SondePlotWindow *
find_of (GtkWindow *parent)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (SONDE_IS_PLOT_WINDOW (window) && gtk_window_get_transient_for (window) == parent)
        return SONDE_PLOT_WINDOW (window);
    }

  return NULL;
}

void
sonde_plot_window_show (GtkWidget       *widget,
                        SondeConnection *connection,
                        const char      *topic,
                        const char      *path)
{
  GtkWindow       *parent;
  SondePlotWindow *self;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (SONDE_IS_CONNECTION (connection));
  g_return_if_fail (topic != NULL && path != NULL);

  parent = GTK_WINDOW (gtk_widget_get_root (widget));
  self = find_of (parent);
  if (self == NULL)
    self = g_object_new (SONDE_TYPE_PLOT_WINDOW, "transient-for", parent, NULL);

  adw_window_title_set_subtitle (self->window_title, topic);
  sonde_plot_pane_set_topic (self->pane, connection, topic);
  sonde_plot_pane_choose (self->pane, path);
  gtk_window_present (GTK_WINDOW (self));
}
