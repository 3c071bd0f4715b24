/* sonde-settings.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-settings"

#include "sonde-settings.h"

static const char *const keys[] = {
  SONDE_SETTING_WINDOW_WIDTH,
  SONDE_SETTING_WINDOW_HEIGHT,
  SONDE_SETTING_WINDOW_MAXIMIZED,
  SONDE_SETTING_SIDEBAR_WIDTH,
  SONDE_SETTING_INSPECTOR_WIDTH,
  SONDE_SETTING_INSPECTOR_VISIBLE,
  SONDE_SETTING_PUBLISH_PANE_HEIGHT,
  SONDE_SETTING_LAST_PROFILE,
  SONDE_SETTING_MEMORY_BUDGET,
  SONDE_SETTING_KEEP_CONNECTIONS,
  SONDE_SETTING_ALERTS,
  SONDE_SETTING_PAYLOAD_VIEWS,
  SONDE_SETTING_LOG_COLUMNS,
  SONDE_SETTING_LOG_TIME,
  SONDE_SETTING_LOG_COMPACT,
  SONDE_SETTING_LOG_TOPIC_SHARE,
  SONDE_SETTING_PALETTE_RECENT,
  SONDE_SETTING_FIRST_STEPS,
};

GSettings *
sonde_settings_new (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, SONDE_SETTINGS_SCHEMA, TRUE);

  if (schema == NULL)
    return NULL;

  /* A build may meet the schema of an older installation; a key it lacks would abort. */
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      if (!g_settings_schema_has_key (schema, keys[i]))
        return NULL;
    }

  return g_settings_new_full (schema, NULL, NULL);
}
