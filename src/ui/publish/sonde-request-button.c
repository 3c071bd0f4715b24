/* sonde-request-button.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-request-button"

#include "sonde-request-button.h"

#include "sonde-request-panel.h"

#include <glib/gi18n.h>

struct _SondeRequestButton
{
  AdwBin parent_instance;

  SondeConnection   *connection;
  GtkMenuButton     *menu_button;
  GtkSpinner        *spinner;
  SondeRequestPanel *panel; /* made when first shown */
};

enum
{
  PROP_CONNECTION = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SondeRequestButton, sonde_request_button, ADW_TYPE_BIN)

static void
waiting_cb (SondeRequestButton *self)
{
  gboolean waiting;

  g_object_get (self->panel, "waiting", &waiting, NULL);
  gtk_spinner_set_spinning (self->spinner, waiting);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), waiting);
}

static void
make_panel (SondeRequestButton *self)
{
  GtkWidget *popover = gtk_popover_new ();

  self->panel = g_object_new (SONDE_TYPE_REQUEST_PANEL, NULL);
  gtk_popover_set_child (GTK_POPOVER (popover), GTK_WIDGET (self->panel));
  gtk_popover_set_default_widget (GTK_POPOVER (popover), sonde_request_panel_get_default_widget (self->panel));
  g_signal_connect_object (popover, "show", G_CALLBACK (sonde_request_panel_prepare), self->panel, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->panel, "notify::waiting", G_CALLBACK (waiting_cb), self, G_CONNECT_SWAPPED);
  gtk_menu_button_set_popover (self->menu_button, popover);
  g_object_bind_property (self, "connection", self->panel, "connection", G_BINDING_SYNC_CREATE);
}

static void
create_popup_cb (GtkMenuButton *menu_button,
                 gpointer       user_data)
{
  SondeRequestButton *self = user_data;

  if (self->panel == NULL)
    make_panel (self);
}

static void
sonde_request_button_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_CONNECTION:
      g_value_set_object (value, SONDE_REQUEST_BUTTON (object)->connection);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_request_button_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_CONNECTION:
      if (g_set_object (&SONDE_REQUEST_BUTTON (object)->connection, g_value_get_object (value)))
        g_object_notify_by_pspec (object, pspec);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_request_button_dispose (GObject *object)
{
  g_clear_object (&SONDE_REQUEST_BUTTON (object)->connection);

  G_OBJECT_CLASS (sonde_request_button_parent_class)->dispose (object);
}

static void
sonde_request_button_class_init (SondeRequestButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sonde_request_button_dispose;
  object_class->get_property = sonde_request_button_get_property;
  object_class->set_property = sonde_request_button_set_property;

  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, SONDE_TYPE_CONNECTION,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
sonde_request_button_init (SondeRequestButton *self)
{
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *spinner = gtk_spinner_new ();

  self->menu_button = GTK_MENU_BUTTON (button);
  self->spinner = GTK_SPINNER (spinner);
  gtk_widget_set_visible (spinner, FALSE);
  gtk_box_append (GTK_BOX (box), gtk_label_new (_ ("Request")));
  gtk_box_append (GTK_BOX (box), spinner);
  gtk_menu_button_set_child (self->menu_button, box);
  gtk_menu_button_set_direction (self->menu_button, GTK_ARROW_UP);
  gtk_widget_set_tooltip_text (button, _ ("Publish, and wait for the answer (Ctrl+Shift+Enter)"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Request"), -1);
  gtk_menu_button_set_create_popup_func (self->menu_button, create_popup_cb, self, NULL);
  gtk_widget_add_css_class (button, "flat");
  adw_bin_set_child (ADW_BIN (self), button);
}

void
sonde_request_button_popup (SondeRequestButton *self)
{
  g_return_if_fail (SONDE_IS_REQUEST_BUTTON (self));

  gtk_menu_button_popup (self->menu_button);
}
