/* sonde-file-choice.h: the file whose content is to be sent
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Shows name and size of the file, or what keeps it from being sent; it is read when it is published.
 * Signal: changed: another file is chosen */
#define SONDE_TYPE_FILE_CHOICE (sonde_file_choice_get_type ())
G_DECLARE_FINAL_TYPE (SondeFileChoice, sonde_file_choice, SONDE, FILE_CHOICE, AdwBin)

/* In the encoding of file names; "" where none is chosen. */
const char *sonde_file_choice_get_path (SondeFileChoice *self);

/* Emits no signal. */
void sonde_file_choice_set_path (SondeFileChoice *self,
                                 const char      *path);

/* In place of its size, until another one is chosen. */
void sonde_file_choice_show_fault (SondeFileChoice *self,
                                   const char      *fault);

G_END_DECLS
