/* sonde-alerts.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *   SondeAlertRules ── SondeAlertRule ── SondeMessageWatch (a worker) ── the log
 *                       │ at most once in 5 s
 *                     "alert"
 */

#define G_LOG_DOMAIN "sonde-alerts"

#include "sonde-alerts.h"

#include "sonde-alert-rule.h"
#include "sonde-alert-rules.h"

struct _SondeAlerts
{
  GObject parent_instance;

  SondeConnections   *connections;
  SondeAlertRules    *texts;
  SondeAlertsSeenFunc is_seen;
  gpointer            user_data;
  GPtrArray          *rules; /* of SondeAlertRule */
};

G_DEFINE_FINAL_TYPE (SondeAlerts, sonde_alerts, G_TYPE_OBJECT)

enum
{
  ALERT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
due_cb (SondeAlerts    *self,
        guint64         n,
        guint64         serial,
        SondeAlertRule *rule)
{
  SondeConnection *connection = sonde_alert_rule_get_connection (rule);
  SondeMessageLog *log = sonde_connection_get_log (connection);
  guint            position;
  g_autoptr (SondeMessageItem) item = NULL;
  g_autoptr (SondeAlert) alert = NULL;

  /* It may have left the log meanwhile. */
  if (self->is_seen (connection, self->user_data) || !sonde_message_log_get_position (log, serial, &position))
    return;

  item = g_list_model_get_item (G_LIST_MODEL (log), position);
  alert = sonde_alert_new (sonde_connection_get_profile (connection)->id, sonde_connection_get_name (connection),
                           sonde_alert_rule_get_text (rule), sonde_alert_rule_get_query (rule), item, n);
  g_signal_emit (self, signals[ALERT], 0, connection, alert);
}

static SondeAlertRule *
find_rule (GPtrArray       *rules,
           SondeConnection *connection,
           const char      *text)
{
  for (guint i = 0; i < rules->len; i++)
    {
      SondeAlertRule *rule = g_ptr_array_index (rules, i);

      if (sonde_alert_rule_get_connection (rule) == connection &&
          g_str_equal (sonde_alert_rule_get_text (rule), text))
        return rule;
    }

  return NULL;
}

static void
take_rule (SondeAlerts     *self,
           GPtrArray       *rules,
           SondeConnection *connection,
           const char      *text)
{
  SondeAlertRule *rule = find_rule (self->rules, connection, text);

  if (rule != NULL)
    {
      g_ptr_array_add (rules, g_object_ref (rule));
      return;
    }

  rule = sonde_alert_rule_new (connection, text);
  if (rule == NULL)
    return;

  g_ptr_array_add (rules, rule);
  g_signal_connect_object (rule, "due", G_CALLBACK (due_cb), self, G_CONNECT_SWAPPED);
}

/* Those that stay keep what they have seen and told. */
static void
take_rules (SondeAlerts *self)
{
  GPtrArray *rules = g_ptr_array_new_with_free_func (g_object_unref);
  guint      n_connections = g_list_model_get_n_items (G_LIST_MODEL (self->connections));

  for (guint i = 0; i < n_connections; i++)
    {
      g_autoptr (SondeConnection) connection = g_list_model_get_item (G_LIST_MODEL (self->connections), i);
      const char *const *texts = sonde_alert_rules_list (self->texts, sonde_connection_get_profile (connection)->id);

      for (guint j = 0; texts[j] != NULL && j < SONDE_ALERT_RULES_MOST; j++)
        take_rule (self, rules, connection, texts[j]);
    }

  g_ptr_array_unref (self->rules);
  self->rules = rules;
}

static void
sonde_alerts_dispose (GObject *object)
{
  SondeAlerts *self = SONDE_ALERTS (object);

  g_ptr_array_set_size (self->rules, 0);
  g_clear_object (&self->connections);
  g_clear_object (&self->texts);

  G_OBJECT_CLASS (sonde_alerts_parent_class)->dispose (object);
}

static void
sonde_alerts_finalize (GObject *object)
{
  g_ptr_array_unref (SONDE_ALERTS (object)->rules);

  G_OBJECT_CLASS (sonde_alerts_parent_class)->finalize (object);
}

static void
sonde_alerts_class_init (SondeAlertsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sonde_alerts_dispose;
  object_class->finalize = sonde_alerts_finalize;

  signals[ALERT] = g_signal_new ("alert", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 2, SONDE_TYPE_CONNECTION, G_TYPE_POINTER);
}

static void
sonde_alerts_init (SondeAlerts *self)
{
  self->rules = g_ptr_array_new_with_free_func (g_object_unref);
}

SondeAlerts *
sonde_alerts_new (SondeConnections   *connections,
                  SondeAlertsSeenFunc is_seen,
                  gpointer            user_data)
{
  SondeAlerts *self;

  g_return_val_if_fail (SONDE_IS_CONNECTIONS (connections), NULL);
  g_return_val_if_fail (is_seen != NULL, NULL);

  self = g_object_new (SONDE_TYPE_ALERTS, NULL);
  self->connections = g_object_ref (connections);
  self->texts = g_object_ref (sonde_alert_rules_get_for (sonde_connections_get_services (connections)));
  self->is_seen = is_seen;
  self->user_data = user_data;
  g_signal_connect_object (connections, "changed", G_CALLBACK (take_rules), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->texts, "changed", G_CALLBACK (take_rules), self, G_CONNECT_SWAPPED);
  take_rules (self);
  return self;
}

void
sonde_alerts_forget (SondeAlerts     *self,
                     SondeConnection *connection)
{
  g_return_if_fail (SONDE_IS_ALERTS (self));

  for (guint i = 0; i < self->rules->len; i++)
    {
      SondeAlertRule *rule = g_ptr_array_index (self->rules, i);

      if (sonde_alert_rule_get_connection (rule) == connection)
        sonde_alert_rule_forget (rule);
    }
}
