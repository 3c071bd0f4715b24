/* sonde-scope.h: which messages of a log their subscriptions leave in view
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * SondeScope:
 *
 * Some topic filters are muted: what was received is out of view when one of them matches
 * its topic and no other subscription does. Or some are alone in view (solo): then only
 * what was received and matches one of them is in view, muted or not.
 *
 * Immutable and reference-counted; any thread.
 */
typedef struct _SondeScope SondeScope;

#define SONDE_TYPE_SCOPE (sonde_scope_get_type ())
GType sonde_scope_get_type (void);

/**
 * sonde_scope_new:
 * @solo: topic filters that are alone in view; empty: none is
 * @muted: those that are muted
 * @heard: all others that are subscribed to
 *
 * Returns: (nullable): %NULL when all is in view
 */
SondeScope *sonde_scope_new (const char *const *solo,
                             const char *const *muted,
                             const char *const *heard);
SondeScope *sonde_scope_ref (SondeScope *self);
void        sonde_scope_unref (SondeScope *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeScope, sonde_scope_unref)

/* Each may be %NULL. */
gboolean sonde_scope_equal (const SondeScope *a,
                            const SondeScope *b);

/* Filters, in the order they were given: alone in view, or else muted. */
const char *const *sonde_scope_get_solo (const SondeScope *self);
const char *const *sonde_scope_get_muted (const SondeScope *self);

/* Whether nothing is in view but what was received: neither sent messages nor events. */
gboolean sonde_scope_is_solo (const SondeScope *self);

/* Whether what was received on @topic is in view. */
gboolean sonde_scope_shows (const SondeScope *self,
                            const char       *topic,
                            gsize             length);

G_END_DECLS
