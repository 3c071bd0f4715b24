/* sonde-retained-look.h: looks up the retained messages below a topic
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * By a connection of Sonde's own (sonde-side-session.h): the user's subscriptions and log know
 * nothing of it. Main thread only.
 *
 * MQTT has no mark for the last retained message: a look ends when nothing new has come for a
 * while. Subscribed to with QoS 2, each comes with the QoS it has (5.0, 3.3.1.3: with the lower of
 * both); but brokers queue only so many messages of QoS 1 and 2 for a client, mosquitto 1,000, and
 * drop the rest without a word. So what was found with QoS 1 or 2 is followed by a second
 * subscription with QoS 0, and what comes by that one alone by its own topic, some at a time.
 */

#pragma once

#include "sonde-connection.h"
#include "sonde-retained-list.h"

G_BEGIN_DECLS

typedef struct
{
  guint8 granted_qos; /* below 2: none is known to have a higher QoS than this */
  guint  n_left_out;  /* there was no room for them, or their topics are no text */
} SondeRetainedFound;

/**
 * sonde_retained_look_async:
 * @filters: valid topic filters; %NULL-terminated
 * @list: takes what is found; what is in it and found again is renewed
 * @among: (nullable): where not %NULL, other topics are passed over; its keys are topics, its
 *   values #SondeRetainedEntry: one that is equal to what is found is taken in its place
 *
 * Fails with SONDE_MQTT_ERROR: OFFLINE; as connecting fails; REFUSED with what the broker says of
 * the subscription; LOST. What was found until then stays in @list.
 */
void     sonde_retained_look_async (SondeConnection    *connection,
                                    GStrv               filters,
                                    SondeRetainedList  *list,
                                    GHashTable         *among,
                                    GCancellable       *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer            user_data);
gboolean sonde_retained_look_finish (GAsyncResult       *result,
                                     SondeRetainedFound *found,
                                     GError            **error);

G_END_DECLS
