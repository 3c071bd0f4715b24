/* sonde-switch-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-switch-row"

#include "sonde-switch-row.h"

#include "sonde-row-tab.h"

struct _SondeSwitchRow
{
  AdwActionRow parent_instance;

  GtkWidget *slider;
};

G_DEFINE_FINAL_TYPE (SondeSwitchRow, sonde_switch_row, ADW_TYPE_ACTION_ROW)

enum
{
  PROP_ACTIVE = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
notify_active_cb (SondeSwitchRow *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACTIVE]);
}

/* A label, not a relation to one: only a change of it is told to a screen reader. */
static void
notify_title_cb (SondeSwitchRow *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->slider),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self)),
                                  -1);
}

static void
sonde_switch_row_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  SondeSwitchRow *self = SONDE_SWITCH_ROW (object);

  switch (prop_id)
    {
    case PROP_ACTIVE:
      g_value_set_boolean (value, sonde_switch_row_get_active (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_switch_row_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  SondeSwitchRow *self = SONDE_SWITCH_ROW (object);

  switch (prop_id)
    {
    case PROP_ACTIVE:
      sonde_switch_row_set_active (self, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static gboolean
sonde_switch_row_focus (GtkWidget       *widget,
                        GtkDirectionType direction)
{
  return sonde_row_tab_focus (widget, direction, sonde_switch_row_parent_class);
}

static gboolean
sonde_switch_row_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (SONDE_SWITCH_ROW (widget)->slider);
}

static void
sonde_switch_row_class_init (SondeSwitchRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  GTK_WIDGET_CLASS (klass)->grab_focus = sonde_switch_row_grab_focus;
  GTK_WIDGET_CLASS (klass)->focus = sonde_switch_row_focus;

  object_class->get_property = sonde_switch_row_get_property;
  object_class->set_property = sonde_switch_row_set_property;

  properties[PROP_ACTIVE] =
    g_param_spec_boolean ("active", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
sonde_switch_row_init (SondeSwitchRow *self)
{
  self->slider = gtk_switch_new ();
  gtk_widget_set_valign (self->slider, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->slider);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self), self->slider);
  /* One stop for the Tab key: the switch. */
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (self->slider), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  g_signal_connect (self, "notify::title", G_CALLBACK (notify_title_cb), NULL);

  g_signal_connect_swapped (self->slider, "notify::active", G_CALLBACK (notify_active_cb), self);
}

gboolean
sonde_switch_row_get_active (SondeSwitchRow *self)
{
  g_return_val_if_fail (SONDE_IS_SWITCH_ROW (self), FALSE);

  return gtk_switch_get_active (GTK_SWITCH (self->slider));
}

void
sonde_switch_row_set_active (SondeSwitchRow *self,
                             gboolean        active)
{
  g_return_if_fail (SONDE_IS_SWITCH_ROW (self));

  gtk_switch_set_active (GTK_SWITCH (self->slider), active);
}
