/* sonde-waiting-message.h: a publish that the user wants sent when connected
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A line of the file is a JSON object; see sonde-waiting-store.h. Main thread only.
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum
{
  SONDE_WAITING_UNSENT,
  SONDE_WAITING_SENDING, /* read from the file: the program ended meanwhile, which is UNSURE */
  SONDE_WAITING_UNSURE,  /* it may have been sent: only the user knows whether once more is right */
  SONDE_WAITING_REFUSED, /* the broker did not take it, see the fault */
} SondeWaitingState;

/* Property (notifies): state (guint). */
#define SONDE_TYPE_WAITING_MESSAGE (sonde_waiting_message_get_type ())
G_DECLARE_FINAL_TYPE (SondeWaitingMessage, sonde_waiting_message, SONDE, WAITING_MESSAGE, GObject)

struct _SondeWaitingMessage
{
  GObject parent_instance;

  /* To be read only. */
  char    *profile_id;
  char    *address; /* of the broker it was meant for, as the profile had it */
  char    *topic;
  GBytes  *payload;
  guint8   qos;
  gboolean retain;
  gint64   asked;    /* seconds since the epoch */
  guint32  lifetime; /* seconds */

  SondeWaitingState state;
  char             *fault; /* one sentence when REFUSED, else "" */

  /* Where the wall clock is set back this one goes on, also while the computer sleeps. */
  gint64 known_since; /* seconds since boot */
  gint64 age_then;
};

/* Asked for now. */
SondeWaitingMessage *sonde_waiting_message_new (const char *profile_id,
                                                const char *address,
                                                const char *topic,
                                                GBytes     *payload,
                                                guint8      qos,
                                                gboolean    retain,
                                                guint32     lifetime);

void sonde_waiting_message_set_state (SondeWaitingMessage *self,
                                      SondeWaitingState    state,
                                      const char          *fault);

/* In seconds; one that the clock says is of the future is new. */
gint64 sonde_waiting_message_get_age (SondeWaitingMessage *self);

/* What is left of its lifetime, in seconds; 0 when it has expired. */
gint64 sonde_waiting_message_get_rest (SondeWaitingMessage *self);

/* Bytes that it counts for against the bound of the list. */
gsize sonde_waiting_message_get_size (SondeWaitingMessage *self);

/* Without a line end. */
char *sonde_waiting_message_to_line (SondeWaitingMessage *self);

/* Returns: (transfer full) (nullable): %NULL for a line that is none of ours, or damaged */
SondeWaitingMessage *sonde_waiting_message_from_line (const char *line,
                                                      gsize       length);

G_END_DECLS
