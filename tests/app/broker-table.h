/* broker-table.h: "What brokers do differently" of CONTRIBUTING.md, which the test holds true
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _BrokerTable BrokerTable;

/* The column of @broker ("mosquitto", "rabbitmq", "aedes"); ends the test when the table has none. */
BrokerTable *broker_table_load (const char *path,
                                const char *broker);
void         broker_table_free (BrokerTable *self);

/* Asserts that the row named @behaviour says @observed. */
void broker_table_check (BrokerTable *self,
                         const char  *behaviour,
                         const char  *observed);

/* Asserts that every row was checked. */
void broker_table_check_complete (BrokerTable *self);

G_END_DECLS
