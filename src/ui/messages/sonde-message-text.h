/* sonde-message-text.h: a message of the log in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connection.h>

G_BEGIN_DECLS

/* "Connected to 127.0.0.1:1883", for an item of kind EVENT */
char *sonde_message_dup_event (SondeMessageItem *item);

/* "retained", "DUP", "retained · DUP"; %NULL for neither. Static. */
const char *sonde_message_get_flags (SondeMessageItem *item);

/* What the broker answered: FALSE when nothing is known yet. */
typedef struct
{
  gboolean refused;
  char    *text; /* "acknowledged in 1.2 ms", "not authorized" */
} SondeMessageAnswer;

gboolean sonde_message_get_answer (SondeMessageItem   *item,
                                   SondeConnection    *connection,
                                   SondeMessageAnswer *answer);

/* The same from its parts. */
char *sonde_acknowledgement_to_text (const SondeAcknowledgement *ack,
                                     SondeMqttVersion            version);

/* All of a row as one sentence, for a screen reader. */
char *sonde_message_dup_sentence (SondeMessageItem *item,
                                  const char       *time,
                                  const char       *topic,
                                  const char       *payload,
                                  const char       *size,
                                  const char       *answer);

G_END_DECLS
