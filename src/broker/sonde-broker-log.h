/* sonde-broker-log.h: what mosquitto's log tells of its clients
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pure functions.
 *
 * A client id and a user name may hold anything but control characters: what reads like the end
 * of a line, or like a whole other one. So a line is known by how it begins, and read from
 * its end, where only mosquitto has the word.
 */

#pragma once

#include <sonde-profile.h>

G_BEGIN_DECLS

/* What is longer mosquitto cuts off: then the end of the line is not its own, and not to be read. */
#define SONDE_BROKER_LOG_MAX_BYTES 998

typedef enum
{
  SONDE_BROKER_EVENT_NONE, /* of no client */
  SONDE_BROKER_EVENT_CAME,
  SONDE_BROKER_EVENT_LEFT,
} SondeBrokerEventKind;

typedef enum
{
  SONDE_BROKER_LEFT_NORMALLY,   /* it sent DISCONNECT */
  SONDE_BROKER_LEFT_CLOSED,     /* without DISCONNECT */
  SONDE_BROKER_LEFT_TIMEOUT,    /* nothing came within its keep alive */
  SONDE_BROKER_LEFT_TAKEN_OVER, /* another connected with its client id */
  SONDE_BROKER_LEFT_EXPELLED,   /* for the reason in @detail */
} SondeBrokerLeft;

typedef struct
{
  SondeBrokerEventKind kind;

  /* Of one that came: all from the client id on. Where the id ends cannot be told when a user
   * name reads like that end, too: @client_id is %NULL then. */
  char            *text;
  char            *client_id;
  char            *address; /* "127.0.0.1:40000", "[::1]:40000" */
  SondeMqttVersion version; /* 0: another */
  gboolean         clean;
  guint16          keep_alive; /* s */

  /* Of one that left: @client_id, and */
  SondeBrokerLeft left;
  char           *detail; /* mosquitto's words; %NULL: none */
} SondeBrokerEvent;

/* @line: a whole one as mosquitto wrote it, without a time. Returns: whether it is of a client */
gboolean sonde_broker_log_parse (const char       *line,
                                 SondeBrokerEvent *event);
void     sonde_broker_event_clear (SondeBrokerEvent *event);

/* Whether @client_id may be the one that @text of an event begins with. */
gboolean sonde_broker_log_may_begin (const char *text,
                                     const char *client_id);

/* "closed its connection without DISCONNECT"; translated */
char *sonde_broker_left_to_text (SondeBrokerLeft left,
                                 const char     *detail);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SondeBrokerEvent, sonde_broker_event_clear)

G_END_DECLS
