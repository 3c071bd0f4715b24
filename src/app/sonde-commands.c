/* sonde-commands.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-commands"

#include "sonde-commands.h"

#include "sonde-quote.h"

#include <string.h>

static char *
make_paho (const char *constructor,
           const char *host,
           guint16     port,
           const char *topic)
{
  g_autofree char *python_host = sonde_quote_for_python (host, strlen (host));
  g_autofree char *python_topic = sonde_quote_for_python (topic, strlen (topic));
  g_autofree char *second = g_strconcat (topic, "_2", NULL);
  g_autofree char *python_second = sonde_quote_for_python (second, strlen (second));

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

  shell_host = sonde_quote_for_shell (host, strlen (host));
  shell_topic = sonde_quote_for_shell (topic, strlen (topic));

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
