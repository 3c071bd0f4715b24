/* test-tls-fixture.h: what all tests of TLS share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "test-tls-server.h"

#include <sonde-tls-client.h>

G_BEGIN_DECLS

/* Who a server, or a client, may be; see the forms. */
typedef enum
{
  GOOD,
  OTHER_CA,
  SELF_SIGNED,
  EXPIRED,
  EARLY,
  EXPIRED_CA,
  CLIENT_ONLY,
  NAMELESS,
  WILD,
  CLIENT,
  FOREIGN_CLIENT,
  N_IDENTITIES
} TestWho;

/* g_test_init(), and files of certificates in a folder of their own: ca-cert.pem,
 * old-ca-cert.pem (expired), self-cert.pem, and with their keys client, encrypted
 * (of the client, "open sesame") and foreign. */
void test_tls_init (int    *argc,
                    char ***argv);
int  test_tls_run (void);

const char         *test_tls_get_folder (void);
const TestIdentity *test_tls_get_identity (TestWho who);
const TestIdentity *test_tls_get_authority (void);

/* In the folder. */
void test_tls_run_command (const char *command);

/* Names of files in the folder; %NULL or "" is none */
SondeTlsOptions *test_tls_make_options (const char *ca,
                                        const char *certificate,
                                        const char *key);

/* What an asynchronous call came to. */
typedef struct
{
  gboolean        done;
  SondeTlsStream *stream;
  SondeChain     *chain;
  GError         *error;
  gssize          n_read;
} TestResult;

void test_result_wait (TestResult *self);
void test_result_clear (TestResult *self);

void test_tls_connected_cb (GObject      *source,
                            GAsyncResult *result,
                            gpointer      user_data);
void test_tls_connect (GIOStream             *base,
                       const SondeTlsOptions *options,
                       const char            *host,
                       TestResult            *result);

/* Waits for bytes, the end (n_read 0) or an error. */
void test_tls_read (GInputStream *input,
                    void         *buffer,
                    gsize         size,
                    TestResult   *result);

/* @sentence is what the user reads. */
void test_tls_check_error (const GError *error,
                           const char   *sentence);

G_END_DECLS
