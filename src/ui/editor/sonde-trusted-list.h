/* sonde-trusted-list.h: the authorities a profile trusts beside the others, each with a way out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Signal: "changed" */
#define SONDE_TYPE_TRUSTED_LIST (sonde_trusted_list_get_type ())
G_DECLARE_FINAL_TYPE (SondeTrustedList, sonde_trusted_list, SONDE, TRUSTED_LIST, AdwPreferencesGroup)

/* Emits no signal. */
void        sonde_trusted_list_load (SondeTrustedList *self,
                                     const char       *pem);
const char *sonde_trusted_list_get_pem (SondeTrustedList *self);

G_END_DECLS
