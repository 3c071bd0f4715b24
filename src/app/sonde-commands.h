/* sonde-commands.h: how another program reaches the same broker, as text to copy
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-profile.h>

G_BEGIN_DECLS

typedef enum
{
  SONDE_COMMAND_SUBSCRIBE, /* mosquitto_sub -h … -p … -t … -v */
  SONDE_COMMAND_PUBLISH,   /* mosquitto_pub */
  SONDE_COMMAND_PAHO_1,    /* Python, paho-mqtt 1.6: publishes to test and test_2 every second */
  SONDE_COMMAND_PAHO_2,    /* the same for paho-mqtt 2.x */
} SondeCommand;

/* Whole and ready to run; all names are quoted for a shell or for Python. A password comes from the
 * environment, as MQTT_PASSWORD. Not translated. @profile: as the broker is reached, by TCP; of TLS
 * its authorities only */
char *sonde_command_to_text (SondeCommand        command,
                             const SondeProfile *profile,
                             const char         *topic);

G_END_DECLS
