/* sonde-form-supply.h: a form as it stood, to be sent again and again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-publish-form.h>
#include <sonde-supply.h>

G_BEGIN_DECLS

extern const SondeSupplyFuncs sonde_form_supply_funcs;

/**
 * sonde_form_supply_new:
 * @pairs: the profile's variables
 * @first: (transfer full): what @form is composed to now. Each message is composed anew where there
 *   are variables in it; a file is not read again.
 *
 * Returns: (transfer full): for sonde_form_supply_funcs
 */
gpointer sonde_form_supply_new (const SondePublishForm *form,
                                const GPtrArray        *pairs,
                                SondePublish           *first);

G_END_DECLS
