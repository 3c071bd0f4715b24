/* sonde-alert-rule.h: one query of a connection's log, and when its matches are told
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Main thread only.
 */

#pragma once

#include "sonde-connection.h"

#include <sonde-query.h>

G_BEGIN_DECLS

/* Signal: "due" (guint64 how many, guint64 serial of the newest) when the user is to be called. */
#define SONDE_TYPE_ALERT_RULE (sonde_alert_rule_get_type ())
G_DECLARE_FINAL_TYPE (SondeAlertRule, sonde_alert_rule, SONDE, ALERT_RULE, GObject)

/* Of messages that are received; what Sonde sends is no news. As sonde_query_parse(). */
SondeQuery *sonde_alert_rule_parse (const char *text,
                                    GError    **error);

/* Returns: (nullable): %NULL where @text is no query, as one of a file may be */
SondeAlertRule *sonde_alert_rule_new (SondeConnection *connection,
                                      const char      *text);

SondeConnection  *sonde_alert_rule_get_connection (SondeAlertRule *self); /* borrowed */
const char       *sonde_alert_rule_get_text (SondeAlertRule *self);
const SondeQuery *sonde_alert_rule_get_query (SondeAlertRule *self); /* borrowed */

/* The user has seen what was to be told. */
void sonde_alert_rule_forget (SondeAlertRule *self);

G_END_DECLS
