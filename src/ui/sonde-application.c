/* sonde-application.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-application"

#include "sonde-application.h"

#include "sonde-config.h"

struct _SondeApplication
{
  AdwApplication parent_instance;
};

G_DEFINE_FINAL_TYPE (SondeApplication, sonde_application, ADW_TYPE_APPLICATION)

static void
sonde_application_class_init (SondeApplicationClass *klass)
{
}

static void
sonde_application_init (SondeApplication *self)
{
}

SondeApplication *
sonde_application_new (void)
{
  return g_object_new (SONDE_TYPE_APPLICATION,
                       "application-id", SONDE_APPLICATION_ID,
                       "resource-base-path", SONDE_RESOURCE_PATH,
                       "flags", G_APPLICATION_HANDLES_COMMAND_LINE,
                       NULL);
}
