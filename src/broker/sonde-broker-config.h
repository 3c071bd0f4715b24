/* sonde-broker-config.h: what our mosquitto is told
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pure functions.
 */

#pragma once

#include "sonde-broker-options.h"

G_BEGIN_DECLS

/* Names in the broker's folder, which is its working directory: so no path stands in the
 * configuration, whose syntax has no quoting, and none need be reachable for another account. */
#define SONDE_BROKER_CONFIG_FILE "mosquitto.conf"
#define SONDE_BROKER_DATA_FOLDER "data"
#define SONDE_BROKER_PASSWORD_FILE "passwords"
#define SONDE_BROKER_CERTIFICATE_FILE "server.pem"
#define SONDE_BROKER_KEY_FILE "server.key"

/* @user: (nullable): the account it runs as; only when root starts it */
char *sonde_broker_config_to_text (const SondeBrokerOptions *options,
                                   guint16                   port,
                                   const char               *user);

/* What the password file holds: a line. */
char *sonde_broker_config_make_passwords (const SondeBrokerOptions *options);

/* What a line of mosquitto's log means to us. */
typedef enum
{
  SONDE_BROKER_LINE_OTHER,
  SONDE_BROKER_LINE_RUNNING,    /* it accepts connections */
  SONDE_BROKER_LINE_PORT_TAKEN, /* another program was faster */
  SONDE_BROKER_LINE_ERROR,
} SondeBrokerLine;

SondeBrokerLine sonde_broker_line_parse (const char *line);

G_END_DECLS
