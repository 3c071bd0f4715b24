/* sonde-alert-rules.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-alert-rules"

#include "sonde-alert-rules.h"

#include "sonde-alert-rule.h"

#include <sonde-settings.h>

#include <glib/gi18n.h>

#define RULES "sonde-alert-rules"

struct _SondeAlertRules
{
  GObject parent_instance;

  GSettings  *settings; /* or NULL */
  GHashTable *texts;    /* id of a profile → GStrv */
};

G_DEFINE_FINAL_TYPE (SondeAlertRules, sonde_alert_rules, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
load (SondeAlertRules *self)
{
  g_autoptr (GVariant) all = g_settings_get_value (self->settings, SONDE_SETTING_ALERTS);
  GVariantIter iter;
  const char  *id;
  char       **texts;

  g_variant_iter_init (&iter, all);
  while (g_variant_iter_next (&iter, "{&s^as}", &id, &texts))
    g_hash_table_insert (self->texts, g_strdup (id), texts);
}

static void
save (SondeAlertRules *self)
{
  GVariantBuilder builder;
  GHashTableIter  iter;
  gpointer        id, texts;

  if (self->settings == NULL)
    return;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{sas}"));
  g_hash_table_iter_init (&iter, self->texts);
  while (g_hash_table_iter_next (&iter, &id, &texts))
    g_variant_builder_add (&builder, "{s^as}", id, texts);
  g_settings_set_value (self->settings, SONDE_SETTING_ALERTS, g_variant_builder_end (&builder));
}

static void
take (SondeAlertRules *self,
      const char      *profile_id,
      GStrv            texts) /* (transfer full) */
{
  if (texts[0] != NULL)
    g_hash_table_insert (self->texts, g_strdup (profile_id), texts);
  else
    {
      g_hash_table_remove (self->texts, profile_id);
      g_strfreev (texts);
    }
  save (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
sonde_alert_rules_finalize (GObject *object)
{
  SondeAlertRules *self = SONDE_ALERT_RULES (object);

  g_clear_object (&self->settings);
  g_hash_table_unref (self->texts);

  G_OBJECT_CLASS (sonde_alert_rules_parent_class)->finalize (object);
}

static void
sonde_alert_rules_class_init (SondeAlertRulesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sonde_alert_rules_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
sonde_alert_rules_init (SondeAlertRules *self)
{
  self->texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_strfreev);
}

SondeAlertRules *
sonde_alert_rules_new (GSettings *settings)
{
  SondeAlertRules *self;

  g_return_val_if_fail (settings == NULL || G_IS_SETTINGS (settings), NULL);

  self = g_object_new (SONDE_TYPE_ALERT_RULES, NULL);
  g_set_object (&self->settings, settings);
  if (settings != NULL)
    load (self);
  return self;
}

SondeAlertRules *
sonde_alert_rules_get_for (SondeServices *services)
{
  SondeAlertRules *self;

  g_return_val_if_fail (SONDE_IS_SERVICES (services), NULL);

  self = g_object_get_data (G_OBJECT (services), RULES);
  if (self == NULL)
    {
      g_autoptr (GSettings) settings = sonde_settings_new ();

      self = sonde_alert_rules_new (settings);
      g_object_set_data_full (G_OBJECT (services), RULES, self, g_object_unref);
    }

  return self;
}

const char *const *
sonde_alert_rules_list (SondeAlertRules *self,
                        const char      *profile_id)
{
  static const char *const none[] = { NULL };

  const char *const *texts;

  g_return_val_if_fail (SONDE_IS_ALERT_RULES (self), none);

  texts = g_hash_table_lookup (self->texts, profile_id);
  return texts != NULL ? texts : none;
}

gboolean
sonde_alert_rules_has (SondeAlertRules *self,
                       const char      *profile_id,
                       const char      *text)
{
  return g_strv_contains (sonde_alert_rules_list (self, profile_id), text);
}

gboolean
sonde_alert_rules_add (SondeAlertRules *self,
                       const char      *profile_id,
                       const char      *text,
                       GError         **error)
{
  const char *const *texts;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (SondeQuery) query = NULL;

  g_return_val_if_fail (SONDE_IS_ALERT_RULES (self), FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  if (sonde_alert_rules_has (self, profile_id, text))
    return TRUE;
  query = sonde_alert_rule_parse (text, error);
  if (query == NULL)
    return FALSE;

  texts = sonde_alert_rules_list (self, profile_id);
  if (g_strv_length ((GStrv) texts) >= SONDE_ALERT_RULES_MOST)
    {
      g_set_error (error, SONDE_QUERY_ERROR, SONDE_QUERY_ERROR_TOO_MANY,
                   _ ("A connection has at most %d of them: remove one first."), SONDE_ALERT_RULES_MOST);
      return FALSE;
    }

  g_strv_builder_addv (builder, (const char **) texts);
  g_strv_builder_add (builder, text);
  take (self, profile_id, g_strv_builder_end (builder));
  return TRUE;
}

void
sonde_alert_rules_remove (SondeAlertRules *self,
                          const char      *profile_id,
                          const char      *text)
{
  const char *const *texts;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_return_if_fail (SONDE_IS_ALERT_RULES (self));
  g_return_if_fail (text != NULL);

  if (!sonde_alert_rules_has (self, profile_id, text))
    return;

  texts = sonde_alert_rules_list (self, profile_id);
  for (guint i = 0; texts[i] != NULL; i++)
    if (!g_str_equal (texts[i], text))
      g_strv_builder_add (builder, texts[i]);
  take (self, profile_id, g_strv_builder_end (builder));
}

void
sonde_alert_rules_copy (SondeAlertRules *self,
                        const char      *from_id,
                        const char      *to_id)
{
  const char *const *texts;

  g_return_if_fail (SONDE_IS_ALERT_RULES (self));
  g_return_if_fail (to_id != NULL);

  texts = sonde_alert_rules_list (self, from_id);
  if (texts[0] != NULL)
    take (self, to_id, g_strdupv ((GStrv) texts));
}

void
sonde_alert_rules_forget (SondeAlertRules *self,
                          const char      *profile_id)
{
  g_return_if_fail (SONDE_IS_ALERT_RULES (self));

  if (g_hash_table_contains (self->texts, profile_id))
    take (self, profile_id, g_new0 (char *, 1));
}
