/* sonde-view-pins.h: the views of the payload that the user pinned to topics
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-view-kind.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Signal: changed */
#define SONDE_TYPE_VIEW_PINS (sonde_view_pins_get_type ())
G_DECLARE_FINAL_TYPE (SondeViewPins, sonde_view_pins, SONDE, VIEW_PINS, GObject)

/* @settings: (nullable): where they are kept; with %NULL for this run only */
SondeViewPins *sonde_view_pins_new (GSettings *settings);

/* All: a{ss}, topic filter and name of the view. Borrowed, until they change. */
GVariant *sonde_view_pins_get_all (SondeViewPins *self);

/* One that @filter has already is replaced. @filter is valid, @kind not automatic. */
void sonde_view_pins_pin (SondeViewPins *self,
                          const char    *filter,
                          SondeViewKind  kind);
void sonde_view_pins_unpin (SondeViewPins *self,
                            const char    *filter);

/**
 * sonde_view_pins_choose:
 * @pins: a{ss}, from anywhere; what is no filter or no view in it counts for nothing
 * @kind: (out): the view that is pinned for @topic
 *
 * Of several filters that match the most specific rules: compared from the left, at the
 * first place where they differ, what is spelt out comes before + and + before #. So the
 * topic itself comes first, and a/+/c before a/#. Pure.
 *
 * Returns: (nullable): the filter that rules, borrowed from @pins
 */
const char *sonde_view_pins_choose (GVariant      *pins,
                                    const char    *topic,
                                    gsize          length,
                                    SondeViewKind *kind);

G_END_DECLS
