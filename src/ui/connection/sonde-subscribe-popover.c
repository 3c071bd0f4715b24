/* sonde-subscribe-popover.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-subscribe-popover"

#include "sonde-subscribe-popover.h"

#include "sonde-entry-row.h"
#include "sonde-fault-row.h"
#include "sonde-pair-list.h"
#include "sonde-spin-row.h"
#include "sonde-switch-row.h"

#include <sonde-reason.h>

#include <glib/gi18n.h>

#define REASON_SHARED_NOT_SUPPORTED 0x9e

struct _SondeSubscribePopover
{
  GtkPopover parent_instance;

  SondeSwitchRow      *on_connect_row;
  GtkEditable         *group_row;
  SondeFaultRow       *group_fault;
  GtkLabel            *group_label;
  AdwPreferencesGroup *v5_group;
  SondeSwitchRow      *no_local_row;
  SondeSwitchRow      *as_published_row;
  GtkCheckButton      *handling_buttons[3]; /* by SondeRetainHandling */
  SondeSpinRow        *id_row;
  SondePairList       *user_properties;

  SondeConnection *connection;
  GSignalGroup    *connection_signals;
  gboolean         loading;
};

G_DEFINE_FINAL_TYPE (SondeSubscribePopover, sonde_subscribe_popover, GTK_TYPE_POPOVER)

enum
{
  PROP_CONNECTION = 1,
  N_PROPS
};

enum
{
  CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint       signals[N_SIGNALS];

/* ---- What holds for this connection ---- */

/* One sentence, of a share group as it is typed. */
static void
explain_group (SondeSubscribePopover *self,
               const SondeLimits     *limits)
{
  const char      *group = gtk_editable_get_text (self->group_row);
  g_autofree char *text = NULL;

  if (limits != NULL && !limits->shared_available)
    text = g_strdup (sonde_reason_to_advice (SONDE_MQTT_5, SONDE_REASON_IN_SUBACK, REASON_SHARED_NOT_SUPPORTED));
  else
    text = g_strdup_printf (_ ("Each message goes to one client of the group, not to all. Subscribes to:\n$share/%s/FILTER"),
                            *group != '\0' ? group : _ ("GROUP"));

  gtk_label_set_label (self->group_label, text);
  gtk_widget_set_sensitive (GTK_WIDGET (self->group_row), limits == NULL || limits->shared_available);
  sonde_fault_row_set_fault (self->group_fault, sonde_subscribe_form_check_group (group));
}

static void
explain_no_local (SondeSubscribePopover *self)
{
  gboolean shared = *gtk_editable_get_text (self->group_row) != '\0';

  gtk_widget_set_sensitive (GTK_WIDGET (self->no_local_row), !shared);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->no_local_row),
                               shared ? _ ("Not with a share group: MQTT 5 forbids it")
                                      : _ ("Not what this client publishes itself"));
}

static void
explain_id (SondeSubscribePopover *self,
            const SondeLimits     *limits)
{
  gboolean available = limits == NULL || limits->subscription_id_available;

  gtk_widget_set_sensitive (GTK_WIDGET (self->id_row), available);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->id_row),
                               available ? _ ("Comes with each message; 0: none")
                                         : _ ("The broker takes none"));
}

static void
update (SondeSubscribePopover *self)
{
  const SondeLimits *limits = sonde_connection_get_limits (self->connection);
  gboolean           is_5 = sonde_connection_get_version (self->connection) == SONDE_MQTT_5;

  explain_group (self, limits);
  explain_no_local (self);
  explain_id (self, limits);
  adw_preferences_group_set_description (self->v5_group,
                                         is_5 ? NULL : _ ("This connection uses MQTT 3, which does not have them."));
  gtk_widget_set_sensitive (GTK_WIDGET (self->v5_group), is_5);
  gtk_widget_set_sensitive (GTK_WIDGET (self->user_properties), is_5);
}

/* ---- The draft ---- */

static void
load (SondeSubscribePopover *self)
{
  const SondeSubscribeForm    *form = sonde_connection_get_draft (self->connection)->subscribe;
  const SondeSubscribeOptions *options = &form->options;

  self->loading = TRUE;
  sonde_switch_row_set_active (self->on_connect_row, !form->by_hand);
  gtk_editable_set_text (self->group_row, form->share_group);
  sonde_switch_row_set_active (self->no_local_row, options->no_local);
  sonde_switch_row_set_active (self->as_published_row, options->retain_as_published);
  gtk_check_button_set_active (self->handling_buttons[options->retain_handling], TRUE);
  sonde_spin_row_set_value (self->id_row, options->id);
  sonde_pair_list_load (self->user_properties, options->user_properties);
  self->loading = FALSE;
}

static void
save (SondeSubscribePopover *self)
{
  SondeSubscribeForm    *form = sonde_connection_get_draft (self->connection)->subscribe;
  SondeSubscribeOptions *options = &form->options;

  form->by_hand = !sonde_switch_row_get_active (self->on_connect_row);
  g_free (form->share_group);
  form->share_group = g_strdup (gtk_editable_get_text (self->group_row));
  options->no_local = sonde_switch_row_get_active (self->no_local_row);
  options->retain_as_published = sonde_switch_row_get_active (self->as_published_row);
  for (guint i = 0; i < G_N_ELEMENTS (self->handling_buttons); i++)
    if (gtk_check_button_get_active (self->handling_buttons[i]))
      options->retain_handling = i;
  options->id = CLAMP (sonde_spin_row_get_value (self->id_row), 0, SONDE_MAX_SUBSCRIPTION_ID);
  g_ptr_array_unref (options->user_properties);
  options->user_properties = sonde_pair_list_dup_pairs (self->user_properties);
}

static void
changed_cb (SondeSubscribePopover *self)
{
  if (self->connection == NULL || self->loading)
    return;

  save (self);
  update (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
sonde_subscribe_popover_set_connection (SondeSubscribePopover *self,
                                        SondeConnection       *connection)
{
  if (!g_set_object (&self->connection, connection))
    return;

  g_signal_group_set_target (self->connection_signals, connection);
  if (connection != NULL)
    {
      load (self);
      update (self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONNECTION]);
}

/* ---- The object ---- */

static void
sonde_subscribe_popover_dispose (GObject *object)
{
  SondeSubscribePopover *self = SONDE_SUBSCRIBE_POPOVER (object);

  g_clear_object (&self->connection_signals);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (sonde_subscribe_popover_parent_class)->dispose (object);
}

static void
sonde_subscribe_popover_get_property (GObject    *object,
                                      guint       prop_id,
                                      GValue     *value,
                                      GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_CONNECTION:
      g_value_set_object (value, SONDE_SUBSCRIBE_POPOVER (object)->connection);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_subscribe_popover_set_property (GObject      *object,
                                      guint         prop_id,
                                      const GValue *value,
                                      GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_CONNECTION:
      sonde_subscribe_popover_set_connection (SONDE_SUBSCRIBE_POPOVER (object), g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_subscribe_popover_class_init (SondeSubscribePopoverClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (SONDE_TYPE_ENTRY_ROW);
  g_type_ensure (SONDE_TYPE_FAULT_ROW);
  g_type_ensure (SONDE_TYPE_PAIR_LIST);
  g_type_ensure (SONDE_TYPE_SPIN_ROW);
  g_type_ensure (SONDE_TYPE_SWITCH_ROW);

  object_class->dispose = sonde_subscribe_popover_dispose;
  object_class->get_property = sonde_subscribe_popover_get_property;
  object_class->set_property = sonde_subscribe_popover_set_property;

  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, SONDE_TYPE_CONNECTION,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/sonde_mqtt/Sonde/connection/sonde-subscribe-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeSubscribePopover, on_connect_row);
  gtk_widget_class_bind_template_child (widget_class, SondeSubscribePopover, group_row);
  gtk_widget_class_bind_template_child (widget_class, SondeSubscribePopover, group_fault);
  gtk_widget_class_bind_template_child (widget_class, SondeSubscribePopover, group_label);
  gtk_widget_class_bind_template_child (widget_class, SondeSubscribePopover, v5_group);
  gtk_widget_class_bind_template_child (widget_class, SondeSubscribePopover, no_local_row);
  gtk_widget_class_bind_template_child (widget_class, SondeSubscribePopover, as_published_row);
  gtk_widget_class_bind_template_child_full (widget_class, "send_button", FALSE,
                                             G_STRUCT_OFFSET (SondeSubscribePopover, handling_buttons[SONDE_RETAIN_SEND]));
  gtk_widget_class_bind_template_child_full (widget_class, "send_new_button", FALSE,
                                             G_STRUCT_OFFSET (SondeSubscribePopover, handling_buttons[SONDE_RETAIN_SEND_NEW]));
  gtk_widget_class_bind_template_child_full (widget_class, "do_not_send_button", FALSE,
                                             G_STRUCT_OFFSET (SondeSubscribePopover, handling_buttons[SONDE_RETAIN_DO_NOT_SEND]));
  gtk_widget_class_bind_template_child (widget_class, SondeSubscribePopover, id_row);
  gtk_widget_class_bind_template_child (widget_class, SondeSubscribePopover, user_properties);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
sonde_subscribe_popover_init (SondeSubscribePopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->connection_signals = g_signal_group_new (SONDE_TYPE_CONNECTION);
  g_signal_group_connect_swapped (self->connection_signals, "notify::limits", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->connection_signals, "notify::profile", G_CALLBACK (update), self);
}

gboolean
sonde_subscribe_popover_focus_fault (SondeSubscribePopover *self)
{
  GtkWidget *field;

  g_return_val_if_fail (SONDE_IS_SUBSCRIBE_POPOVER (self), FALSE);

  field = sonde_fault_row_find_field (GTK_WIDGET (self));
  if (field == NULL)
    return FALSE;

  gtk_popover_popup (GTK_POPOVER (self));
  gtk_widget_grab_focus (field);
  return TRUE;
}
