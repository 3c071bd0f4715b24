/* test-broker-process.h: a real mosquitto for a test
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * On 127.0.0.1 and a free port, with a private folder; it dies with the test.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _TestBroker TestBroker;

/* Starts one, or skips the test and returns %NULL where mosquitto is not
 * installed. @extra_config: lines, or %NULL */
TestBroker *test_broker_new (const char *extra_config);
void        test_broker_free (TestBroker *self); /* SIGTERM, and waits */

guint16     test_broker_get_port (TestBroker *self);
const char *test_broker_get_folder (TestBroker *self);

void test_broker_signal (TestBroker *self,
                         int         signal_number);

/* Once more on the same port. */
void test_broker_kill (TestBroker *self); /* SIGKILL, and waits */
void test_broker_stop (TestBroker *self); /* SIGTERM, and waits */
void test_broker_start (TestBroker *self);

/* A port nothing listens on just now, and that no other test is given while this process lives: it keeps
 * a descriptor for that. */
guint16 test_free_port (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestBroker, test_broker_free)

G_END_DECLS
