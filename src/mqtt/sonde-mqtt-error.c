/* sonde-mqtt-error.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-mqtt-error"

#include "sonde-mqtt-error.h"

/* clang-format off */
G_DEFINE_QUARK (sonde-mqtt-error-quark, sonde_mqtt_error)
/* clang-format on */
