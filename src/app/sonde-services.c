/* sonde-services.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-services"

#include "sonde-services.h"

struct _SondeServices
{
  GObject parent_instance;

  SondeNetwork       *network;
  SondeBudget        *budget;
  SondeProfileStore  *profiles;
  SondeSecretStore   *secrets;
  SondeLocalBroker   *local_broker;
  char               *data_folder;
  SondeWaitingStore  *waiting;
  SondeRecentStore   *recent_filters;
  SondeRecentStore   *recent_topics;
  SondeTemplateStore *templates;
  SondeHistoryStore  *history;
};

G_DEFINE_FINAL_TYPE (SondeServices, sonde_services, G_TYPE_OBJECT)

static void
sonde_services_dispose (GObject *object)
{
  SondeServices *self = SONDE_SERVICES (object);

  g_clear_object (&self->recent_topics);
  g_clear_object (&self->recent_filters);
  g_clear_object (&self->waiting);
  g_clear_object (&self->templates);
  g_clear_object (&self->history);
  g_clear_object (&self->local_broker);
  g_clear_object (&self->secrets);
  g_clear_object (&self->profiles);
  g_clear_object (&self->budget);
  g_clear_object (&self->network);

  G_OBJECT_CLASS (sonde_services_parent_class)->dispose (object);
}

static void
sonde_services_finalize (GObject *object)
{
  g_free (SONDE_SERVICES (object)->data_folder);

  G_OBJECT_CLASS (sonde_services_parent_class)->finalize (object);
}

static void
sonde_services_class_init (SondeServicesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sonde_services_dispose;
  G_OBJECT_CLASS (klass)->finalize = sonde_services_finalize;
}

static void
sonde_services_init (SondeServices *self)
{
}

SondeServices *
sonde_services_new (const char *config_folder,
                    const char *data_folder)
{
  SondeServices   *self = g_object_new (SONDE_TYPE_SERVICES, NULL);
  g_autofree char *profiles_path = g_build_filename (config_folder, "profiles.json", NULL);
  g_autofree char *broker_folder = g_build_filename (data_folder, "local-broker", NULL);
  g_autofree char *waiting_path = g_build_filename (data_folder, "waiting.jsonl", NULL);
  g_autofree char *filters_path = g_build_filename (data_folder, "recent-filters.jsonl", NULL);
  g_autofree char *topics_path = g_build_filename (data_folder, "recent-topics.jsonl", NULL);
  g_autofree char *templates_path = g_build_filename (data_folder, "templates.jsonl", NULL);
  g_autofree char *history_path = g_build_filename (data_folder, "history.jsonl", NULL);

  self->network = sonde_network_new ();
  self->budget = sonde_budget_new (SONDE_BUDGET_DEFAULT);
  self->profiles = sonde_profile_store_new (profiles_path);
  self->secrets = sonde_secret_store_new ();
  self->local_broker = sonde_local_broker_new (broker_folder);
  self->data_folder = g_strdup (data_folder);
  self->waiting = sonde_waiting_store_new (waiting_path);
  self->recent_filters = sonde_recent_store_new (filters_path, TRUE);
  self->recent_topics = sonde_recent_store_new (topics_path, FALSE);
  self->templates = sonde_template_store_new (templates_path);
  self->history = sonde_history_store_new (history_path);
  return self;
}

SondeNetwork *
sonde_services_get_network (SondeServices *self)
{
  g_return_val_if_fail (SONDE_IS_SERVICES (self), NULL);

  return self->network;
}

SondeBudget *
sonde_services_get_budget (SondeServices *self)
{
  g_return_val_if_fail (SONDE_IS_SERVICES (self), NULL);

  return self->budget;
}

SondeProfileStore *
sonde_services_get_profiles (SondeServices *self)
{
  g_return_val_if_fail (SONDE_IS_SERVICES (self), NULL);

  return self->profiles;
}

SondeSecretStore *
sonde_services_get_secrets (SondeServices *self)
{
  g_return_val_if_fail (SONDE_IS_SERVICES (self), NULL);

  return self->secrets;
}

SondeLocalBroker *
sonde_services_get_local_broker (SondeServices *self)
{
  g_return_val_if_fail (SONDE_IS_SERVICES (self), NULL);

  return self->local_broker;
}

const char *
sonde_services_get_data_folder (SondeServices *self)
{
  g_return_val_if_fail (SONDE_IS_SERVICES (self), NULL);

  return self->data_folder;
}

SondeWaitingStore *
sonde_services_get_waiting (SondeServices *self)
{
  g_return_val_if_fail (SONDE_IS_SERVICES (self), NULL);

  return self->waiting;
}

SondeRecentStore *
sonde_services_get_recent_filters (SondeServices *self)
{
  g_return_val_if_fail (SONDE_IS_SERVICES (self), NULL);

  return self->recent_filters;
}

SondeRecentStore *
sonde_services_get_recent_topics (SondeServices *self)
{
  g_return_val_if_fail (SONDE_IS_SERVICES (self), NULL);

  return self->recent_topics;
}

SondeTemplateStore *
sonde_services_get_templates (SondeServices *self)
{
  g_return_val_if_fail (SONDE_IS_SERVICES (self), NULL);

  return self->templates;
}

SondeHistoryStore *
sonde_services_get_history (SondeServices *self)
{
  g_return_val_if_fail (SONDE_IS_SERVICES (self), NULL);

  return self->history;
}

void
sonde_services_flush (SondeServices *self)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (SONDE_IS_SERVICES (self));

  if (!sonde_template_store_flush (self->templates, &error))
    g_warning ("%s", error->message);
  g_clear_error (&error);
  if (!sonde_history_store_flush (self->history, &error))
    g_warning ("%s", error->message);
}
