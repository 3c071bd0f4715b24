/* sonde-broker-program.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-broker-program"

#include "sonde-broker-program.h"

#include <glib/gi18n.h>

char *
sonde_broker_program_search_path (void)
{
  const char *path = g_getenv ("PATH");

  return g_strconcat (path != NULL ? path : "",
                      ":/usr/sbin:/usr/local/sbin:/sbin:/app/bin:/app/sbin", NULL);
}

char *
sonde_broker_program_find (const char *search_path)
{
  g_auto (GStrv) folders = NULL;

  g_return_val_if_fail (search_path != NULL, NULL);

  folders = g_strsplit (search_path, ":", -1);
  for (guint i = 0; folders[i] != NULL; i++)
    {
      g_autofree char *program = g_build_filename (folders[i], "mosquitto", NULL);

      /* A relative folder would mean another program in every working directory. */
      if (g_path_is_absolute (folders[i]) &&
          g_file_test (program, G_FILE_TEST_IS_REGULAR) &&
          g_file_test (program, G_FILE_TEST_IS_EXECUTABLE))
        return g_steal_pointer (&program);
    }

  return NULL;
}

const char *
sonde_broker_program_advice (void)
{
  if (g_file_test ("/etc/debian_version", G_FILE_TEST_EXISTS))
    return _ ("The broker program “mosquitto” is not installed. "
              "Install it with “sudo apt install mosquitto”, then connect again.");

  return _ ("The broker program “mosquitto” is not installed. "
            "Install the package “mosquitto”, then connect again.");
}
