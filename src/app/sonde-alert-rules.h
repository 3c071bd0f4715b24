/* sonde-alert-rules.h: which queries of the log call the user, by profile
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Kept in the settings; where there are none, for this run. Main thread only.
 */

#pragma once

#include "sonde-services.h"

G_BEGIN_DECLS

#define SONDE_ALERT_RULES_MOST 20 /* of a profile */

/* Signal: "changed". */
#define SONDE_TYPE_ALERT_RULES (sonde_alert_rules_get_type ())
G_DECLARE_FINAL_TYPE (SondeAlertRules, sonde_alert_rules, SONDE, ALERT_RULES, GObject)

/* @settings: (nullable) */
SondeAlertRules *sonde_alert_rules_new (GSettings *settings);

/* Those of the program; borrowed from @services. */
SondeAlertRules *sonde_alert_rules_get_for (SondeServices *services);

/* Returns: (array zero-terminated=1): the texts in the order they came; borrowed until the next change */
const char *const *sonde_alert_rules_list (SondeAlertRules *self,
                                           const char      *profile_id);
gboolean           sonde_alert_rules_has (SondeAlertRules *self,
                                          const char      *profile_id,
                                          const char      *text);

/* From now on what matches @text calls the user; one that is there already is no fault.
 * Returns: %FALSE with a sentence where that cannot be */
gboolean sonde_alert_rules_add (SondeAlertRules *self,
                                const char      *profile_id,
                                const char      *text,
                                GError         **error);
void     sonde_alert_rules_remove (SondeAlertRules *self,
                                   const char      *profile_id,
                                   const char      *text);

/* A copy of a connection calls the user as the connection does. */
void sonde_alert_rules_copy (SondeAlertRules *self,
                             const char      *from_id,
                             const char      *to_id);
/* Those of a connection that is gone for good. */
void sonde_alert_rules_forget (SondeAlertRules *self,
                               const char      *profile_id);

G_END_DECLS
