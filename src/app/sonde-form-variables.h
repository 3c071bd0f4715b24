/* sonde-form-variables.h: the variables in what is typed to be published
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * They are filled in the topic, and in the payload where it is text or JSON; what comes of it is
 * composed, and checked, as if it were typed so. Any thread.
 */

#pragma once

#include <sonde-publish-form.h>
#include <sonde-variables.h>

G_BEGIN_DECLS

/* As they are now: the present time, random numbers, @counter. @pairs: of the profile, borrowed as
 * long as @self is used. */
void sonde_form_variables_init (SondeVariables  *self,
                                const GPtrArray *pairs,
                                guint64          counter);

/* Whether @form holds "{{" where variables could be. */
gboolean sonde_form_variables_may_be_in (const SondePublishForm *form);

/**
 * sonde_form_variables_fill:
 * @unknown: (nullable): see sonde_variables_fill()
 *
 * Returns: (transfer full) (nullable): a form to send, without variables any more; a mere copy where
 *   @form wants none filled in. %NULL when it would be larger than a packet can be
 */
SondePublishForm *sonde_form_variables_fill (const SondeVariables   *self,
                                             const SondePublishForm *form,
                                             GPtrArray              *unknown);

/* The sentence for that. */
const char *sonde_form_variables_get_size_text (void);

/* "Sent as typed: {{ value_json.temp }}"; %NULL of none */
char *sonde_form_variables_dup_unknown_text (const GPtrArray *unknown);

G_END_DECLS
