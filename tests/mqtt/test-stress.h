/* test-stress.h: a stream with an echo at its other end, both ways at once
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define TEST_STRESS_BYTES (6 * 1024 * 1024)

/* Writes so many bytes in pieces of all sizes, and reads them back likewise. */
void test_stress_run (GIOStream *stream);

G_END_DECLS
