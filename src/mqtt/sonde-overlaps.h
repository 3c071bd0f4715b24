/* sonde-overlaps.h: which topic filters are to have a Subscription Identifier, so that they can be told apart
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A broker of MQTT 5 may send a message once for each subscription that it matches (3.3.4). A pure
 * function; any thread.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * sonde_overlaps_choose:
 * @plain: (element-type utf8): filters that go without
 * @asked: (element-type utf8): filters that may go with one; all of both are different
 *
 * Of filters with a topic in common one at most is to go without. That is one without wildcards where
 * there is one: so a # among many gets an identifier, and the many need none.
 *
 * Returns: (transfer full): for each of @asked whether it is to have one
 */
gboolean *sonde_overlaps_choose (const GPtrArray *plain,
                                 const GPtrArray *asked);

G_END_DECLS
