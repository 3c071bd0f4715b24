/* sonde-commands.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-commands"

#include "sonde-commands.h"

#include "sonde-quote.h"

#include <string.h>

static char *
quote_shell (const char *text)
{
  return sonde_quote_for_shell (text, strlen (text));
}

static char *
quote_python (const char *text)
{
  return sonde_quote_for_python (text, strlen (text));
}

/* client.… of a broker that wants TLS or a user */
static char *
make_paho_login (const SondeProfile *profile)
{
  GString *text = g_string_new (NULL);

  if (profile->tls->use_tls)
    {
      g_autofree char *ca = *profile->tls->ca_file != '\0' ? quote_python (profile->tls->ca_file) : g_strdup ("");

      g_string_append_printf (text, "client.tls_set(%s)\n", ca);
    }
  if (*profile->user_name != '\0')
    {
      g_autofree char *user = quote_python (profile->user_name);

      g_string_append_printf (text, "client.username_pw_set(%s, os.environ[\"MQTT_PASSWORD\"])\n", user);
    }

  return g_string_free (text, FALSE);
}

static char *
make_paho (const char         *constructor,
           const SondeProfile *profile,
           const char         *topic)
{
  g_autofree char *login = make_paho_login (profile);
  g_autofree char *python_host = quote_python (profile->host);
  g_autofree char *python_topic = quote_python (topic);
  g_autofree char *second = g_strconcat (topic, "_2", NULL);
  g_autofree char *python_second = quote_python (second);

  return g_strdup_printf ("import %srandom, time\n"
                          "import paho.mqtt.client as mqtt\n"
                          "\n"
                          "client_id = f\"bci_{random.randint(100000, 999999)}\"\n"
                          "client = mqtt.Client(%sclient_id=client_id)\n"
                          "%s"
                          "client.connect(%s, %u)\n"
                          "client.loop_start()\n"
                          "n = 0\n"
                          "while True:\n"
                          "    client.publish(%s, f\"hello {n}\")\n"
                          "    client.publish(%s, f\"你好 {n}\")\n"
                          "    n += 1\n"
                          "    time.sleep(1)\n",
                          *profile->user_name != '\0' ? "os, " : "", constructor, login,
                          python_host, profile->port, python_topic, python_second);
}

/* " --cafile ca.pem -u ada -P …" */
static char *
make_shell_login (const SondeProfile *profile)
{
  GString *text = g_string_new (NULL);

  if (profile->tls->use_tls && *profile->tls->ca_file == '\0')
    g_string_append (text, " --tls-use-os-certs");
  else if (profile->tls->use_tls)
    {
      g_autofree char *ca = quote_shell (profile->tls->ca_file);

      g_string_append_printf (text, " --cafile %s", ca);
    }
  if (*profile->user_name != '\0')
    {
      g_autofree char *user = quote_shell (profile->user_name);

      g_string_append_printf (text, " -u %s -P \"$MQTT_PASSWORD\"", user);
    }

  return g_string_free (text, FALSE);
}

char *
sonde_command_to_text (SondeCommand        command,
                       const SondeProfile *profile,
                       const char         *topic)
{
  g_autofree char *host = NULL;
  g_autofree char *quoted = NULL;
  g_autofree char *login = NULL;

  g_return_val_if_fail (profile != NULL, NULL);
  g_return_val_if_fail (topic != NULL, NULL);

  host = quote_shell (profile->host);
  quoted = quote_shell (topic);
  login = make_shell_login (profile);

  switch (command)
    {
    case SONDE_COMMAND_SUBSCRIBE:
      return g_strdup_printf ("mosquitto_sub -h %s -p %u%s -t %s -v", host, profile->port, login, quoted);
    case SONDE_COMMAND_PUBLISH:
      return g_strdup_printf ("mosquitto_pub -h %s -p %u%s -t %s -m hello", host, profile->port, login, quoted);
    case SONDE_COMMAND_PAHO_1:
      return make_paho ("", profile, topic);
    case SONDE_COMMAND_PAHO_2:
      return make_paho ("mqtt.CallbackAPIVersion.VERSION2, ", profile, topic);
    default:
      g_return_val_if_reached (NULL);
    }
}
