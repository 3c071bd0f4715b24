/* sonde-request.h: a message that is to be answered (5.0, 4.10)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Published with a response topic and correlation data, which the responder copies into its answer.
 * MQTT 3 has neither: there the responder knows the topic, and the first message there is the answer,
 * one that was retained excepted. Main thread only.
 */

#pragma once

#include <sonde-publish.h>
#include <sonde-session.h>

G_BEGIN_DECLS

typedef enum
{
  SONDE_REQUEST_LISTENING, /* SUBSCRIBE to the response topic is sent, where need be */
  SONDE_REQUEST_SENDING,
  SONDE_REQUEST_WAITING, /* handed to the socket */
  SONDE_REQUEST_ANSWERED,
  SONDE_REQUEST_FAILED,
} SondeRequestState;

/**
 * SondeRequest:
 *
 * Signals:
 *   changed: another state, or another text
 *   published (SondePublishResult *result, GError *error): what became of the message itself; one of
 *     them is %NULL. Not where it was not handed to the session.
 */
#define SONDE_TYPE_REQUEST (sonde_request_get_type ())
G_DECLARE_FINAL_TYPE (SondeRequest, sonde_request, SONDE, REQUEST, GObject)

/* %NULL, or a translated sentence for the field of the response topic. */
const char *sonde_request_check_topic (const char *response_topic,
                                       const char *topic);

/* As sent: with the correlation data. Borrowed. */
const SondePublish *sonde_request_get_message (SondeRequest *self);
SondeRequestState   sonde_request_get_state (SondeRequest *self);
gboolean            sonde_request_get_ended (SondeRequest *self); /* answered or failed */

/* One translated sentence: how it stands, or why it failed. */
char *sonde_request_dup_text (SondeRequest *self);

/* Of the answer: its row in the log, from the request's handing over to its arrival in µs, and its
 * payload (borrowed). */
guint64 sonde_request_get_serial (SondeRequest *self);
gint64  sonde_request_get_round_trip (SondeRequest *self);
GBytes *sonde_request_get_answer (SondeRequest *self);

/* Waits no longer; what is sent is sent. */
void sonde_request_cancel (SondeRequest *self);

G_END_DECLS
