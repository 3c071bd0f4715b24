/* sonde-trial.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-trial"

#include "sonde-trial.h"

#include "sonde-advice.h"
#include "sonde-status.h"
#include "sonde-target.h"

#include <sonde-mosquitto-transport.h>
#include <sonde-mqtt-error.h>
#include <sonde-secret.h>
#include <sonde-session.h>

#include <glib/gi18n.h>

#define CLIENT_IDENTIFIER_NOT_VALID 0x85
#define NOT_AUTHORIZED 0x87

struct _SondeTrial
{
  GObject parent_instance;

  SondeServices *services;
  SondeProfile  *profile; /* as it is tried */
  SondeTrialId   id;
  GHashTable    *secrets; /* purpose → typed */

  GTask        *task; /* until it has ended */
  SondeSession *session;
  SondeReport  *report;
  gboolean      accepted;
  gboolean      session_present;
  guint8        reason;
  char         *connack_text;
};

G_DEFINE_FINAL_TYPE (SondeTrial, sonde_trial, G_TYPE_OBJECT)

enum
{
  PROP_REPORT = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
notify_report (SondeTrial *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REPORT]);
}

/* Some brokers know only certain client ids (5.0, 3.1.3.1): then a test with another tells little. */
static const char *
get_advice (SondeTrial   *self,
            const GError *error)
{
  gboolean by_id = self->reason == CLIENT_IDENTIFIER_NOT_VALID || self->reason == NOT_AUTHORIZED;

  if (by_id && self->id == SONDE_TRIAL_OWN_ID && error->domain == SONDE_MQTT_ERROR &&
      (error->code == SONDE_MQTT_ERROR_REFUSED || error->code == SONDE_MQTT_ERROR_CLIENT_ID))
    return _ ("The test used a client ID of its own, to leave the session alone: this broker may want the one typed.");

  return sonde_advice_for (self->profile, error, self->reason);
}

static void
tell_failure (SondeTrial   *self,
              const GError *error)
{
  SondeChain     *chain = self->session != NULL ? sonde_session_get_chain (self->session) : NULL;
  const char     *advice = NULL;
  SondeSuggestion suggestion;

  if (chain != NULL && g_error_matches (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_TLS))
    {
      sonde_report_set_chain (self->report, chain);
      advice = sonde_advice_for_chain (self->profile, chain);
    }
  if (advice == NULL)
    advice = get_advice (self, error);
  suggestion = sonde_suggestion_for (self->profile, error);
  if (self->id != SONDE_TRIAL_OWN_ID || suggestion != SONDE_SUGGESTION_NEW_CLIENT_ID)
    sonde_report_set_suggestion (self->report, suggestion);
  sonde_report_fail (self->report, error, advice, g_get_monotonic_time ());
}

/* Takes @error; %NULL is success. */
static void
end (SondeTrial *self,
     GError     *error)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  if (task == NULL)
    {
      g_clear_error (&error);
      return;
    }

  if (g_task_get_cancellable (task) != NULL)
    g_signal_handlers_disconnect_by_data (g_task_get_cancellable (task), self);
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      tell_failure (self, error);
      notify_report (self);
    }

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
stage_cb (SondeSession *session,
          int           stage,
          const char   *detail,
          gint64        time,
          SondeTrial   *self)
{
  sonde_report_stage (self->report, (SondeStage) stage, detail, time);
  notify_report (self);
}

static void
connack_cb (SondeSession *session,
            guint         reason,
            gboolean      session_present,
            GBytes       *answer,
            SondeTrial   *self)
{
  gsize         size = 0;
  const guint8 *bytes = answer == NULL ? NULL : g_bytes_get_data (answer, &size);

  self->reason = reason;
  self->accepted = reason == 0;
  self->session_present = session_present;
  self->connack_text = sonde_connack_to_text (self->profile->version, reason, session_present, bytes, size);
  if (!self->accepted)
    return;

  sonde_report_stage (self->report, SONDE_STAGE_ONLINE, NULL, g_get_monotonic_time ());
  notify_report (self);
  sonde_session_disconnect (session);
}

static void
state_cb (SondeTrial *self)
{
  const GError *error = sonde_session_get_error (self->session);

  if (sonde_session_get_state (self->session) != SONDE_STATE_IDLE)
    return;

  g_signal_handlers_disconnect_by_data (self->session, self);
  end (self, self->accepted || error == NULL ? NULL : g_error_copy (error));
  g_object_unref (self);
}

/* Before the broker has CONNECT, all can end at once; after it only DISCONNECT keeps it from
 * publishing the will (5.0, 3.1.2.5), and that goes out once CONNACK has come. */
static void
cancelled_cb (SondeTrial *self)
{
  g_autoptr (SondeTrial) kept = g_object_ref (self);

  end (self, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("Stopped.")));
  if (self->session != NULL && sonde_session_get_stage (self->session) < SONDE_STAGE_CONNECT)
    sonde_session_disconnect (self->session);
}

static void
use_typed_secrets (SondeTrial  *self,
                   SondeTarget *target)
{
  GHashTableIter iter;
  gpointer       purpose;
  gpointer       secret;

  g_hash_table_iter_init (&iter, self->secrets);
  while (g_hash_table_iter_next (&iter, &purpose, &secret))
    sonde_target_set_secret (target, purpose, secret);
}

static void
prepared_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (SondeTrial) self = user_data;
  g_autoptr (SondeTarget) target = NULL;
  g_autoptr (SondeMosquittoTransport) transport = NULL;
  GError *error = NULL;

  target = sonde_target_prepare_finish (result, &error);
  if (target == NULL || self->task == NULL)
    {
      end (self, error);
      return;
    }

  use_typed_secrets (self, target);
  transport = sonde_mosquitto_transport_new (sonde_services_get_network (self->services));
  self->session = sonde_session_new (SONDE_TRANSPORT (transport));
  g_signal_connect (self->session, "stage", G_CALLBACK (stage_cb), self);
  g_signal_connect (self->session, "connack", G_CALLBACK (connack_cb), self);
  sonde_session_connect (self->session, target->profile, target->password);

  /* Holds itself until the connection has ended. */
  g_object_ref (self);
  g_signal_connect_swapped (self->session, "notify::state", G_CALLBACK (state_cb), self);
}

void
sonde_trial_run_async (SondeTrial         *self,
                       GCancellable       *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer            user_data)
{
  g_return_if_fail (SONDE_IS_TRIAL (self));
  g_return_if_fail (self->task == NULL && self->session == NULL);

  self->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (self->task, sonde_trial_run_async);
  if (cancellable != NULL)
    g_signal_connect_swapped (cancellable, "cancelled", G_CALLBACK (cancelled_cb), self);
  sonde_target_prepare_async (self->services, self->profile, cancellable, prepared_cb, g_object_ref (self));
}

gboolean
sonde_trial_run_finish (SondeTrial   *self,
                        GAsyncResult *result,
                        GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static gboolean
keeps_session (const SondeProfile *profile)
{
  return !profile->clean_start || (profile->version == SONDE_MQTT_5 && profile->session_expiry > 0);
}

SondeTrialId
sonde_trial_choose_id (const SondeProfile *typed,
                       const SondeProfile *kept,
                       gboolean            in_use)
{
  gboolean same = kept != NULL && g_str_equal (typed->client_id, kept->client_id);

  if (keeps_session (typed) || (same && (in_use || keeps_session (kept))))
    return SONDE_TRIAL_OWN_ID;

  return SONDE_TRIAL_SAME_ID;
}

void
sonde_trial_set_secret (SondeTrial *self,
                        const char *purpose,
                        const char *secret)
{
  g_return_if_fail (SONDE_IS_TRIAL (self));
  g_return_if_fail (purpose != NULL && secret != NULL);

  g_hash_table_insert (self->secrets, g_strdup (purpose), g_strdup (secret));
}

SondeTrialId
sonde_trial_get_id (SondeTrial *self)
{
  g_return_val_if_fail (SONDE_IS_TRIAL (self), SONDE_TRIAL_OWN_ID);

  return self->id;
}

const SondeReport *
sonde_trial_get_report (SondeTrial *self)
{
  g_return_val_if_fail (SONDE_IS_TRIAL (self), NULL);

  return self->report;
}

const char *
sonde_trial_get_connack_text (SondeTrial *self)
{
  g_return_val_if_fail (SONDE_IS_TRIAL (self), NULL);

  return self->connack_text;
}

gboolean
sonde_trial_get_session_present (SondeTrial *self)
{
  g_return_val_if_fail (SONDE_IS_TRIAL (self), FALSE);

  return self->session_present;
}

static void
sonde_trial_finalize (GObject *object)
{
  SondeTrial *self = SONDE_TRIAL (object);

  g_clear_object (&self->session);
  g_clear_object (&self->services);
  g_clear_pointer (&self->secrets, g_hash_table_unref);
  g_clear_pointer (&self->profile, sonde_profile_free);
  g_clear_pointer (&self->report, sonde_report_free);
  g_clear_pointer (&self->connack_text, g_free);

  G_OBJECT_CLASS (sonde_trial_parent_class)->finalize (object);
}

static void
sonde_trial_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_REPORT:
      g_value_set_boxed (value, SONDE_TRIAL (object)->report);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_trial_class_init (SondeTrialClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = sonde_trial_finalize;
  object_class->get_property = sonde_trial_get_property;

  properties[PROP_REPORT] = g_param_spec_boxed ("report", NULL, NULL, SONDE_TYPE_REPORT,
                                                G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
sonde_trial_init (SondeTrial *self)
{
  self->secrets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) sonde_secret_free);
}

SondeTrial *
sonde_trial_new (SondeServices      *services,
                 const SondeProfile *profile,
                 SondeTrialId        id)
{
  SondeTrial *self;

  g_return_val_if_fail (SONDE_IS_SERVICES (services), NULL);
  g_return_val_if_fail (profile != NULL, NULL);

  self = g_object_new (SONDE_TYPE_TRIAL, NULL);
  self->services = g_object_ref (services);
  self->id = id;
  self->profile = sonde_profile_copy (profile);
  self->profile->reconnect = FALSE;
  self->profile->clean_start = TRUE;
  self->profile->session_expiry = 0;
  if (id == SONDE_TRIAL_OWN_ID && *profile->client_id != '\0')
    {
      g_free (self->profile->client_id);
      self->profile->client_id = sonde_profile_generate_client_id ();
    }
  self->report = sonde_report_new (self->profile);
  return self;
}
