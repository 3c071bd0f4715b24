/* sonde-clearing.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-clearing"

#include "sonde-clearing.h"

#include "sonde-connection-topics.h"

struct _SondeClearing
{
  SondeMessageLog *log;
  SondeTopicTree  *topics;
  guint            log_ticket;
  guint            topics_ticket;
};

SondeClearing *
sonde_clearing_new (SondeConnection *connection)
{
  SondeMessageLog *log;
  SondeTopicTree  *topics;
  SondeClearing   *self;
  guint            log_ticket;

  g_return_val_if_fail (SONDE_IS_CONNECTION (connection), NULL);

  log = sonde_connection_get_log (connection);
  topics = sonde_connection_get_topics (connection);
  log_ticket = sonde_message_log_set_aside (log);
  if (log_ticket == 0)
    return NULL;

  self = g_new0 (SondeClearing, 1);
  self->log = g_object_ref (log);
  self->topics = sonde_topic_tree_ref (topics);
  self->log_ticket = log_ticket;
  self->topics_ticket = sonde_topic_tree_set_aside (topics);

  return self;
}

void
sonde_clearing_undo (SondeClearing *self)
{
  g_return_if_fail (self != NULL);

  sonde_message_log_bring_back (self->log, self->log_ticket);
  sonde_topic_tree_bring_back (self->topics, self->topics_ticket);
}

void
sonde_clearing_free (SondeClearing *self)
{
  if (self == NULL)
    return;

  sonde_message_log_let_go (self->log, self->log_ticket);
  sonde_topic_tree_let_go (self->topics, self->topics_ticket);
  g_object_unref (self->log);
  sonde_topic_tree_unref (self->topics);
  g_free (self);
}
