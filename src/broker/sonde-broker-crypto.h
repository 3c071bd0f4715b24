/* sonde-broker-crypto.h: hashes and certificates for the local broker
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pure functions but for the random numbers; any thread.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* As mosquitto keeps it in its password file: "$7$ITERATIONS$SALT$HASH" (PBKDF2 with SHA-512, RFC 8018). */
char *sonde_broker_hash_password (const char *password);

/* A certificate and its private key, both PEM. */
typedef struct
{
  char *certificate;
  char *key;
} SondeBrokerIdentity;

/* Overwrites the key. */
void sonde_broker_identity_free (SondeBrokerIdentity *self);

/* An authority for servers, for ten years. @name: what it is called */
SondeBrokerIdentity *sonde_broker_make_authority (const char *name);

/* A server's certificate for @names: host names and addresses, the first as its common name; for 397 days,
 * which is what the strictest clients take. %NULL when @authority cannot be read */
SondeBrokerIdentity *sonde_broker_make_server (const SondeBrokerIdentity *authority,
                                               const char *const         *names);

/* Whether it is an authority whose key fits, and it has @seconds to go. */
gboolean sonde_broker_identity_is_authority (const SondeBrokerIdentity *self,
                                             gint64                     seconds);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeBrokerIdentity, sonde_broker_identity_free)

G_END_DECLS
