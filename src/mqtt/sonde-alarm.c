/* sonde-alarm.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-alarm"

#include "sonde-alarm.h"

static gboolean
alarm_dispatch (GSource    *source,
                GSourceFunc callback,
                gpointer    user_data)
{
  g_source_set_ready_time (source, -1);

  return callback (user_data);
}

static GSourceFuncs alarm_funcs = {
  .dispatch = alarm_dispatch,
};

GSource *
sonde_alarm_new (const char *name,
                 GSourceFunc func,
                 gpointer    user_data)
{
  GSource *alarm = g_source_new (&alarm_funcs, sizeof (GSource));

  g_source_set_static_name (alarm, name);
  g_source_set_callback (alarm, func, user_data, NULL);
  g_source_attach (alarm, g_main_context_get_thread_default ());

  return alarm;
}

void
sonde_alarm_clear (GSource **alarm)
{
  if (*alarm == NULL)
    return;

  g_source_destroy (*alarm);
  g_clear_pointer (alarm, g_source_unref);
}
