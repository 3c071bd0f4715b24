/* sonde-spin-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-spin-row"

#include "sonde-spin-row.h"

#include "sonde-row-tab.h"

#include <sonde-format.h>

#include <glib/gi18n.h>

#include <string.h>

struct _SondeSpinRow
{
  AdwActionRow parent_instance;

  GtkWidget *spin_button;
  double     lower;
  double     upper;
  double     typed; /* what stands in it, within its limits or not */
  char      *fault;
};

G_DEFINE_FINAL_TYPE (SondeSpinRow, sonde_spin_row, ADW_TYPE_ACTION_ROW)

enum
{
  PROP_ADJUSTMENT = 1,
  PROP_VALUE,
  PROP_FAULT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
take_fault (SondeSpinRow *self,
            char         *fault)
{
  g_autofree char *taken = fault;

  if (g_strcmp0 (self->fault, taken) == 0)
    return;

  g_free (self->fault);
  self->fault = g_steal_pointer (&taken);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FAULT]);
}

static void
check (SondeSpinRow *self)
{
  g_autofree char *lower = NULL;
  g_autofree char *upper = NULL;

  if (self->typed >= self->lower && self->typed <= self->upper)
    {
      take_fault (self, NULL);
      return;
    }

  lower = sonde_format_count (self->lower);
  upper = sonde_format_count (self->upper);
  take_fault (self, g_strdup_printf (_ ("Type a number from %s to %s."), lower, upper));
}

/* As it is typed, not when the focus leaves. A spin button would turn 70,000 into 65,535 without a
 * word: so its limits give way to what is typed, and the fault says what they are. */
static void
text_changed_cb (SondeSpinRow *self)
{
  GtkAdjustment *adjustment = gtk_spin_button_get_adjustment (GTK_SPIN_BUTTON (self->spin_button));
  const char    *text = gtk_editable_get_text (GTK_EDITABLE (self->spin_button));

  self->typed = *text != '\0' ? g_ascii_strtod (text, NULL) : gtk_adjustment_get_value (adjustment);
  gtk_adjustment_set_lower (adjustment, MIN (self->lower, self->typed));
  gtk_adjustment_set_upper (adjustment, MAX (self->upper, self->typed));
  check (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALUE]);
}

/* An emptied field gets its number back. */
static int
input_cb (GtkSpinButton *spin_button,
          double        *value)
{
  if (*gtk_editable_get_text (GTK_EDITABLE (spin_button)) != '\0')
    return FALSE;

  *value = gtk_spin_button_get_value (spin_button);
  return TRUE;
}

static void
sonde_spin_row_activate (AdwActionRow *row)
{
  gtk_widget_grab_focus (SONDE_SPIN_ROW (row)->spin_button);
}

static gboolean
sonde_spin_row_focus (GtkWidget       *widget,
                      GtkDirectionType direction)
{
  return sonde_row_tab_focus (widget, direction, sonde_spin_row_parent_class);
}

static gboolean
sonde_spin_row_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (SONDE_SPIN_ROW (widget)->spin_button);
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

  self->lower = gtk_adjustment_get_lower (adjustment);
  self->upper = gtk_adjustment_get_upper (adjustment);
  widest = g_strdup_printf ("%.0f", gtk_adjustment_get_upper (adjustment));
  gtk_spin_button_configure (GTK_SPIN_BUTTON (self->spin_button), adjustment, 0, 0);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->spin_button), MAX (strlen (widest), 6));
  text_changed_cb (self);
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

    case PROP_FAULT:
      g_value_set_string (value, self->fault);
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
sonde_spin_row_finalize (GObject *object)
{
  g_free (SONDE_SPIN_ROW (object)->fault);

  G_OBJECT_CLASS (sonde_spin_row_parent_class)->finalize (object);
}

static void
sonde_spin_row_class_init (SondeSpinRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  ADW_ACTION_ROW_CLASS (klass)->activate = sonde_spin_row_activate;
  GTK_WIDGET_CLASS (klass)->grab_focus = sonde_spin_row_grab_focus;
  GTK_WIDGET_CLASS (klass)->focus = sonde_spin_row_focus;
  object_class->finalize = sonde_spin_row_finalize;
  object_class->get_property = sonde_spin_row_get_property;
  object_class->set_property = sonde_spin_row_set_property;

  properties[PROP_ADJUSTMENT] =
    g_param_spec_object ("adjustment", NULL, NULL, GTK_TYPE_ADJUSTMENT,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_VALUE] =
    g_param_spec_double ("value", NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_FAULT] =
    g_param_spec_string ("fault", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
sonde_spin_row_init (SondeSpinRow *self)
{
  GtkEditable *text;

  self->spin_button = gtk_spin_button_new (NULL, 0, 0);
  text = gtk_editable_get_delegate (GTK_EDITABLE (self->spin_button));
  gtk_text_set_activates_default (GTK_TEXT (text), TRUE);
  gtk_widget_set_valign (self->spin_button, GTK_ALIGN_CENTER);
  gtk_spin_button_set_numeric (GTK_SPIN_BUTTON (self->spin_button), TRUE);
  gtk_editable_set_alignment (GTK_EDITABLE (self->spin_button), 1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->spin_button);

  /* One stop for the Tab key: the number. */
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), TRUE);
  g_signal_connect (self, "notify::title", G_CALLBACK (notify_title_cb), NULL);

  g_signal_connect_swapped (self->spin_button, "changed", G_CALLBACK (text_changed_cb), self);
  g_signal_connect (self->spin_button, "input", G_CALLBACK (input_cb), NULL);
}

double
sonde_spin_row_get_value (SondeSpinRow *self)
{
  g_return_val_if_fail (SONDE_IS_SPIN_ROW (self), 0);

  return CLAMP (self->typed, self->lower, self->upper);
}

void
sonde_spin_row_set_value (SondeSpinRow *self,
                          double        value)
{
  g_return_if_fail (SONDE_IS_SPIN_ROW (self));

  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->spin_button), value);
}

const char *
sonde_spin_row_get_fault (SondeSpinRow *self)
{
  g_return_val_if_fail (SONDE_IS_SPIN_ROW (self), NULL);

  return self->fault;
}
