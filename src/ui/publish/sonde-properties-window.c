/* sonde-properties-window.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-properties-window"

#include "sonde-properties-window.h"

#include "sonde-entry-row.h"
#include "sonde-fault-row.h"
#include "sonde-pair-list.h"
#include "sonde-payload-field.h"
#include "sonde-spin-row.h"
#include "sonde-switch-row.h"

#include <sonde-will.h>

#include <glib/gi18n.h>

struct _SondePropertiesWindow
{
  AdwWindow parent_instance;

  SondeLimits *limits; /* nullable */

  GtkWidget         *page;
  GtkEditable       *content_type_row;
  SondeFaultRow     *content_type_fault;
  SondeSwitchRow    *utf8_row;
  SondeSpinRow      *expiry_row;
  SondeSpinRow      *alias_row;
  SondeFaultRow     *alias_fault;
  GtkEditable       *response_topic_row;
  SondeFaultRow     *response_topic_fault;
  SondePayloadField *correlation_row;
  SondeFaultRow     *correlation_fault;
  SondePairList     *user_properties;
};

enum
{
  DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SondePropertiesWindow, sonde_properties_window, ADW_TYPE_WINDOW)

static char *
find_alias_fault (SondePropertiesWindow *self)
{
  guint alias = sonde_spin_row_get_value (self->alias_row);

  if (alias == 0 || self->limits == NULL || alias <= self->limits->topic_alias_maximum)
    return NULL;

  return sonde_limits_dup_alias_text (self->limits);
}

static const char *
find_correlation_fault (SondePropertiesWindow *self)
{
  const char *fault = sonde_payload_field_get_fault (self->correlation_row);
  g_autoptr (GBytes) bytes = sonde_payload_field_ref_bytes (self->correlation_row);

  return fault != NULL ? fault : sonde_will_check_correlation_data (g_bytes_get_size (bytes));
}

static void
changed_cb (SondePropertiesWindow *self)
{
  g_autofree char *alias_fault = find_alias_fault (self);

  sonde_fault_row_set_fault (self->content_type_fault,
                             sonde_will_check_content_type (gtk_editable_get_text (self->content_type_row)));
  sonde_fault_row_set_fault (self->response_topic_fault,
                             sonde_will_check_response_topic (gtk_editable_get_text (self->response_topic_row)));
  sonde_fault_row_set_fault (self->correlation_fault, find_correlation_fault (self));
  sonde_fault_row_set_fault (self->alias_fault, alias_fault);
}

/* A fault is shown at its field: there the focus goes. */
static void
done_cb (SondePropertiesWindow *self)
{
  GtkWidget *field = sonde_fault_row_find_field (self->page);

  if (field != NULL)
    {
      gtk_widget_grab_focus (field);
      return;
    }

  g_signal_emit (self, signals[DONE], 0);
  gtk_window_close (GTK_WINDOW (self));
}

static void
sonde_properties_window_finalize (GObject *object)
{
  g_free (SONDE_PROPERTIES_WINDOW (object)->limits);

  G_OBJECT_CLASS (sonde_properties_window_parent_class)->finalize (object);
}

static void
sonde_properties_window_class_init (SondePropertiesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sonde_properties_window_finalize;

  signals[DONE] = g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);

  g_type_ensure (SONDE_TYPE_ENTRY_ROW);
  g_type_ensure (SONDE_TYPE_FAULT_ROW);
  g_type_ensure (SONDE_TYPE_PAIR_LIST);
  g_type_ensure (SONDE_TYPE_PAYLOAD_FIELD);
  g_type_ensure (SONDE_TYPE_SPIN_ROW);
  g_type_ensure (SONDE_TYPE_SWITCH_ROW);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/publish/sonde-properties-window.ui");
  gtk_widget_class_bind_template_child (widget_class, SondePropertiesWindow, page);
  gtk_widget_class_bind_template_child (widget_class, SondePropertiesWindow, content_type_row);
  gtk_widget_class_bind_template_child (widget_class, SondePropertiesWindow, content_type_fault);
  gtk_widget_class_bind_template_child (widget_class, SondePropertiesWindow, utf8_row);
  gtk_widget_class_bind_template_child (widget_class, SondePropertiesWindow, expiry_row);
  gtk_widget_class_bind_template_child (widget_class, SondePropertiesWindow, alias_row);
  gtk_widget_class_bind_template_child (widget_class, SondePropertiesWindow, alias_fault);
  gtk_widget_class_bind_template_child (widget_class, SondePropertiesWindow, response_topic_row);
  gtk_widget_class_bind_template_child (widget_class, SondePropertiesWindow, response_topic_fault);
  gtk_widget_class_bind_template_child (widget_class, SondePropertiesWindow, correlation_row);
  gtk_widget_class_bind_template_child (widget_class, SondePropertiesWindow, correlation_fault);
  gtk_widget_class_bind_template_child (widget_class, SondePropertiesWindow, user_properties);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, done_cb);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
sonde_properties_window_init (SondePropertiesWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
load (SondePropertiesWindow  *self,
      const SondePublishForm *form)
{
  gtk_editable_set_text (self->content_type_row, form->content_type);
  sonde_switch_row_set_active (self->utf8_row, form->is_utf8);
  sonde_spin_row_set_value (self->expiry_row, form->message_expiry);
  sonde_spin_row_set_value (self->alias_row, form->topic_alias);
  gtk_editable_set_text (self->response_topic_row, form->response_topic);
  sonde_payload_field_load (self->correlation_row, form->correlation_data, SONDE_TYPED_TEXT);
  sonde_pair_list_load (self->user_properties, form->user_properties);
  changed_cb (self);
}

static void
take_text (char       **field,
           GtkEditable *row)
{
  g_free (*field);
  *field = g_strdup (gtk_editable_get_text (row));
}

void
sonde_properties_window_save (SondePropertiesWindow *self,
                              SondePublishForm      *form)
{
  g_return_if_fail (SONDE_IS_PROPERTIES_WINDOW (self));
  g_return_if_fail (form != NULL);

  take_text (&form->content_type, self->content_type_row);
  form->is_utf8 = sonde_switch_row_get_active (self->utf8_row);
  form->message_expiry = sonde_spin_row_get_value (self->expiry_row);
  form->topic_alias = sonde_spin_row_get_value (self->alias_row);
  take_text (&form->response_topic, self->response_topic_row);
  g_bytes_unref (form->correlation_data);
  form->correlation_data = sonde_payload_field_ref_bytes (self->correlation_row);
  g_ptr_array_unref (form->user_properties);
  form->user_properties = sonde_pair_list_dup_pairs (self->user_properties);
}

SondePropertiesWindow *
sonde_properties_window_new (GtkWindow              *parent,
                             const SondePublishForm *form,
                             const SondeLimits      *limits)
{
  SondePropertiesWindow *self;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (form != NULL, NULL);

  self = g_object_new (SONDE_TYPE_PROPERTIES_WINDOW, "transient-for", parent, NULL);
  self->limits = g_memdup2 (limits, limits != NULL ? sizeof *limits : 0);
  load (self, form);
  return self;
}
