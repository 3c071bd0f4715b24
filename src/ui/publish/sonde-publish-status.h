/* sonde-publish-status.h: what became of a publish, and what waits to be sent
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connection.h>

#include <adwaita.h>

G_BEGIN_DECLS

typedef enum
{
  SONDE_PUBLISH_STATUS_UNDER_WAY, /* stays until something else is said */
  SONDE_PUBLISH_STATUS_NOTE,
  SONDE_PUBLISH_STATUS_DONE,
  SONDE_PUBLISH_STATUS_ERROR,
} SondePublishStatusKind;

/**
 * SondePublishStatus:
 *
 * What became of a publish stays until the next, also when the connection ends; what is to be done
 * while there is none goes with that. All is forgotten when another connection is shown.
 * Properties (notify): connection (SondeConnection or NULL); offering (gboolean, read-only): Send
 * when connected is offered, which takes a line of its own.
 * Signal: send-later (guint lifetime): the user chose Send when connected.
 */
#define SONDE_TYPE_PUBLISH_STATUS (sonde_publish_status_get_type ())
G_DECLARE_FINAL_TYPE (SondePublishStatus, sonde_publish_status, SONDE, PUBLISH_STATUS, AdwBin)

void sonde_publish_status_say (SondePublishStatus    *self,
                               SondePublishStatusKind kind,
                               const char            *text);

void sonde_publish_status_clear (SondePublishStatus *self);

/* Says that it is not connected and what to do, and offers Send when connected. */
void sonde_publish_status_refuse_offline (SondePublishStatus *self);

G_END_DECLS
