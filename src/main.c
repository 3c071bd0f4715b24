/* main.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-application.h"
#include "sonde-config.h"

#include <glib/gi18n.h>

#include <locale.h>
#include <signal.h>

int
main (int    argc,
      char **argv)
{
  g_autoptr (SondeApplication) application = NULL;
  const char *locale_folder = g_getenv ("SONDE_LOCALE_FOLDER");

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, locale_folder != NULL ? locale_folder : SONDE_LOCALE_FOLDER);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  /* A broker that closes while we write must not end the program. */
  signal (SIGPIPE, SIG_IGN);

  application = sonde_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
