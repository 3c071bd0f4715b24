/* sonde-notice.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Says @text, which is no markup, in a toast. It takes the place of the one said before:
 * what was done a moment ago is not news any more, and must not wait in a queue.
 */
void sonde_notice_show (AdwToastOverlay *overlay,
                        const char      *text);

/* A toast with *Undo*. It comes before what is only said: it is of use now or never. */
AdwToast *sonde_notice_new_undo (const char *text);

G_END_DECLS
