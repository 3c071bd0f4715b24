/* sonde-copy-as.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-copy-as"

#include "sonde-copy-as-private.h"

#include <sonde-record-text.h>

char *
sonde_copy_as_text (const SondeCopySource *source,
                    SondeCopyAs            format)
{
  GString *line;

  g_return_val_if_fail (source != NULL, NULL);
  g_return_val_if_fail (sonde_record_get_kind (source->record) != SONDE_MESSAGE_EVENT, NULL);

  switch (format)
    {
    case SONDE_COPY_AS_MOSQUITTO_PUB:
      return sonde_copy_as_mosquitto (source, "mosquitto_pub");
    case SONDE_COPY_AS_MOSQUITTO_SUB:
      return sonde_copy_as_mosquitto (source, "mosquitto_sub");
    case SONDE_COPY_AS_PYTHON:
      return sonde_copy_as_python (source);
    case SONDE_COPY_AS_JSON:
      line = g_string_new (NULL);
      sonde_record_append_json (line, source->segment, source->record);
      return g_string_free (line, FALSE);
    default:
      g_return_val_if_reached (NULL);
    }
}

gboolean
sonde_copy_as_from_name (const char  *name,
                         SondeCopyAs *format)
{
  static const char *const names[] = {
    [SONDE_COPY_AS_MOSQUITTO_PUB] = "mosquitto_pub",
    [SONDE_COPY_AS_MOSQUITTO_SUB] = "mosquitto_sub",
    [SONDE_COPY_AS_PYTHON] = "python",
    [SONDE_COPY_AS_JSON] = "json",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_strcmp0 (names[i], name) == 0)
      {
        *format = i;
        return TRUE;
      }

  return FALSE;
}
