/* sonde-command-block.h: a command or a script, with a button that copies it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Properties: title, text. */
#define SONDE_TYPE_COMMAND_BLOCK (sonde_command_block_get_type ())
G_DECLARE_FINAL_TYPE (SondeCommandBlock, sonde_command_block, SONDE, COMMAND_BLOCK, AdwBin)

void sonde_command_block_set_text (SondeCommandBlock *self,
                                   const char        *text);

G_END_DECLS
