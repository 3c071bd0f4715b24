/* sonde-commands.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-commands"

#include "sonde-commands.h"

#include <string.h>

/* Words of these characters alone stand in a shell as they are. */
static char *
quote_for_shell (const char *text)
{
  if (*text != '\0' && strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-/:@%") == strlen (text) &&
      *text != '-')
    return g_strdup (text);
  return g_shell_quote (text);
}

static char *
quote_for_python (const char *text)
{
  GString *quoted = g_string_new ("\"");

  for (const char *at = text; *at != '\0'; at++)
    {
      if (*at == '"' || *at == '\\')
        g_string_append_printf (quoted, "\\%c", *at);
      else if ((guchar) *at < 0x20 || *at == 0x7f)
        g_string_append_printf (quoted, "\\x%02x", (guchar) *at);
      else
        g_string_append_c (quoted, *at);
    }
  g_string_append_c (quoted, '"');
  return g_string_free (quoted, FALSE);
}

static char *
make_paho (const char *constructor,
           const char *host,
           guint16     port,
           const char *topic)
{
  g_autofree char *python_host = quote_for_python (host);
  g_autofree char *python_topic = quote_for_python (topic);
  g_autofree char *second = g_strconcat (topic, "_2", NULL);
  g_autofree char *python_second = quote_for_python (second);

  return g_strdup_printf ("import random, time\n"
                          "import paho.mqtt.client as mqtt\n"
                          "\n"
                          "client_id = f\"bci_{random.randint(100000, 999999)}\"\n"
                          "client = mqtt.Client(%sclient_id=client_id)\n"
                          "client.connect(%s, %u)\n"
                          "client.loop_start()\n"
                          "n = 0\n"
                          "while True:\n"
                          "    client.publish(%s, f\"hello {n}\")\n"
                          "    client.publish(%s, f\"你好 {n}\")\n"
                          "    n += 1\n"
                          "    time.sleep(1)\n",
                          constructor, python_host, port, python_topic, python_second);
}

char *
sonde_command_to_text (SondeCommand command,
                       const char  *host,
                       guint16      port,
                       const char  *topic)
{
  g_autofree char *shell_host = NULL;
  g_autofree char *shell_topic = NULL;

  g_return_val_if_fail (host != NULL, NULL);
  g_return_val_if_fail (topic != NULL, NULL);

  shell_host = quote_for_shell (host);
  shell_topic = quote_for_shell (topic);

  switch (command)
    {
    case SONDE_COMMAND_SUBSCRIBE:
      return g_strdup_printf ("mosquitto_sub -h %s -p %u -t %s -v", shell_host, port, shell_topic);
    case SONDE_COMMAND_PUBLISH:
      return g_strdup_printf ("mosquitto_pub -h %s -p %u -t %s -m hello", shell_host, port, shell_topic);
    case SONDE_COMMAND_PAHO_1:
      return make_paho ("", host, port, topic);
    case SONDE_COMMAND_PAHO_2:
      return make_paho ("mqtt.CallbackAPIVersion.VERSION2, ", host, port, topic);
    default:
      g_return_val_if_reached (NULL);
    }
}
