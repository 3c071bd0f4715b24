/* fake-transport.h: a transport that does what a test says
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-transport.h>

G_BEGIN_DECLS

/*
 * Writes down each command as a word in @log: "open", "open-again", "close" (or "close:REASON",
 * "close:REASON:EXPIRY"), "drop",
 * "subscribe:1:FILTER,FILTER:QOS" (and ":n#7" where there are more options: No Local, Retain As
 * Published p, Retain Handling h1 or h2, identifier, one of our own "*0", number of user properties u1),
 * "unsubscribe:2:FILTER,FILTER", "publish:1:TOPIC:QOS", the number being the token.
 */
#define FAKE_TYPE_TRANSPORT (fake_transport_get_type ())
G_DECLARE_FINAL_TYPE (FakeTransport, fake_transport, FAKE, TRANSPORT, GObject)

FakeTransport *fake_transport_new (void);

/* Fails unless the log is exactly @expected, words separated by spaces; then empties it. */
void fake_transport_assert_log (FakeTransport *self,
                                const char    *expected);

/* Sends events up, at once. */
void fake_transport_stage (FakeTransport *self,
                           SondeStage     stage);
void fake_transport_connack (FakeTransport *self,
                             guint8         reason,
                             gboolean       session_present);
void fake_transport_connack_with_properties (FakeTransport *self,
                                             const guint8  *properties,
                                             gsize          size);
void fake_transport_suback (FakeTransport *self,
                            guint          token,
                            guint8         code);
void fake_transport_suback_many (FakeTransport *self,
                                 guint          token,
                                 const guint8  *codes,
                                 gsize          n_codes);
void fake_transport_messages (FakeTransport *self,
                              SondeSegment  *segment,
                              guint          count);
void fake_transport_unsuback (FakeTransport *self,
                              guint          token);
void fake_transport_published (FakeTransport *self,
                               guint          token,
                               guint64        serial,
                               gint64         time);
void fake_transport_received (FakeTransport *self,
                              guint          token,
                              guint8         reason,
                              gint64         time);
void fake_transport_acked (FakeTransport *self,
                           guint          token,
                           guint8         reason,
                           gint64         time);

void fake_transport_progress (FakeTransport             *self,
                              guint                      id,
                              const SondeRepeatProgress *progress);

/* @code: a SondeMqttError, or -1 for the end the user asked for */
void fake_transport_closed (FakeTransport *self,
                            int            code,
                            gboolean       may_retry);

G_END_DECLS
