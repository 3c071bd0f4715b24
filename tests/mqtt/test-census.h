/* test-census.h: what a process has, to tell whether it has more of it later
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  guint descriptors;
  guint threads;
  guint children;
  gsize heap; /* bytes in use; 0 under a sanitizer, which keeps its own */
} TestCensus;

TestCensus test_census_take (void);

/* Until there is no more of anything but the heap than there was: a worker may still do what
 * nobody waits for, and leaves its pool when it has been idle for a while. What stays is ended
 * by the timeout of the test. */
void test_census_wait_back (const TestCensus *before);

G_END_DECLS
