/* sonde-alert-rule.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-alert"

#include "sonde-alert-rule.h"

#include "sonde-alert-pace.h"

#include <sonde-message-watch.h>

struct _SondeAlertRule
{
  GObject parent_instance;

  SondeConnection   *connection;
  char              *text;
  SondeQuery        *query;
  SondeMessageWatch *watch;
  SondeAlertPace     pace;
  guint64            newest;
  guint              due_id;
};

G_DEFINE_FINAL_TYPE (SondeAlertRule, sonde_alert_rule, G_TYPE_OBJECT)

enum
{
  DUE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
tell (SondeAlertRule *self)
{
  guint64 n = sonde_alert_pace_tell (&self->pace, g_get_monotonic_time ());

  if (n > 0)
    g_signal_emit (self, signals[DUE], 0, n, self->newest);
}

static gboolean
due_cb (gpointer user_data)
{
  SondeAlertRule *self = user_data;

  self->due_id = 0;
  tell (self);
  return G_SOURCE_REMOVE;
}

static void
found_cb (SondeAlertRule *self,
          guint           n,
          guint64         newest)
{
  gint64 wait = sonde_alert_pace_add (&self->pace, n, g_get_monotonic_time ());

  self->newest = newest;
  if (self->due_id != 0)
    return;

  if (wait == 0)
    tell (self);
  else
    self->due_id = g_timeout_add (wait / 1000 + 1, due_cb, self);
}

static void
sonde_alert_rule_dispose (GObject *object)
{
  SondeAlertRule *self = SONDE_ALERT_RULE (object);

  g_clear_handle_id (&self->due_id, g_source_remove);
  /* Its last letters are not delivered any more. */
  if (self->watch != NULL)
    g_object_run_dispose (G_OBJECT (self->watch));
  g_clear_object (&self->watch);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (sonde_alert_rule_parent_class)->dispose (object);
}

static void
sonde_alert_rule_finalize (GObject *object)
{
  SondeAlertRule *self = SONDE_ALERT_RULE (object);

  g_clear_pointer (&self->query, sonde_query_unref);
  g_free (self->text);

  G_OBJECT_CLASS (sonde_alert_rule_parent_class)->finalize (object);
}

static void
sonde_alert_rule_class_init (SondeAlertRuleClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sonde_alert_rule_dispose;
  object_class->finalize = sonde_alert_rule_finalize;

  signals[DUE] = g_signal_new ("due", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 2, G_TYPE_UINT64, G_TYPE_UINT64);
}

static void
sonde_alert_rule_init (SondeAlertRule *self)
{
}

SondeQuery *
sonde_alert_rule_parse (const char *text,
                        GError    **error)
{
  g_autofree char *whole = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  whole = g_strconcat ("received ", text, NULL);
  return sonde_query_parse (whole, NULL, error);
}

SondeAlertRule *
sonde_alert_rule_new (SondeConnection *connection,
                      const char      *text)
{
  SondeAlertRule *self;
  g_autoptr (SondeQuery) query = NULL;

  g_return_val_if_fail (SONDE_IS_CONNECTION (connection), NULL);
  g_return_val_if_fail (text != NULL, NULL);

  query = sonde_alert_rule_parse (text, NULL);
  if (query == NULL)
    return NULL;

  self = g_object_new (SONDE_TYPE_ALERT_RULE, NULL);
  self->connection = g_object_ref (connection);
  self->text = g_strdup (text);
  self->watch = sonde_message_watch_new (sonde_connection_get_log (connection), query);
  self->query = g_steal_pointer (&query);
  g_signal_connect_object (self->watch, "found", G_CALLBACK (found_cb), self, G_CONNECT_SWAPPED);
  return self;
}

SondeConnection *
sonde_alert_rule_get_connection (SondeAlertRule *self)
{
  g_return_val_if_fail (SONDE_IS_ALERT_RULE (self), NULL);

  return self->connection;
}

const char *
sonde_alert_rule_get_text (SondeAlertRule *self)
{
  g_return_val_if_fail (SONDE_IS_ALERT_RULE (self), NULL);

  return self->text;
}

const SondeQuery *
sonde_alert_rule_get_query (SondeAlertRule *self)
{
  g_return_val_if_fail (SONDE_IS_ALERT_RULE (self), NULL);

  return self->query;
}

void
sonde_alert_rule_forget (SondeAlertRule *self)
{
  g_return_if_fail (SONDE_IS_ALERT_RULE (self));

  g_clear_handle_id (&self->due_id, g_source_remove);
  sonde_alert_pace_forget (&self->pace);
}
