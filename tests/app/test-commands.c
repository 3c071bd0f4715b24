/* test-commands.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-commands.h"

#include <string.h>

static SondeProfile *
make_profile (const char *host,
              guint16     port)
{
  SondeProfile *profile = sonde_profile_new ();

  g_free (profile->host);
  profile->host = g_strdup (host);
  profile->port = port;

  return profile;
}

static void
test_shell (void)
{
  /* clang-format off */
  static const struct
  {
    SondeCommand command;
    const char  *host, *topic, *text;
  } cases[] = {
    { SONDE_COMMAND_SUBSCRIBE, "127.0.0.1", "test",      "mosquitto_sub -h 127.0.0.1 -p 1883 -t test -v" },
    { SONDE_COMMAND_SUBSCRIBE, "127.0.0.1", "a b/#",     "mosquitto_sub -h 127.0.0.1 -p 1883 -t 'a b/#' -v" },
    { SONDE_COMMAND_SUBSCRIBE, "::1",       "$SYS/#",    "mosquitto_sub -h ::1 -p 1883 -t '$SYS/#' -v" },
    { SONDE_COMMAND_PUBLISH,   "127.0.0.1", "it's/`id`", "mosquitto_pub -h 127.0.0.1 -p 1883 -t 'it'\\''s/`id`' -m hello" },
    { SONDE_COMMAND_PUBLISH,   "h;rm x",    "-x",        "mosquitto_pub -h 'h;rm x' -p 1883 -t '-x' -m hello" },
  };
  /* clang-format on */

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SondeProfile) profile = make_profile (cases[i].host, 1883);
      g_autofree char *text = sonde_command_to_text (cases[i].command, profile, cases[i].topic);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

/* What stands in the script is one Python expression whose value is the topic. */
static void
test_python (void)
{
  static const char *const topics[] = { "test", "a\"); import os #", "back\\slash", "line\nfeed", "主题" };

  for (guint i = 0; i < G_N_ELEMENTS (topics); i++)
    {
      g_autoptr (SondeProfile) profile = make_profile ("127.0.0.1", 1884);
      g_autofree char *script = sonde_command_to_text (SONDE_COMMAND_PAHO_1, profile, topics[i]);
      g_autofree char *check = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *output = NULL;
      int              status = 0;
      const char      *argv[] = { "python3", "-c",
                                  "import ast, sys\n"
                                       "calls = [n for n in ast.walk(ast.parse(sys.argv[1])) if isinstance(n, ast.Call)]\n"
                                       "topics = [c.args[0].value for c in calls if getattr(c.func, 'attr', '') == 'publish']\n"
                                       "assert topics == [sys.argv[2], sys.argv[2] + '_2'], topics\n",
                                  script, topics[i], NULL };

      check = g_find_program_in_path ("python3");
      if (check == NULL)
        {
          g_test_skip ("python3 is not installed");
          return;
        }
      g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output, NULL, &status, &error);
      g_assert_no_error (error);
      g_assert_cmpint (status, ==, 0);
      g_assert_nonnull (strstr (script, "\"127.0.0.1\", 1884"));
    }
}

static void
test_paho_versions (void)
{
  g_autoptr (SondeProfile) profile = make_profile ("h", 1);
  g_autofree char *one = sonde_command_to_text (SONDE_COMMAND_PAHO_1, profile, "t");
  g_autofree char *two = sonde_command_to_text (SONDE_COMMAND_PAHO_2, profile, "t");

  g_assert_null (strstr (one, "CallbackAPIVersion"));
  g_assert_nonnull (strstr (two, "mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, client_id=client_id)"));
}

/* A broker that wants TLS and a user: no password stands in a command. */
static void
test_login (void)
{
  g_autoptr (SondeProfile) profile = make_profile ("h", 1);
  g_autofree char *shell = NULL;
  g_autofree char *python = NULL;

  profile->tls->use_tls = TRUE;
  g_free (profile->tls->ca_file);
  profile->tls->ca_file = g_strdup ("/my ca.pem");
  g_free (profile->user_name);
  profile->user_name = g_strdup ("it's me");
  shell = sonde_command_to_text (SONDE_COMMAND_SUBSCRIBE, profile, "t");
  g_assert_cmpstr (shell, ==, "mosquitto_sub -h h -p 1 --cafile '/my ca.pem' -u 'it'\\''s me' -P \"$MQTT_PASSWORD\" -t t -v");
  python = sonde_command_to_text (SONDE_COMMAND_PAHO_1, profile, "t");
  g_assert_nonnull (strstr (python, "import os, random"));
  g_assert_nonnull (strstr (python, "client.tls_set(\"/my ca.pem\")\n"
                                    "client.username_pw_set(\"it's me\", os.environ[\"MQTT_PASSWORD\"])\n"
                                    "client.connect("));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/commands/shell-words-are-quoted", test_shell);
  g_test_add_func ("/commands/python-strings-are-quoted", test_python);
  g_test_add_func ("/commands/both-pahos", test_paho_versions);
  g_test_add_func ("/commands/user-and-tls", test_login);
  return g_test_run ();
}
