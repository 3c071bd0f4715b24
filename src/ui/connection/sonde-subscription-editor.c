/* sonde-subscription-editor.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-subscription-editor"

#include "sonde-subscription-editor.h"

#include "sonde-entry-row.h"
#include "sonde-pair-list.h"
#include "sonde-spin-row.h"
#include "sonde-switch-row.h"

#include <glib/gi18n.h>

struct _SondeSubscriptionEditor
{
  AdwWindow parent_instance;

  SondeConnection *connection;
  SondeWanted     *wanted; /* as it was */

  GtkWidget      *save_button;
  GtkLabel       *filter_label;
  GtkEditable    *alias_row;
  AdwComboRow    *qos_row;
  SondeSwitchRow *on_connect_row;
  GtkWidget      *mqtt5_group;
  SondeSwitchRow *no_local_row;
  SondeSwitchRow *retain_row;
  AdwComboRow    *handling_row;
  SondeSpinRow   *id_row;
  SondePairList  *user_properties;
};

G_DEFINE_FINAL_TYPE (SondeSubscriptionEditor, sonde_subscription_editor, ADW_TYPE_WINDOW)

static void
take_options (SondeSubscriptionEditor *self,
              SondeSubscribeOptions   *options)
{
  options->qos = adw_combo_row_get_selected (self->qos_row);
  options->no_local = sonde_switch_row_get_active (self->no_local_row);
  options->retain_as_published = sonde_switch_row_get_active (self->retain_row);
  options->retain_handling = (SondeRetainHandling) adw_combo_row_get_selected (self->handling_row);
  options->id = sonde_spin_row_get_value (self->id_row);
  g_ptr_array_unref (options->user_properties);
  options->user_properties = sonde_pair_list_dup_pairs (self->user_properties);
}

static void
save_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  SondeSubscriptionEditor *self = SONDE_SUBSCRIPTION_EDITOR (widget);
  SondeSubscription       *subscription;
  g_autoptr (SondeWanted) wanted = NULL;

  /* What was done to the row meanwhile stays: it may be muted now, or gone. */
  subscription = sonde_subscriptions_find (sonde_connection_get_subscriptions (self->connection), self->wanted->filter);
  if (subscription != NULL)
    {
      wanted = sonde_wanted_copy (sonde_subscription_get_wanted (subscription));
      g_free (wanted->alias);
      wanted->alias = g_strstrip (g_strdup (gtk_editable_get_text (self->alias_row)));
      wanted->by_hand = !sonde_switch_row_get_active (self->on_connect_row);
      take_options (self, &wanted->options);
      sonde_connection_change_subscription (self->connection, wanted);
    }
  gtk_window_close (GTK_WINDOW (self));
}

static void
update_save (SondeSubscriptionEditor *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "editor.save", sonde_spin_row_get_fault (self->id_row) == NULL);
}

/* Enter in the alias saves. */
static void
alias_activate_cb (SondeSubscriptionEditor *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "editor.save", NULL);
}

static void
load (SondeSubscriptionEditor *self)
{
  const SondeSubscribeOptions *options = &self->wanted->options;

  gtk_label_set_label (self->filter_label, self->wanted->filter);
  gtk_editable_set_text (self->alias_row, self->wanted->alias);
  adw_combo_row_set_selected (self->qos_row, options->qos);
  sonde_switch_row_set_active (self->on_connect_row, !self->wanted->by_hand);
  sonde_switch_row_set_active (self->no_local_row, options->no_local);
  sonde_switch_row_set_active (self->retain_row, options->retain_as_published);
  adw_combo_row_set_selected (self->handling_row, options->retain_handling);
  sonde_spin_row_set_value (self->id_row, options->id);
  sonde_pair_list_load (self->user_properties, options->user_properties);
}

static void
sonde_subscription_editor_dispose (GObject *object)
{
  SondeSubscriptionEditor *self = SONDE_SUBSCRIPTION_EDITOR (object);

  g_clear_object (&self->connection);
  g_clear_pointer (&self->wanted, sonde_wanted_free);

  G_OBJECT_CLASS (sonde_subscription_editor_parent_class)->dispose (object);
}

static void
sonde_subscription_editor_class_init (SondeSubscriptionEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sonde_subscription_editor_dispose;

  g_type_ensure (SONDE_TYPE_ENTRY_ROW);
  g_type_ensure (SONDE_TYPE_PAIR_LIST);
  g_type_ensure (SONDE_TYPE_SPIN_ROW);
  g_type_ensure (SONDE_TYPE_SWITCH_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/sonde_mqtt/Sonde/connection/sonde-subscription-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeSubscriptionEditor, save_button);
  gtk_widget_class_bind_template_child (widget_class, SondeSubscriptionEditor, filter_label);
  gtk_widget_class_bind_template_child (widget_class, SondeSubscriptionEditor, alias_row);
  gtk_widget_class_bind_template_child (widget_class, SondeSubscriptionEditor, qos_row);
  gtk_widget_class_bind_template_child (widget_class, SondeSubscriptionEditor, on_connect_row);
  gtk_widget_class_bind_template_child (widget_class, SondeSubscriptionEditor, mqtt5_group);
  gtk_widget_class_bind_template_child (widget_class, SondeSubscriptionEditor, no_local_row);
  gtk_widget_class_bind_template_child (widget_class, SondeSubscriptionEditor, retain_row);
  gtk_widget_class_bind_template_child (widget_class, SondeSubscriptionEditor, handling_row);
  gtk_widget_class_bind_template_child (widget_class, SondeSubscriptionEditor, id_row);
  gtk_widget_class_bind_template_child (widget_class, SondeSubscriptionEditor, user_properties);
  gtk_widget_class_bind_template_callback (widget_class, alias_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_save);

  gtk_widget_class_install_action (widget_class, "editor.save", NULL, save_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
sonde_subscription_editor_init (SondeSubscriptionEditor *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

SondeSubscriptionEditor *
sonde_subscription_editor_new (GtkWindow         *parent,
                               SondeConnection   *connection,
                               SondeSubscription *subscription,
                               gboolean           only_name)
{
  SondeSubscriptionEditor *self;
  gboolean                 is_mqtt5;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (SONDE_IS_CONNECTION (connection), NULL);
  g_return_val_if_fail (SONDE_IS_SUBSCRIPTION (subscription), NULL);

  self = g_object_new (SONDE_TYPE_SUBSCRIPTION_EDITOR, "transient-for", parent,
                       "title", only_name ? _ ("Rename subscription") : _ ("Edit subscription"), NULL);
  self->connection = g_object_ref (connection);
  self->wanted = sonde_wanted_copy (sonde_subscription_get_wanted (subscription));
  load (self);

  is_mqtt5 = sonde_connection_get_profile (connection)->version == SONDE_MQTT_5;
  gtk_widget_set_visible (GTK_WIDGET (self->qos_row), !only_name);
  gtk_widget_set_visible (GTK_WIDGET (self->on_connect_row), !only_name);
  gtk_widget_set_visible (self->mqtt5_group, !only_name && is_mqtt5);
  gtk_widget_set_visible (GTK_WIDGET (self->user_properties), !only_name && is_mqtt5);
  gtk_window_set_default_size (GTK_WINDOW (self), 460, only_name || !is_mqtt5 ? -1 : 560);
  gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (gtk_editable_get_delegate (self->alias_row)));
  return self;
}
