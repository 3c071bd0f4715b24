/* sonde-connection.h: a profile, its session, its log and its panes' drafts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Main thread only.
 */

#pragma once

#include "sonde-repeats.h"
#include "sonde-report.h"
#include "sonde-services.h"
#include "sonde-subscribe-form.h"
#include "sonde-subscriptions.h"
#include "sonde-waiting-list.h"

#include <sonde-limits.h>
#include <sonde-message-log.h>
#include <sonde-publish-form.h>
#include <sonde-session.h>
#include <sonde-statistics.h>
#include <sonde-variables.h>

G_BEGIN_DECLS

/* What stands typed in the panes, so that switching connections loses nothing. */
typedef struct
{
  SondeSubscribeForm *subscribe; /* never NULL */
  SondePublishForm   *form;      /* never NULL */
  SondePublishForm   *beneath;   /* never NULL: format and payload of the text that a file was chosen over */
  gboolean            live;
} SondeDraft;

/**
 * SondeConnection:
 *
 * Properties (all notify):
 *   profile (SondeProfile boxed, read-only: see sonde_connections_update())
 *   name (string), address (string "127.0.0.1:1883", as connected to; before that as in the profile)
 *   state (SondeState), status (string: "Disconnected", "Connecting…", "Connected",
 *     "Reconnecting in 4 s", "Disconnecting…"; translated, counts down)
 *   error-text (string: one sentence why it is not online, or NULL)
 *   report (SondeReport boxed, or NULL): of the attempt that failed last
 *   limits (pointer: SondeLimits, or NULL when not online): also notifies each CONNACK
 *   can-connect, can-disconnect, can-retry, online (gboolean)
 *   rate (double, messages received a second)
 *   unverified (gboolean): the profile uses TLS without a check of the broker: to be warned of, always
 *   other-broker (gboolean): port 1883 answers MQTT, so there is a choice between it and our own
 * Signals:
 *   password-needed: the profile has a user name, and the broker refused it without a password
 *     or with the one typed for this run
 */
#define SONDE_TYPE_CONNECTION (sonde_connection_get_type ())
G_DECLARE_FINAL_TYPE (SondeConnection, sonde_connection, SONDE, CONNECTION, GObject)

SondeConnection *sonde_connection_new (SondeServices      *services,
                                       const SondeProfile *profile,
                                       gboolean            saved);

SondeServices      *sonde_connection_get_services (SondeConnection *self); /* borrowed */
const SondeProfile *sonde_connection_get_profile (SondeConnection *self);
void                sonde_connection_set_profile (SondeConnection    *self,
                                                  const SondeProfile *profile);
gboolean            sonde_connection_get_session_present (SondeConnection *self); /* what CONNACK said */
/* FALSE for one opened by a URI, until it is saved in the editor */
gboolean           sonde_connection_get_saved (SondeConnection *self);
void               sonde_connection_set_saved (SondeConnection *self,
                                               gboolean         saved);
SondeState         sonde_connection_get_state (SondeConnection *self);
gboolean           sonde_connection_get_online (SondeConnection *self);
const char        *sonde_connection_get_name (SondeConnection *self);
const char        *sonde_connection_get_address (SondeConnection *self);
const char        *sonde_connection_get_status (SondeConnection *self);
const char        *sonde_connection_get_error_text (SondeConnection *self);
const SondeReport *sonde_connection_get_report (SondeConnection *self);
SondeSuggestion    sonde_connection_get_suggestion (SondeConnection *self); /* that goes with the error text */
gboolean           sonde_connection_get_other_broker (SondeConnection *self);
gboolean           sonde_connection_get_unverified (SondeConnection *self);
const SondeLimits *sonde_connection_get_limits (SondeConnection *self);
guint16            sonde_connection_get_port (SondeConnection *self); /* as connected to */
SondeMqttVersion   sonde_connection_get_version (SondeConnection *self);

SondeMessageLog       *sonde_connection_get_log (SondeConnection *self); /* borrowed */
const SondeStatistics *sonde_connection_get_statistics (SondeConnection *self);
SondeSubscriptions    *sonde_connection_get_subscriptions (SondeConnection *self); /* borrowed */
SondeRepeats          *sonde_connection_get_repeats (SondeConnection *self);       /* borrowed */
SondeWaitingList      *sonde_connection_get_waiting (SondeConnection *self);       /* borrowed */
SondeDraft            *sonde_connection_get_draft (SondeConnection *self);         /* borrowed, writable */

/* What was typed before, and topics received: to offer while typing. Borrowed. */
SondeRecentStore *sonde_connection_get_recent (SondeConnection *self,
                                               gboolean         filters);
const GPtrArray  *sonde_connection_list_topics (SondeConnection *self); /* as of sonde_topic_set_list() */

/* For what is published next: its counter is one more than how many were counted. Borrows of the
 * profile. */
void sonde_connection_init_variables (SondeConnection *self,
                                      SondeVariables  *variables);
/* One with variables is on its way. */
void sonde_connection_count_filled (SondeConnection *self);

/* What is to know of it, in the order to show: of SondePair, a name and a value each. */
GPtrArray *sonde_connection_list_facts (SondeConnection *self);

/* Changes the profile so, for good, and tries again. */
void sonde_connection_take_suggestion (SondeConnection *self,
                                       SondeSuggestion  suggestion);

void sonde_connection_connect (SondeConnection *self);
void sonde_connection_disconnect (SondeConnection *self); /* the normal way */
void sonde_connection_say_goodbye (SondeConnection    *self,
                                   const SondeGoodbye *goodbye);
void sonde_connection_retry_now (SondeConnection *self);

/* As connected with: another profile may be set meanwhile. %NULL when not online */
const SondeProfile *sonde_connection_get_online_profile (SondeConnection *self);
guint32             sonde_connection_get_session_expiry (SondeConnection *self); /* s; as last connected */

/* Disconnects, then connects once with clean start, no session expiry and the same client id:
 * the broker forgets subscriptions and queued messages (5.0, 3.1.2.4; 3.1.1, 3.1.2.4). */
void     sonde_connection_discard_session_async (SondeConnection    *self,
                                                 GCancellable       *cancellable,
                                                 GAsyncReadyCallback callback,
                                                 gpointer            user_data);
gboolean sonde_connection_discard_session_finish (SondeConnection *self,
                                                  GAsyncResult    *result,
                                                  GError         **error);

/* For this attempt and, kept in memory only, the next ones. */
void sonde_connection_connect_with_password (SondeConnection *self,
                                             const char      *password);

/* The one for this run: from now on the kept one is used, if any. */
void sonde_connection_forget_password (SondeConnection *self);

/* Switches between our own broker and the one on port 1883, and reconnects when online. */
void sonde_connection_choose_local_broker (SondeConnection       *self,
                                           SondeLocalBrokerChoice choice);

/* %NULL, or a sentence for the field: @filter breaks the rules, or goes beyond what the
 * connected broker takes */
const char *sonde_connection_check_filter (SondeConnection *self,
                                           const char      *filter);

/* Adds or changes a subscription; subscribed at once when online, else on connect, where
 * the profile wishes to resubscribe. Alias, colour and the like of one that there is stay.
 * Returns: %FALSE with a sentence for the field when @filter breaks the rules */
gboolean sonde_connection_subscribe (SondeConnection             *self,
                                     const char                  *filter,
                                     const SondeSubscribeOptions *options,
                                     GError                     **error);
/* Likewise, and all in one packet where that is not too large.
 * Returns: %FALSE with a sentence that names the filter; then none is taken */
gboolean sonde_connection_subscribe_many (SondeConnection             *self,
                                          GStrv                        filters,
                                          const SondeSubscribeOptions *options,
                                          GError                     **error);

/* The rows leave too. */
void sonde_connection_unsubscribe (SondeConnection *self,
                                   const char      *filter);
void sonde_connection_unsubscribe_many (SondeConnection *self,
                                        GStrv            filters);

/* Makes the subscription of its filter as @wanted says, in the row and in the profile. Where the
 * options are others and it is subscribed to, subscribes anew: the row keeps its count. */
void sonde_connection_change_subscription (SondeConnection   *self,
                                           const SondeWanted *wanted);
/* Unsubscribes, and keeps the row: from now on it is subscribed to by hand only. */
void sonde_connection_keep_subscription (SondeConnection *self,
                                         const char      *filter);
void sonde_connection_move_subscription (SondeConnection *self,
                                         const char      *filter,
                                         guint            position);
/* Brings all messages into view: none is muted, none alone. */
void sonde_connection_unmute_all (SondeConnection *self);

/* As sonde_session_publish_async(); the row in the log gets its acknowledgement. */
void sonde_connection_publish_async (SondeConnection    *self,
                                     const SondePublish *publish,
                                     GCancellable       *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer            user_data);
/* As sonde_session_publish_watched_async(). */
void     sonde_connection_publish_watched_async (SondeConnection    *self,
                                                 const SondePublish *publish,
                                                 SondePublishWatch   watch,
                                                 gpointer            watch_data,
                                                 GCancellable       *cancellable,
                                                 GAsyncReadyCallback callback,
                                                 gpointer            user_data);
gboolean sonde_connection_publish_finish (SondeConnection    *self,
                                          GAsyncResult       *result,
                                          SondePublishResult *answer,
                                          GError            **error);

G_END_DECLS
