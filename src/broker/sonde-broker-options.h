/* sonde-broker-options.h: what the user wants of the local broker; plain data
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Text is never %NULL; "" is none.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  guint16  port;             /* where it is taken, the broker has another */
  gboolean beyond_loopback;  /* other computers may reach it */
  gboolean require_password; /* of @user_name; else anybody is let in */
  char    *user_name;
  char    *password_hash; /* as mosquitto's password file has it, "$7$…"; never the password itself */
  gboolean use_tls;
  gboolean persistence; /* retained messages and sessions outlast it */
  gboolean log_packets; /* a line for each control packet */
} SondeBrokerOptions;

/* Port 1883 on loopback, open to all, persistent. */
SondeBrokerOptions *sonde_broker_options_new (void);
SondeBrokerOptions *sonde_broker_options_copy (const SondeBrokerOptions *self);
void                sonde_broker_options_free (SondeBrokerOptions *self);
gboolean            sonde_broker_options_equal (const SondeBrokerOptions *a,
                                                const SondeBrokerOptions *b);

/* Those in the file, a key file; where one value cannot be read, none is believed: half of them
 * could open more than the user wanted; the file is then set aside, as PATH.damaged-DATE. Blocks for the time
 * of a small file. Returns: those of a new broker where there is no file, or with @error: a translated sentence */
SondeBrokerOptions *sonde_broker_options_load (const char *path,
                                               GError    **error);

/* Keeps what it does not know of. Blocks: call it in a worker. */
gboolean sonde_broker_options_save (const SondeBrokerOptions *self,
                                    const char               *path,
                                    GError                  **error);

/* Field checks: %NULL when good, else one translated sentence for the field. */
const char *sonde_broker_options_check_user_name (const char *user_name);
const char *sonde_broker_options_check_password (const char *password);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeBrokerOptions, sonde_broker_options_free)

G_END_DECLS
