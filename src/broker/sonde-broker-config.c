/* sonde-broker-config.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-broker-config"

#include "sonde-broker-config.h"

#include <string.h>

char *
sonde_broker_config_to_text (guint16     port,
                             const char *user)
{
  GString *text = g_string_new ("# Written by Sonde at every start of its local broker.\n");

  g_return_val_if_fail (port != 0, NULL);

  /* Loopback only: no other machine can reach it, so it needs no passwords. */
  g_string_append_printf (text, "listener %u 127.0.0.1\n", port);
  g_string_append (text, "allow_anonymous true\n");
  if (user != NULL)
    g_string_append_printf (text, "user %s\n", user);

  g_string_append (text, "persistence true\n"
                         "persistence_location " SONDE_BROKER_DATA_FOLDER "/\n"
                         "autosave_interval 60\n");

  /* The default of 1000 drops the rest of a burst. In flight: far above the default of 20,
   * far below the 65,535 packet ids there are. */
  g_string_append (text, "max_queued_messages 0\n"
                         "max_inflight_messages 1000\n"
                         "set_tcp_nodelay true\n");

  g_string_append (text, "log_dest stderr\n"
                         "log_timestamp false\n"
                         "log_type error\n"
                         "log_type warning\n"
                         "log_type notice\n"
                         "log_type information\n");

  return g_string_free (text, FALSE);
}

SondeBrokerLine
sonde_broker_line_parse (const char *line)
{
  g_return_val_if_fail (line != NULL, SONDE_BROKER_LINE_OTHER);

  if (g_str_has_prefix (line, "mosquitto version ") && g_str_has_suffix (line, " running"))
    return SONDE_BROKER_LINE_RUNNING;

  if (!g_str_has_prefix (line, "Error: "))
    return SONDE_BROKER_LINE_OTHER;

  if (strstr (line, "Address already in use") != NULL)
    return SONDE_BROKER_LINE_PORT_TAKEN;

  return SONDE_BROKER_LINE_ERROR;
}
