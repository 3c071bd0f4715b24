/* sonde-broker-config.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-broker-config"

#include "sonde-broker-config.h"

#include <string.h>

static void
add_listener (GString                  *text,
              const SondeBrokerOptions *options,
              guint16                   port)
{
  /* Without an address: at all that this computer has, of both kinds. */
  g_string_append_printf (text, "listener %u%s\n", port, options->beyond_loopback ? "" : " 127.0.0.1");
  if (options->use_tls)
    g_string_append (text, "certfile " SONDE_BROKER_CERTIFICATE_FILE "\n"
                           "keyfile " SONDE_BROKER_KEY_FILE "\n");

  if (options->require_password)
    g_string_append (text, "allow_anonymous false\n"
                           "password_file " SONDE_BROKER_PASSWORD_FILE "\n");
  else
    g_string_append (text, "allow_anonymous true\n");
}

static void
add_persistence (GString                  *text,
                 const SondeBrokerOptions *options)
{
  if (!options->persistence)
    {
      g_string_append (text, "persistence false\n");
      return;
    }

  g_string_append (text, "persistence true\n"
                         "persistence_location " SONDE_BROKER_DATA_FOLDER "/\n"
                         "autosave_interval 60\n");
}

/*
 * Not the types subscribe and unsubscribe: their lines begin with a client id, which could be made to
 * read like any other line. What is to be known of them is in those of the packets.
 */
static void
add_log (GString                  *text,
         const SondeBrokerOptions *options)
{
  g_string_append (text, "log_dest stderr\n"
                         "log_timestamp false\n"
                         "log_type error\n"
                         "log_type warning\n"
                         "log_type notice\n"
                         "log_type information\n");
  if (options->log_packets)
    g_string_append (text, "log_type debug\n");
}

char *
sonde_broker_config_to_text (const SondeBrokerOptions *options,
                             guint16                   port,
                             const char               *user)
{
  GString *text;

  g_return_val_if_fail (options != NULL && port != 0, NULL);

  text = g_string_new ("# Written by Sonde at every start of its local broker.\n");
  add_listener (text, options, port);
  if (user != NULL)
    g_string_append_printf (text, "user %s\n", user);
  add_persistence (text, options);

  /* The default of 1000 drops the rest of a burst. In flight: far above the default of 20,
   * far below the 65,535 packet ids there are. */
  g_string_append (text, "max_queued_messages 0\n"
                         "max_inflight_messages 1000\n"
                         "set_tcp_nodelay true\n");
  add_log (text, options);

  return g_string_free (text, FALSE);
}

char *
sonde_broker_config_make_passwords (const SondeBrokerOptions *options)
{
  g_return_val_if_fail (options != NULL, NULL);

  return g_strdup_printf ("%s:%s\n", options->user_name, options->password_hash);
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
