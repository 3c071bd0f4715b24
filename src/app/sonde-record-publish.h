/* sonde-record-publish.h: a message of an export, to be published again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pure; any thread.
 */

#pragma once

#include <sonde-publish.h>
#include <sonde-record-line.h>

G_BEGIN_DECLS

/**
 * sonde_record_publish_new:
 * @fault: (out): one translated sentence; not to be freed
 *
 * With its QoS, its retain flag and its properties, but those that meant something on its own
 * connection only: a topic alias, a subscription identifier (5.0, 3.3.2.3.4 and 8).
 *
 * Returns: (transfer full) (nullable): %NULL with @fault when it cannot be published
 */
SondePublish *sonde_record_publish_new (const SondeRecordLine *record,
                                        const char           **fault);

G_END_DECLS
