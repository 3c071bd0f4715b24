/* sonde-publisher.h: sends what is typed, and says what became of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-publish-status.h"

#include <sonde-composer.h>

G_BEGIN_DECLS

/**
 * SondePublisher:
 *
 * Composes a form, asks before a retained message is cleared, and publishes or keeps what came of
 * it. What becomes of it is said in a #SondePublishStatus.
 * Signal: fault (SondeComposerPart part, const char *sentence, SondePublishForm *form): the form cannot be sent
 */
#define SONDE_TYPE_PUBLISHER (sonde_publisher_get_type ())
G_DECLARE_FINAL_TYPE (SondePublisher, sonde_publisher, SONDE, PUBLISHER, GObject)

/* @status lives as long. */
SondePublisher *sonde_publisher_new (SondePublishStatus *status);

/* What is under way goes on; its answers are no longer shown, and a question is withdrawn. */
void sonde_publisher_set_connection (SondePublisher  *self,
                                     SondeConnection *connection);

void sonde_publisher_publish (SondePublisher         *self,
                              const SondePublishForm *form);

/* To be sent when connected, within @lifetime seconds. */
void sonde_publisher_keep (SondePublisher         *self,
                           const SondePublishForm *form,
                           guint                   lifetime);

/* Answers still to come are not told: what is shown by then is about something else. */
void sonde_publisher_forget (SondePublisher *self);

G_END_DECLS
