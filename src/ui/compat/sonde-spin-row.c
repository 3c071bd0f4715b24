/* sonde-spin-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-spin-row"

#include "sonde-spin-row.h"

#include <string.h>

struct _SondeSpinRow
{
  AdwActionRow parent_instance;

  GtkWidget *spin_button;
};

G_DEFINE_FINAL_TYPE (SondeSpinRow, sonde_spin_row, ADW_TYPE_ACTION_ROW)

enum
{
  PROP_ADJUSTMENT = 1,
  PROP_VALUE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
value_changed_cb (SondeSpinRow *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALUE]);
}

/* A label, not a relation to one: only a change of it is told to a screen reader. */
static void
notify_title_cb (SondeSpinRow *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->spin_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self)),
                                  -1);
}

/* As wide as its largest number, so that the numbers of a group stand in one column. */
static void
set_adjustment (SondeSpinRow  *self,
                GtkAdjustment *adjustment)
{
  g_autofree char *widest = NULL;

  if (adjustment == NULL)
    return;

  widest = g_strdup_printf ("%.0f", gtk_adjustment_get_upper (adjustment));
  gtk_spin_button_configure (GTK_SPIN_BUTTON (self->spin_button), adjustment, 0, 0);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->spin_button), MAX (strlen (widest), 6));
}

static void
sonde_spin_row_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  SondeSpinRow *self = SONDE_SPIN_ROW (object);

  switch (prop_id)
    {
    case PROP_ADJUSTMENT:
      g_value_set_object (value, gtk_spin_button_get_adjustment (GTK_SPIN_BUTTON (self->spin_button)));
      break;

    case PROP_VALUE:
      g_value_set_double (value, sonde_spin_row_get_value (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_spin_row_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  SondeSpinRow *self = SONDE_SPIN_ROW (object);

  switch (prop_id)
    {
    case PROP_ADJUSTMENT:
      set_adjustment (self, g_value_get_object (value));
      break;

    case PROP_VALUE:
      sonde_spin_row_set_value (self, g_value_get_double (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_spin_row_class_init (SondeSpinRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = sonde_spin_row_get_property;
  object_class->set_property = sonde_spin_row_set_property;

  properties[PROP_ADJUSTMENT] =
    g_param_spec_object ("adjustment", NULL, NULL, GTK_TYPE_ADJUSTMENT,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_VALUE] =
    g_param_spec_double ("value", NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
sonde_spin_row_init (SondeSpinRow *self)
{
  self->spin_button = gtk_spin_button_new (NULL, 0, 0);
  gtk_widget_set_valign (self->spin_button, GTK_ALIGN_CENTER);
  gtk_spin_button_set_numeric (GTK_SPIN_BUTTON (self->spin_button), TRUE);
  gtk_editable_set_alignment (GTK_EDITABLE (self->spin_button), 1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->spin_button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self), self->spin_button);
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (self->spin_button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  g_signal_connect (self, "notify::title", G_CALLBACK (notify_title_cb), NULL);

  g_signal_connect_swapped (self->spin_button, "value-changed", G_CALLBACK (value_changed_cb), self);
}

double
sonde_spin_row_get_value (SondeSpinRow *self)
{
  g_return_val_if_fail (SONDE_IS_SPIN_ROW (self), 0);

  return gtk_spin_button_get_value (GTK_SPIN_BUTTON (self->spin_button));
}

void
sonde_spin_row_set_value (SondeSpinRow *self,
                          double        value)
{
  g_return_if_fail (SONDE_IS_SPIN_ROW (self));

  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->spin_button), value);
}

void
sonde_spin_row_update (SondeSpinRow *self)
{
  g_return_if_fail (SONDE_IS_SPIN_ROW (self));

  gtk_spin_button_update (GTK_SPIN_BUTTON (self->spin_button));
}
