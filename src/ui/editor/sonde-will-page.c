/* sonde-will-page.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-will-page"

#include "sonde-will-page.h"

#include "sonde-entry-row.h"
#include "sonde-fault-row.h"
#include "sonde-pair-list.h"
#include "sonde-payload-field.h"
#include "sonde-spin-row.h"
#include "sonde-switch-row.h"

#include <glib/gi18n.h>

struct _SondeWillPage
{
  SondeEditorPage parent_instance;

  GtkEditable       *topic_row;
  SondeFaultRow     *topic_fault;
  SondePayloadField *payload_row;
  SondeFaultRow     *payload_fault;
  AdwComboRow       *qos_row;
  SondeSwitchRow    *retain_row;

  GtkWidget         *properties_group;
  SondeSpinRow      *delay_row;
  SondeSpinRow      *expiry_row;
  SondeSwitchRow    *utf8_row;
  GtkEditable       *content_type_row;
  SondeFaultRow     *content_type_fault;
  GtkEditable       *response_topic_row;
  SondeFaultRow     *response_topic_fault;
  SondePayloadField *correlation_row;
  SondeFaultRow     *correlation_fault;
  SondePairList     *user_properties;
};

G_DEFINE_FINAL_TYPE (SondeWillPage, sonde_will_page, SONDE_TYPE_EDITOR_PAGE)

static void
sonde_will_page_load (SondeEditorPage    *page,
                      const SondeProfile *profile)
{
  SondeWillPage   *self = SONDE_WILL_PAGE (page);
  const SondeWill *will = profile->will;

  gtk_editable_set_text (self->topic_row, will->topic);
  sonde_payload_field_load (self->payload_row, will->payload, (SondeTypedFormat) will->format);
  adw_combo_row_set_selected (self->qos_row, will->qos);
  sonde_switch_row_set_active (self->retain_row, will->retain);
  sonde_spin_row_set_value (self->delay_row, will->delay);
  sonde_spin_row_set_value (self->expiry_row, will->message_expiry);
  sonde_switch_row_set_active (self->utf8_row, will->is_utf8);
  gtk_editable_set_text (self->content_type_row, will->content_type);
  gtk_editable_set_text (self->response_topic_row, will->response_topic);
  sonde_payload_field_load (self->correlation_row, will->correlation_data, SONDE_TYPED_TEXT);
  sonde_pair_list_load (self->user_properties, will->user_properties);
}

static void
take_bytes (GBytes           **field,
            SondePayloadField *row)
{
  g_bytes_unref (*field);
  *field = sonde_payload_field_ref_bytes (row);
}

static void
sonde_will_page_save (SondeEditorPage *page,
                      SondeProfile    *profile)
{
  SondeWillPage *self = SONDE_WILL_PAGE (page);
  SondeWill     *will = profile->will;

  sonde_editor_page_take_text (&will->topic, self->topic_row);
  take_bytes (&will->payload, self->payload_row);
  will->format = (SondeWillFormat) sonde_payload_field_get_format (self->payload_row);
  will->qos = MIN (adw_combo_row_get_selected (self->qos_row), 2);
  will->retain = sonde_switch_row_get_active (self->retain_row);
  will->delay = sonde_spin_row_get_value (self->delay_row);
  will->message_expiry = sonde_spin_row_get_value (self->expiry_row);
  will->is_utf8 = sonde_switch_row_get_active (self->utf8_row);
  sonde_editor_page_take_text (&will->content_type, self->content_type_row);
  sonde_editor_page_take_text (&will->response_topic, self->response_topic_row);
  take_bytes (&will->correlation_data, self->correlation_row);
  g_ptr_array_unref (will->user_properties);
  will->user_properties = sonde_pair_list_dup_pairs (self->user_properties);
}

/* 5.0, 3.1.3.2.3: a receiver may take it at its word. */
static const char *
check_payload (SondeWillPage   *self,
               const SondeWill *will,
               gboolean         is_5)
{
  const char *fault = sonde_payload_field_get_fault (self->payload_row);
  gsize       size;
  const char *bytes = g_bytes_get_data (will->payload, &size);

  if (fault != NULL)
    return fault;
  if (is_5 && will->is_utf8 && !g_utf8_validate_len (bytes, size, NULL))
    return _ ("This is no UTF-8 text: turn “Payload is text” off.");

  return sonde_will_check_payload (size);
}

static void
check (SondeWillPage      *self,
       const SondeProfile *typed)
{
  const SondeWill *will = typed->will;
  const char      *correlation_fault = sonde_payload_field_get_fault (self->correlation_row);

  if (correlation_fault == NULL)
    correlation_fault = sonde_will_check_correlation_data (g_bytes_get_size (will->correlation_data));

  sonde_fault_row_set_fault (self->topic_fault, sonde_will_check_topic (will->topic));
  sonde_fault_row_set_fault (self->payload_fault, check_payload (self, will, typed->version == SONDE_MQTT_5));
  sonde_fault_row_set_fault (self->content_type_fault, sonde_will_check_content_type (will->content_type));
  sonde_fault_row_set_fault (self->response_topic_fault, sonde_will_check_response_topic (will->response_topic));
  sonde_fault_row_set_fault (self->correlation_fault, correlation_fault);
}

static void
sonde_will_page_update (SondeEditorPage    *page,
                        const SondeProfile *typed)
{
  SondeWillPage *self = SONDE_WILL_PAGE (page);
  gboolean       has_will = *typed->will->topic != '\0';
  gboolean       is_5 = typed->version == SONDE_MQTT_5;

  gtk_widget_set_visible (GTK_WIDGET (self->payload_row), has_will);
  gtk_widget_set_visible (GTK_WIDGET (self->qos_row), has_will);
  gtk_widget_set_visible (GTK_WIDGET (self->retain_row), has_will);
  gtk_widget_set_visible (self->properties_group, has_will && is_5);
  gtk_widget_set_visible (GTK_WIDGET (self->user_properties), has_will && is_5);
  check (self, typed);
}

static char *
format_delay (SondeWillPage *self,
              double         seconds)
{
  return g_strdup (seconds > 0 ? _ ("Seconds the broker waits before it publishes: none when the client is back by then")
                               : _ ("Seconds; 0: published at once"));
}

static void
sonde_will_page_class_init (SondeWillPageClass *klass)
{
  GtkWidgetClass       *widget_class = GTK_WIDGET_CLASS (klass);
  SondeEditorPageClass *page_class = SONDE_EDITOR_PAGE_CLASS (klass);

  page_class->load = sonde_will_page_load;
  page_class->save = sonde_will_page_save;
  page_class->update = sonde_will_page_update;

  g_type_ensure (SONDE_TYPE_ENTRY_ROW);
  g_type_ensure (SONDE_TYPE_FAULT_ROW);
  g_type_ensure (SONDE_TYPE_PAIR_LIST);
  g_type_ensure (SONDE_TYPE_PAYLOAD_FIELD);
  g_type_ensure (SONDE_TYPE_SPIN_ROW);
  g_type_ensure (SONDE_TYPE_SWITCH_ROW);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/editor/sonde-will-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeWillPage, topic_row);
  gtk_widget_class_bind_template_child (widget_class, SondeWillPage, topic_fault);
  gtk_widget_class_bind_template_child (widget_class, SondeWillPage, payload_row);
  gtk_widget_class_bind_template_child (widget_class, SondeWillPage, payload_fault);
  gtk_widget_class_bind_template_child (widget_class, SondeWillPage, qos_row);
  gtk_widget_class_bind_template_child (widget_class, SondeWillPage, retain_row);
  gtk_widget_class_bind_template_child (widget_class, SondeWillPage, properties_group);
  gtk_widget_class_bind_template_child (widget_class, SondeWillPage, delay_row);
  gtk_widget_class_bind_template_child (widget_class, SondeWillPage, expiry_row);
  gtk_widget_class_bind_template_child (widget_class, SondeWillPage, utf8_row);
  gtk_widget_class_bind_template_child (widget_class, SondeWillPage, content_type_row);
  gtk_widget_class_bind_template_child (widget_class, SondeWillPage, content_type_fault);
  gtk_widget_class_bind_template_child (widget_class, SondeWillPage, response_topic_row);
  gtk_widget_class_bind_template_child (widget_class, SondeWillPage, response_topic_fault);
  gtk_widget_class_bind_template_child (widget_class, SondeWillPage, correlation_row);
  gtk_widget_class_bind_template_child (widget_class, SondeWillPage, correlation_fault);
  gtk_widget_class_bind_template_child (widget_class, SondeWillPage, user_properties);
  gtk_widget_class_bind_template_callback (widget_class, format_delay);
  gtk_widget_class_bind_template_callback_full (widget_class, "changed_cb", G_CALLBACK (sonde_editor_page_changed));
}

static void
sonde_will_page_init (SondeWillPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
