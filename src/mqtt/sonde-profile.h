/* sonde-profile.h: what one needs to know to connect; plain data
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What it has no field for: enhanced authentication (5.0, 4.12), as libmosquitto 2.0 can send
 * no AUTH packet, and a password that is not text.
 *
 * No secret is saved with it: those live in the Secret Service, found by @id. A profile is a
 * value: copy it, change the copy, hand it on; never change one that is shared.
 */

#pragma once

#include "sonde-network-options.h"
#include "sonde-tls-options.h"
#include "sonde-wanted.h"
#include "sonde-will.h"

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum
{
  SONDE_MQTT_3_1 = 3,
  SONDE_MQTT_3_1_1 = 4,
  SONDE_MQTT_5 = 5,
} SondeMqttVersion;

/* "MQTT 5", "MQTT 3.1.1"; not translated */
const char *sonde_mqtt_version_to_string (SondeMqttVersion version);

/* Which broker the profile "Local broker" means when port 1883 already answers MQTT. */
typedef enum
{
  SONDE_LOCAL_BROKER_OWN,   /* start our own, on a free port */
  SONDE_LOCAL_BROKER_OTHER, /* use the one that is there */
} SondeLocalBrokerChoice;

#define SONDE_SESSION_EXPIRY_NEVER G_MAXUINT32

typedef struct
{
  char                  *id; /* UUID; never shown, never changes */
  char                  *name;
  char                  *group;        /* "" is none */
  guint8                 color;        /* index in the palette, or SONDE_NO_COLOR */
  gboolean               local_broker; /* Sonde starts the broker; host and port are its own */
  SondeLocalBrokerChoice local_choice;
  char                  *host;
  guint16                port;
  SondeMqttVersion       version;
  char                  *client_id;       /* "" is: the broker assigns one, or a random one in 3.x */
  gboolean               clean_start;     /* clean session in 3.x */
  guint32                session_expiry;  /* s; MQTT 5 only */
  guint16                keep_alive;      /* s; 0 or at least 5 */
  guint16                connect_timeout; /* s; at least 1 */
  gboolean               reconnect;       /* by itself, when a connection was lost */
  guint16                first_delay;     /* s before the first new attempt; at least 1; doubles with each */
  guint16                greatest_delay;  /* s; at least first_delay */
  guint16                attempts;        /* then it gives up; 0: never */
  gboolean               connect_on_start;
  gboolean               resubscribe; /* what is wanted, after each CONNACK; FALSE: by hand */
  char                  *user_name;   /* "" is none */
  SondeNetworkOptions   *network;
  SondeTlsOptions       *tls;
  SondeWill             *will;

  /* CONNECT properties (5.0, 3.1.2.11); MQTT 5 only */
  guint16    receive_maximum;     /* 0: as if it were 65,535 */
  guint32    maximum_packet_size; /* bytes; 0: none is sent */
  gboolean   request_response_information;
  gboolean   request_problem_information;
  GPtrArray *user_properties; /* of SondePair */

  GPtrArray *variables; /* of SondePair: what {{env NAME}} stands for in what is published */

  GPtrArray *subscriptions; /* of SondeWanted, in their order */
  GPtrArray *dropped;       /* of char *: not wanted any more, but perhaps still held by the stored session */
} SondeProfile;

#define SONDE_TYPE_PROFILE (sonde_profile_get_type ())
GType sonde_profile_get_type (void);

/* A new id, 127.0.0.1:1883, MQTT 5, clean start, keep alive 60, timeout 10, reconnecting. */
SondeProfile *sonde_profile_new (void);
SondeProfile *sonde_profile_new_local (void); /* "Local broker" */
SondeProfile *sonde_profile_copy (const SondeProfile *self);
void          sonde_profile_free (SondeProfile *self);
gboolean      sonde_profile_equal (const SondeProfile *a,
                                   const SondeProfile *b);
/* Wants @filter once: where it is wanted already, with this QoS and colour from now on.
 * Returns: (transfer none): to be changed further, until the next one is wanted or not */
SondeWanted *sonde_profile_want (SondeProfile *self,
                                 const char   *filter,
                                 guint8        qos,
                                 guint8        color);
SondeWanted *sonde_profile_find_wanted (const SondeProfile *self,
                                        const char         *filter); /* or %NULL */

/* Wants @filter no more. @held: the stored session may hold it, so that it is to be unsubscribed
 * from when next connected */
void sonde_profile_unwant (SondeProfile *self,
                           const char   *filter,
                           gboolean      held);

/* @host as others are told of it: in ASCII (RFC 5891), and without the zone of an IPv6
 * address, which means nothing to them (RFC 6874, 4). %NULL where it is no name */
char *sonde_host_dup_ascii (const char *host);

/* "sonde_" and eight random letters and digits: within the 23 that every 3.1 broker takes */
char *sonde_profile_generate_client_id (void);

/* "127.0.0.1:1883", "[::1]:1883"; "/run/broker.sock" where it is reached by that */
char *sonde_profile_dup_address (const SondeProfile *self);

/* Field checks: %NULL when good, else one translated sentence for the field. */
const char *sonde_profile_check_host (const char *host);
const char *sonde_profile_check_client_id (const char      *client_id,
                                           SondeMqttVersion version,
                                           gboolean         clean_start);
const char *sonde_profile_check_keep_alive (guint keep_alive); /* 1 to 4 is refused by libmosquitto */
const char *sonde_profile_check_user_name (const char *user_name);
const char *sonde_profile_check_password (const char *password,
                                          gsize       length); /* libmosquitto takes a C string */
const char *sonde_profile_check_receive_maximum (guint receive_maximum);
const char *sonde_profile_check_delays (guint first_delay,
                                        guint greatest_delay);
/* Of CONNECT or of the will; both empty: none (5.0, 1.5.7) */
const char *sonde_profile_check_user_property (const char *name,
                                               const char *value);

/* Of a variable of the profile; both empty: none */
const char *sonde_profile_check_variable (const char *name,
                                          const char *value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeProfile, sonde_profile_free)

G_END_DECLS
