/* sonde-target.h: what must be had before a connection is tried
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Main thread; never blocks.
 */

#pragma once

#include "sonde-services.h"

G_BEGIN_DECLS

typedef struct
{
  SondeProfile *profile;      /* with the host and port to connect to, and its secrets */
  char         *password;     /* %NULL when none is kept */
  gboolean      other_broker; /* something else answers MQTT on port 1883 */
  gboolean      own_broker;   /* the broker is the one that Sonde runs */
} SondeTarget;

void sonde_target_free (SondeTarget *self);

/* Puts @secret where the profile uses it, if it does; %NULL or "": none. */
void sonde_target_set_secret (SondeTarget *self,
                              const char  *purpose,
                              const char  *secret);

/**
 * sonde_target_prepare_async:
 *
 * For the Local broker: finds out whether port 1883 answers MQTT, and starts our
 * own broker unless the profile chose the other one. Then looks up the secrets
 * that the profile has a use for.
 */
void         sonde_target_prepare_async (SondeServices      *services,
                                         const SondeProfile *profile,
                                         GCancellable       *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer            user_data);
SondeTarget *sonde_target_prepare_finish (GAsyncResult *result,
                                          GError      **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeTarget, sonde_target_free)

G_END_DECLS
