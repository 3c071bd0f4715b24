/* sonde-connection.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-connection"

#include "sonde-connection-private.h"

#include "sonde-status.h"
#include "sonde-target.h"

#include <sonde-mosquitto-transport.h>

#include <string.h>

G_DEFINE_FINAL_TYPE (SondeConnection, sonde_connection, G_TYPE_OBJECT)

enum
{
  PASSWORD_NEEDED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint       signals[N_SIGNALS];

void
sonde_connection_notify (SondeConnection *self,
                         guint            property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static gboolean
can_connect (SondeConnection *self)
{
  return self->state == SONDE_STATE_IDLE;
}

static void
set_text (SondeConnection *self,
          char           **field,
          char            *text, /* (transfer full) */
          guint            property)
{
  g_autofree char *owned = text;

  if (g_strcmp0 (*field, owned) == 0)
    return;

  g_free (*field);
  *field = g_steal_pointer (&owned);
  sonde_connection_notify (self, property);
}

static void
refresh_address (SondeConnection *self)
{
  g_autoptr (SondeProfile) shown = sonde_profile_copy (self->profile);

  if (self->port != 0)
    shown->port = self->port;
  set_text (self, &self->address, sonde_profile_dup_address (shown), PROP_ADDRESS);
}

static gboolean
status_cb (gpointer user_data)
{
  SondeConnection *self = user_data;

  self->status_source = 0;
  sonde_connection_refresh (self);
  return G_SOURCE_REMOVE;
}

static void
refresh_status (SondeConnection *self)
{
  gint64 retry_at = sonde_session_get_retry_at (self->session);
  gint64 now = g_get_monotonic_time ();

  set_text (self, &self->status, sonde_status_to_text (self->state, retry_at, now), PROP_STATUS);

  g_clear_handle_id (&self->status_source, g_source_remove);
  if (self->state == SONDE_STATE_WAITING)
    self->status_source = g_timeout_add (sonde_status_next_change (retry_at, now), status_cb, self);
}

void
sonde_connection_refresh (SondeConnection *self)
{
  SondeState state = self->preparing != NULL ? SONDE_STATE_CONNECTING : sonde_session_get_state (self->session);
  GObject   *object = G_OBJECT (self);

  g_object_freeze_notify (object);
  if (self->state != state)
    {
      self->state = state;
      sonde_connection_notify (self, PROP_STATE);
      sonde_connection_notify (self, PROP_ONLINE);
      sonde_connection_notify (self, PROP_CAN_CONNECT);
      sonde_connection_notify (self, PROP_CAN_DISCONNECT);
      sonde_connection_notify (self, PROP_CAN_RETRY);
      sonde_connection_notify (self, PROP_LIMITS);
    }
  refresh_status (self);
  g_object_thaw_notify (object);
}

static void
stop_preparing (SondeConnection *self)
{
  if (self->preparing == NULL)
    return;

  g_cancellable_cancel (self->preparing);
  g_clear_object (&self->preparing);
}

static void
fail_preparing (SondeConnection *self,
                const GError    *error)
{
  g_free (self->own_error);
  self->own_error = g_strdup (error->message);
  sonde_connection_fail_attempt (self, error);
  sonde_connection_notify (self, PROP_ERROR_TEXT);
  sonde_connection_refresh (self);
}

static void
prepared_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (SondeConnection) self = user_data;
  g_autoptr (SondeTarget) target = NULL;
  g_autoptr (GError) error = NULL;
  gboolean other_broker;

  target = sonde_target_prepare_finish (result, &error);

  /* The user pressed Disconnect, or Connect anew. */
  if (g_task_get_cancellable (G_TASK (result)) != self->preparing)
    return;

  g_clear_object (&self->preparing);
  if (target == NULL)
    {
      fail_preparing (self, error);
      return;
    }

  other_broker = target->other_broker;
  if (self->other_broker != other_broker)
    {
      self->other_broker = other_broker;
      sonde_connection_notify (self, PROP_OTHER_BROKER);
    }
  self->own_broker = target->own_broker;
  self->port = target->profile->port;
  if (self->own_broker && target->profile->tls->use_tls)
    sonde_connection_begin_attempt (self, target->profile);
  self->had_password = self->run_password != NULL || target->password != NULL;
  refresh_address (self);
  sonde_session_connect (self->session, target->profile,
                         self->run_password != NULL ? self->run_password : target->password);
  sonde_connection_refresh (self);
}

void
sonde_connection_connect (SondeConnection *self)
{
  g_return_if_fail (SONDE_IS_CONNECTION (self));

  stop_preparing (self);
  self->comes_back = FALSE;
  if (self->state == SONDE_STATE_IDLE)
    sonde_connection_drop_by_hand (self);
  g_clear_pointer (&self->own_error, g_free);
  self->connack_came = FALSE;
  sonde_connection_notify (self, PROP_LIMITS);
  sonde_connection_notify (self, PROP_ERROR_TEXT);
  sonde_connection_begin_attempt (self, self->profile);

  self->preparing = g_cancellable_new ();
  sonde_target_prepare_async (self->services, self->profile, self->preparing, prepared_cb, g_object_ref (self));
  sonde_connection_refresh (self);
}

void
sonde_connection_connect_with_password (SondeConnection *self,
                                        const char      *password)
{
  g_return_if_fail (SONDE_IS_CONNECTION (self));

  sonde_secret_set (&self->run_password, password);
  sonde_connection_connect (self);
}

void
sonde_connection_forget_password (SondeConnection *self)
{
  g_return_if_fail (SONDE_IS_CONNECTION (self));

  g_clear_pointer (&self->run_password, sonde_secret_free);
}

void
sonde_connection_disconnect (SondeConnection *self)
{
  const SondeGoodbye normal = { 0 };

  sonde_connection_say_goodbye (self, &normal);
}

void
sonde_connection_say_goodbye (SondeConnection    *self,
                              const SondeGoodbye *goodbye)
{
  g_return_if_fail (SONDE_IS_CONNECTION (self));

  stop_preparing (self);
  self->comes_back = FALSE;
  sonde_session_say_goodbye (self->session, goodbye);
  sonde_connection_refresh (self);
}

void
sonde_connection_retry_now (SondeConnection *self)
{
  g_return_if_fail (SONDE_IS_CONNECTION (self));

  if (self->state == SONDE_STATE_IDLE)
    sonde_connection_connect (self);
  else
    sonde_session_retry_now (self->session);
}

void
sonde_connection_choose_local_broker (SondeConnection       *self,
                                      SondeLocalBrokerChoice choice)
{
  g_autoptr (SondeProfile) profile = NULL;

  g_return_if_fail (SONDE_IS_CONNECTION (self));

  if (!self->profile->local_broker || self->profile->local_choice == choice)
    return;

  profile = sonde_profile_copy (self->profile);
  profile->local_choice = choice;
  sonde_connection_set_profile (self, profile);
  if (self->state != SONDE_STATE_IDLE)
    sonde_connection_connect (self);
}

static gboolean
is_same_account (const SondeProfile *a,
                 const SondeProfile *b)
{
  return a->port == b->port &&
         a->local_broker == b->local_broker &&
         strcmp (a->host, b->host) == 0 &&
         strcmp (a->user_name, b->user_name) == 0;
}

void
sonde_connection_set_profile (SondeConnection    *self,
                              const SondeProfile *profile)
{
  g_return_if_fail (SONDE_IS_CONNECTION (self));
  g_return_if_fail (profile != NULL);

  if (self->profile != NULL && sonde_profile_equal (self->profile, profile))
    return;

  /* A password is for one user of one broker, and no other broker may learn it. */
  if (self->profile != NULL && !is_same_account (self->profile, profile))
    sonde_connection_forget_password (self);

  g_clear_pointer (&self->profile, sonde_profile_free);
  self->profile = sonde_profile_copy (profile);

  if (self->state == SONDE_STATE_IDLE)
    self->port = 0;
  refresh_address (self);
  sonde_connection_notify (self, PROP_NAME);
  sonde_connection_notify (self, PROP_PROFILE);
  sonde_connection_notify (self, PROP_UNVERIFIED);
}

void
sonde_connection_set_saved (SondeConnection *self,
                            gboolean         saved)
{
  g_return_if_fail (SONDE_IS_CONNECTION (self));

  self->saved = saved;
}

static void
sonde_connection_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  SondeConnection *self = SONDE_CONNECTION (object);

  switch (prop_id)
    {
    case PROP_PROFILE:
      g_value_set_boxed (value, self->profile);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->profile->name);
      break;
    case PROP_ADDRESS:
      g_value_set_string (value, self->address);
      break;
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_STATUS:
      g_value_set_string (value, self->status);
      break;
    case PROP_ERROR_TEXT:
      g_value_set_string (value, sonde_connection_get_error_text (self));
      break;
    case PROP_REPORT:
      g_value_set_boxed (value, self->report);
      break;
    case PROP_LIMITS:
      g_value_set_pointer (value, (gpointer) sonde_connection_get_limits (self));
      break;
    case PROP_ONLINE:
      g_value_set_boolean (value, sonde_connection_get_online (self));
      break;
    case PROP_CAN_CONNECT:
      g_value_set_boolean (value, can_connect (self));
      break;
    case PROP_CAN_DISCONNECT:
      g_value_set_boolean (value, !can_connect (self));
      break;
    case PROP_CAN_RETRY:
      g_value_set_boolean (value, self->state == SONDE_STATE_WAITING);
      break;
    case PROP_RATE:
      g_value_set_double (value, self->rate);
      break;
    case PROP_OTHER_BROKER:
      g_value_set_boolean (value, self->other_broker);
      break;
    case PROP_UNVERIFIED:
      g_value_set_boolean (value, sonde_connection_get_unverified (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_connection_dispose (GObject *object)
{
  SondeConnection *self = SONDE_CONNECTION (object);

  stop_preparing (self);
  g_clear_handle_id (&self->status_source, g_source_remove);
  g_clear_handle_id (&self->rate_source, g_source_remove);
  g_clear_object (&self->waiting);
  if (self->repeats != NULL)
    sonde_repeats_stop (self->repeats);
  g_clear_object (&self->repeats);
  if (self->requests != NULL)
    sonde_requests_stop (self->requests);
  g_clear_object (&self->requests);
  g_clear_object (&self->subscriptions);
  g_clear_object (&self->session);
  g_clear_object (&self->log);
  g_clear_pointer (&self->topics, sonde_topic_tree_unref);
  g_clear_object (&self->services);

  G_OBJECT_CLASS (sonde_connection_parent_class)->dispose (object);
}

static void
sonde_connection_finalize (GObject *object)
{
  SondeConnection *self = SONDE_CONNECTION (object);

  sonde_budget_share_clear (&self->packets_share);
  g_clear_pointer (&self->packets, sonde_packet_ring_unref);
  g_clear_pointer (&self->run_password, sonde_secret_free);
  g_clear_pointer (&self->attempt, sonde_report_free);
  g_clear_pointer (&self->report, sonde_report_free);
  g_clear_pointer (&self->profile, sonde_profile_free);
  g_clear_pointer (&self->own_error, g_free);
  g_clear_pointer (&self->connack, g_bytes_unref);
  g_clear_pointer (&self->address, g_free);
  g_clear_pointer (&self->status, g_free);
  g_clear_pointer (&self->draft.subscribe, sonde_subscribe_form_free);
  g_clear_pointer (&self->draft.form, sonde_publish_form_free);
  g_clear_pointer (&self->draft.beneath, sonde_publish_form_free);

  G_OBJECT_CLASS (sonde_connection_parent_class)->finalize (object);
}

static void
sonde_connection_class_init (SondeConnectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags   flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = sonde_connection_get_property;
  object_class->dispose = sonde_connection_dispose;
  object_class->finalize = sonde_connection_finalize;

  properties[PROP_PROFILE] = g_param_spec_boxed ("profile", NULL, NULL, SONDE_TYPE_PROFILE, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_ADDRESS] = g_param_spec_string ("address", NULL, NULL, NULL, flags);
  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, SONDE_TYPE_STATE, SONDE_STATE_IDLE, flags);
  properties[PROP_STATUS] = g_param_spec_string ("status", NULL, NULL, NULL, flags);
  properties[PROP_ERROR_TEXT] = g_param_spec_string ("error-text", NULL, NULL, NULL, flags);
  properties[PROP_REPORT] = g_param_spec_boxed ("report", NULL, NULL, SONDE_TYPE_REPORT, flags);
  properties[PROP_LIMITS] = g_param_spec_pointer ("limits", NULL, NULL, flags);
  properties[PROP_ONLINE] = g_param_spec_boolean ("online", NULL, NULL, FALSE, flags);
  properties[PROP_CAN_CONNECT] = g_param_spec_boolean ("can-connect", NULL, NULL, TRUE, flags);
  properties[PROP_CAN_DISCONNECT] = g_param_spec_boolean ("can-disconnect", NULL, NULL, FALSE, flags);
  properties[PROP_CAN_RETRY] = g_param_spec_boolean ("can-retry", NULL, NULL, FALSE, flags);
  properties[PROP_RATE] = g_param_spec_double ("rate", NULL, NULL, 0, G_MAXDOUBLE, 0, flags);
  properties[PROP_OTHER_BROKER] = g_param_spec_boolean ("other-broker", NULL, NULL, FALSE, flags);
  properties[PROP_UNVERIFIED] = g_param_spec_boolean ("unverified", NULL, NULL, FALSE, flags);
  for (guint i = PROP_PROFILE; i < N_PROPS; i++)
    g_object_class_install_property (object_class, i, properties[i]);

  signals[PASSWORD_NEEDED] = g_signal_new ("password-needed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
sonde_connection_init (SondeConnection *self)
{
  self->draft.subscribe = sonde_subscribe_form_new ();
  self->draft.form = sonde_publish_form_new ();
  self->draft.beneath = sonde_publish_form_new ();
  self->draft.live = TRUE;
}

SondeConnection *
sonde_connection_new (SondeServices      *services,
                      const SondeProfile *profile,
                      gboolean            saved)
{
  SondeConnection *self;
  g_autoptr (SondeMosquittoTransport) transport = NULL;

  g_return_val_if_fail (SONDE_IS_SERVICES (services), NULL);
  g_return_val_if_fail (profile != NULL, NULL);

  self = g_object_new (SONDE_TYPE_CONNECTION, NULL);
  self->services = g_object_ref (services);
  self->saved = saved;
  self->packets = sonde_packet_ring_new (SONDE_PACKET_RING_SIZE);
  transport = sonde_mosquitto_transport_new_recording (sonde_services_get_network (services), self->packets);
  self->session = sonde_session_new (SONDE_TRANSPORT (transport));
  self->log = sonde_message_log_new (sonde_services_get_budget (services));
  self->topics = sonde_topic_tree_new (0, sonde_services_get_budget (services));
  sonde_budget_share_init (&self->packets_share, sonde_services_get_budget (services), FALSE);
  self->repeats = sonde_repeats_new (self->session);
  self->subscriptions = sonde_subscriptions_new (self->session, profile);
  sonde_connection_watch (self);
  sonde_connection_set_profile (self, profile);
  self->waiting = sonde_waiting_list_new (self, sonde_services_get_waiting (services));
  for (guint i = 0; i < profile->subscriptions->len; i++)
    {
      const SondeWanted *wanted = g_ptr_array_index (profile->subscriptions, i);

      if (!wanted->by_hand)
        sonde_session_subscribe (self->session, wanted->filter, &wanted->options);
    }
  for (guint i = 0; i < profile->dropped->len; i++)
    sonde_session_unsubscribe (self->session, g_ptr_array_index (profile->dropped, i));
  sonde_connection_refresh (self);
  return self;
}
