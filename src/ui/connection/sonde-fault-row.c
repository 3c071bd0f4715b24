/* sonde-fault-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-fault-row"

#include "sonde-fault-row.h"

#include "sonde-spin-row.h"
#include "sonde-style.h"

struct _SondeFaultRow
{
  AdwPreferencesRow parent_instance;

  GtkLabel  *label;
  GtkWidget *field;
  char      *fault;
};

G_DEFINE_FINAL_TYPE (SondeFaultRow, sonde_fault_row, ADW_TYPE_PREFERENCES_ROW)

enum
{
  PROP_FIELD = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* No fault of what is not asked for. */
static const char *
get_shown_fault (SondeFaultRow *self)
{
  if (self->field == NULL || !gtk_widget_get_visible (self->field))
    return NULL;
  if (SONDE_IS_SPIN_ROW (self->field) && sonde_spin_row_get_fault (SONDE_SPIN_ROW (self->field)) != NULL)
    return sonde_spin_row_get_fault (SONDE_SPIN_ROW (self->field));

  return self->fault;
}

static void
update (SondeFaultRow *self)
{
  const char *fault = get_shown_fault (self);

  gtk_label_set_label (self->label, fault != NULL ? fault : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, fault != NULL ? fault : "", -1);
  gtk_widget_set_visible (GTK_WIDGET (self), fault != NULL);
  if (self->field == NULL)
    return;

  sonde_style_set_class (self->field, "error", fault != NULL);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->field),
                               GTK_ACCESSIBLE_STATE_INVALID,
                               fault != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
}

static void
set_field (SondeFaultRow *self,
           GtkWidget     *field)
{
  g_set_weak_pointer (&self->field, field);
  if (field == NULL)
    return;

  g_signal_connect_object (field, "notify::visible", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  if (SONDE_IS_SPIN_ROW (field))
    g_signal_connect_object (field, "notify::fault", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}

static void
sonde_fault_row_dispose (GObject *object)
{
  SondeFaultRow *self = SONDE_FAULT_ROW (object);

  g_clear_weak_pointer (&self->field);

  G_OBJECT_CLASS (sonde_fault_row_parent_class)->dispose (object);
}

/* A list gives up the Tab key at a row that takes no focus: this one hands it on. */
static gboolean
sonde_fault_row_focus (GtkWidget       *widget,
                       GtkDirectionType direction)
{
  gboolean   back = direction == GTK_DIR_TAB_BACKWARD || direction == GTK_DIR_UP;
  GtkWidget *next = widget;

  do
    next = back ? gtk_widget_get_prev_sibling (next) : gtk_widget_get_next_sibling (next);
  while (next != NULL && !gtk_widget_get_visible (next));

  return next != NULL && gtk_widget_child_focus (next, direction);
}

static void
sonde_fault_row_finalize (GObject *object)
{
  g_free (SONDE_FAULT_ROW (object)->fault);

  G_OBJECT_CLASS (sonde_fault_row_parent_class)->finalize (object);
}

static void
sonde_fault_row_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  SondeFaultRow *self = SONDE_FAULT_ROW (object);

  switch (prop_id)
    {
    case PROP_FIELD:
      g_value_set_object (value, self->field);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_fault_row_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  SondeFaultRow *self = SONDE_FAULT_ROW (object);

  switch (prop_id)
    {
    case PROP_FIELD:
      set_field (self, g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_fault_row_class_init (SondeFaultRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  GTK_WIDGET_CLASS (klass)->focus = sonde_fault_row_focus;
  object_class->dispose = sonde_fault_row_dispose;
  object_class->finalize = sonde_fault_row_finalize;
  object_class->get_property = sonde_fault_row_get_property;
  object_class->set_property = sonde_fault_row_set_property;

  properties[PROP_FIELD] =
    g_param_spec_object ("field", NULL, NULL, GTK_TYPE_WIDGET,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
sonde_fault_row_init (SondeFaultRow *self)
{
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->label, 0);
  gtk_label_set_wrap (self->label, TRUE);
  gtk_label_set_wrap_mode (self->label, PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "error");

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), GTK_WIDGET (self->label));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "fault");
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
sonde_fault_row_set_fault (SondeFaultRow *self,
                           const char    *fault)
{
  g_autofree char *old = NULL;

  g_return_if_fail (SONDE_IS_FAULT_ROW (self));

  old = g_steal_pointer (&self->fault);
  self->fault = g_strdup (fault);
  update (self);
}

GtkWidget *
sonde_fault_row_find_field (GtkWidget *widget)
{
  if (SONDE_IS_FAULT_ROW (widget))
    return get_shown_fault (SONDE_FAULT_ROW (widget)) != NULL ? SONDE_FAULT_ROW (widget)->field : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *field = gtk_widget_get_visible (child) ? sonde_fault_row_find_field (child) : NULL;

      if (field != NULL)
        return field;
    }
  return NULL;
}
