/* sonde-variables-line.h: what the variables in a message make of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One quiet line: that {{…}} goes out as it is typed, or what would be sent now. Nothing where
 * there are no variables.
 */

#pragma once

#include <sonde-connection.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* Stands in a SondePublishPane, whose form it shows. Property: connection (SondeConnection or NULL) */
#define SONDE_TYPE_VARIABLES_LINE (sonde_variables_line_get_type ())
G_DECLARE_FINAL_TYPE (SondeVariablesLine, sonde_variables_line, SONDE, VARIABLES_LINE, AdwBin)

/* What is typed has changed: looks at it soon. */
void sonde_variables_line_changed (SondeVariablesLine *self);

G_END_DECLS
