/* sonde-entry-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-entry-row"

#include "sonde-entry-row.h"

#include "sonde-row-tab.h"

struct _SondeEntryRow
{
  AdwPreferencesRow parent_instance;

  GtkWidget *box;
  GtkWidget *text_box;
  GtkWidget *title;
  GtkWidget *entry;
  GtkWidget *suffix;
  gboolean   secret;
  char      *placeholder_text;
};

static void sonde_entry_row_editable_init (GtkEditableInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SondeEntryRow, sonde_entry_row, ADW_TYPE_PREFERENCES_ROW, G_IMPLEMENT_INTERFACE (GTK_TYPE_EDITABLE, sonde_entry_row_editable_init))

enum
{
  PROP_SECRET = 1,
  PROP_PLACEHOLDER_TEXT,
  PROP_SUFFIX,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static GtkEditable *
sonde_entry_row_get_delegate (GtkEditable *editable)
{
  return GTK_EDITABLE (SONDE_ENTRY_ROW (editable)->entry);
}

static void
sonde_entry_row_editable_init (GtkEditableInterface *iface)
{
  iface->get_delegate = sonde_entry_row_get_delegate;
}

static void
pressed_cb (SondeEntryRow *self)
{
  gtk_widget_grab_focus (self->entry);
}

static void
set_suffix (SondeEntryRow *self,
            GtkWidget     *suffix)
{
  if (self->suffix != NULL)
    gtk_box_remove (GTK_BOX (self->box), self->suffix);

  self->suffix = suffix;
  if (suffix != NULL)
    gtk_box_append (GTK_BOX (self->box), suffix);
}

static gboolean
sonde_entry_row_focus (GtkWidget       *widget,
                       GtkDirectionType direction)
{
  return sonde_row_tab_focus (widget, direction, sonde_entry_row_parent_class);
}

static gboolean
sonde_entry_row_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (SONDE_ENTRY_ROW (widget)->entry);
}

static void
notify_title_cb (SondeEntryRow *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self)), -1);
}

static void
sonde_entry_row_constructed (GObject *object)
{
  SondeEntryRow *self = SONDE_ENTRY_ROW (object);

  G_OBJECT_CLASS (sonde_entry_row_parent_class)->constructed (object);

  if (self->secret)
    self->entry = g_object_new (GTK_TYPE_PASSWORD_ENTRY, "show-peek-icon", TRUE, "activates-default", TRUE, NULL);
  else
    self->entry = g_object_new (GTK_TYPE_ENTRY,
                                "activates-default", TRUE,
                                "input-hints", GTK_INPUT_HINT_NO_SPELLCHECK | GTK_INPUT_HINT_NO_EMOJI,
                                NULL);
  g_object_bind_property (self, "placeholder-text", self->entry, "placeholder-text", G_BINDING_SYNC_CREATE);
  gtk_box_append (GTK_BOX (self->text_box), self->entry);
  gtk_editable_init_delegate (GTK_EDITABLE (self));

  g_object_bind_property (self, "title", self->title, "label", G_BINDING_SYNC_CREATE);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->entry),
                                  GTK_ACCESSIBLE_RELATION_LABELLED_BY, self->title, NULL,
                                  -1);
  g_signal_connect (self, "notify::title", G_CALLBACK (notify_title_cb), NULL);
  notify_title_cb (self);
}

static void
sonde_entry_row_dispose (GObject *object)
{
  SondeEntryRow *self = SONDE_ENTRY_ROW (object);

  if (self->entry != NULL)
    gtk_editable_finish_delegate (GTK_EDITABLE (self));
  self->entry = NULL;

  G_OBJECT_CLASS (sonde_entry_row_parent_class)->dispose (object);
}

static void
sonde_entry_row_finalize (GObject *object)
{
  SondeEntryRow *self = SONDE_ENTRY_ROW (object);

  g_clear_pointer (&self->placeholder_text, g_free);

  G_OBJECT_CLASS (sonde_entry_row_parent_class)->finalize (object);
}

static void
sonde_entry_row_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  SondeEntryRow *self = SONDE_ENTRY_ROW (object);

  if (gtk_editable_delegate_get_property (object, prop_id, value, pspec))
    return;

  switch (prop_id)
    {
    case PROP_SECRET:
      g_value_set_boolean (value, self->secret);
      break;

    case PROP_PLACEHOLDER_TEXT:
      g_value_set_string (value, self->placeholder_text);
      break;

    case PROP_SUFFIX:
      g_value_set_object (value, self->suffix);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_entry_row_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  SondeEntryRow *self = SONDE_ENTRY_ROW (object);

  if (gtk_editable_delegate_set_property (object, prop_id, value, pspec))
    return;

  switch (prop_id)
    {
    case PROP_SECRET:
      self->secret = g_value_get_boolean (value);
      break;

    case PROP_PLACEHOLDER_TEXT:
      g_free (self->placeholder_text);
      self->placeholder_text = g_value_dup_string (value);
      break;

    case PROP_SUFFIX:
      set_suffix (self, g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_entry_row_class_init (SondeEntryRowClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = sonde_entry_row_constructed;
  object_class->dispose = sonde_entry_row_dispose;
  object_class->finalize = sonde_entry_row_finalize;
  object_class->get_property = sonde_entry_row_get_property;
  object_class->set_property = sonde_entry_row_set_property;
  widget_class->grab_focus = sonde_entry_row_grab_focus;
  widget_class->focus = sonde_entry_row_focus;

  properties[PROP_SECRET] =
    g_param_spec_boolean ("secret", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_PLACEHOLDER_TEXT] =
    g_param_spec_string ("placeholder-text", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SUFFIX] =
    g_param_spec_object ("suffix", NULL, NULL, GTK_TYPE_WIDGET,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_editable_install_properties (object_class, N_PROPS);
}

static void
sonde_entry_row_init (SondeEntryRow *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  self->title = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, NULL);
  gtk_widget_add_css_class (self->title, "caption");
  gtk_widget_add_css_class (self->title, "title");

  self->text_box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_hexpand (self->text_box, TRUE);
  gtk_box_append (GTK_BOX (self->text_box), self->title);

  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_box_append (GTK_BOX (self->box), self->text_box);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), self->box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "entry-row");

  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}
