/* sonde-wanted.h: a subscription that a profile wants; plain data
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-subscribe-options.h"

G_BEGIN_DECLS

#define SONDE_N_COLORS 8
#define SONDE_NO_COLOR G_MAXUINT8

typedef struct
{
  char                 *filter;  /* with $share/GROUP/ where it is shared (5.0, 4.8.2) */
  char                 *alias;   /* the user's own name for it; "": none */
  guint8                color;   /* index in the palette, 0 to SONDE_N_COLORS - 1 */
  gboolean              muted;   /* subscribed, and its messages not shown */
  gboolean              by_hand; /* a preset: not subscribed to on connect */
  SondeSubscribeOptions options;
} SondeWanted;

SondeWanted *sonde_wanted_new (const char *filter,
                               guint8      qos,
                               guint8      color);
SondeWanted *sonde_wanted_copy (const SondeWanted *self);
void         sonde_wanted_free (SondeWanted *self);
gboolean     sonde_wanted_equal (const SondeWanted *a,
                                 const SondeWanted *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeWanted, sonde_wanted_free)

G_END_DECLS
