/* sonde-settings.h: window and preferences, in GSettings
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The schema is the same for development builds, under the base of the application id.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define SONDE_SETTINGS_SCHEMA "io.github.sonde_mqtt.Sonde"

#define SONDE_SETTING_WINDOW_WIDTH "window-width"               /* i, px */
#define SONDE_SETTING_WINDOW_HEIGHT "window-height"             /* i, px */
#define SONDE_SETTING_WINDOW_MAXIMIZED "window-maximized"       /* b */
#define SONDE_SETTING_SIDEBAR_WIDTH "sidebar-width"             /* i, px */
#define SONDE_SETTING_INSPECTOR_WIDTH "inspector-width"         /* i, px */
#define SONDE_SETTING_INSPECTOR_VISIBLE "inspector-visible"     /* b */
#define SONDE_SETTING_PUBLISH_PANE_HEIGHT "publish-pane-height" /* i, px */
#define SONDE_SETTING_LAST_PROFILE "last-profile"               /* s, id or "" */
#define SONDE_SETTING_COLLAPSED_GROUPS "collapsed-groups"       /* as */
#define SONDE_SETTING_MEMORY_BUDGET "memory-budget-mib"         /* u, MiB */
#define SONDE_SETTING_KEEP_CONNECTIONS "keep-connections"       /* b, when the window is closed */
#define SONDE_SETTING_ALERTS "alerts"                           /* a{sas}, profile and filters, see SondeAlertRules */
#define SONDE_SETTING_PAYLOAD_VIEWS "payload-views"             /* a{ss}, filter and view, see SondeViewPins */
#define SONDE_SETTING_LOG_COLUMNS "log-columns"                 /* as, those shown, see SondeLogColumns */
#define SONDE_SETTING_LOG_TIME "log-time"                       /* s, absolute, relative or delta */
#define SONDE_SETTING_LOG_COMPACT "log-compact"                 /* b */
#define SONDE_SETTING_LOG_TOPIC_SHARE "log-topic-share"         /* i, ‰ */
#define SONDE_SETTING_PALETTE_RECENT "palette-recent"           /* as, ids, the one used last first */
#define SONDE_SETTING_FIRST_STEPS "first-steps"                 /* b, whether they are still to be shown */

/**
 * sonde_settings_new:
 *
 * Never aborts, as g_settings_new() does where the schema is not installed.
 *
 * Returns: (transfer full) (nullable): %NULL when the schema is not installed, or is an
 *   older one; the caller then uses its own defaults and remembers nothing
 */
GSettings *sonde_settings_new (void);

G_END_DECLS
