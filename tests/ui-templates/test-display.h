/* test-display.h: a display of a test's own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Sets DISPLAY. Returns: (transfer full) (nullable): the server, to be ended; %NULL where Xvfb is not installed */
GSubprocess *test_display_start (void);

G_END_DECLS
