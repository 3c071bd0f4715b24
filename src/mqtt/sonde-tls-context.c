/* sonde-tls-context.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-tls-context"

#include "sonde-tls-context.h"

#include "sonde-mqtt-error.h"
#include "sonde-tls-context-private.h"
#include "sonde-tls-files.h"

#include <glib/gi18n.h>
#include <openssl/err.h>
#include <string.h>

/* What comes in may be many small records: to be read at once. */
#define READ_AHEAD (64 * 1024 + 512)

#define MAX_PROTOCOL_LENGTH 255 /* RFC 7301, 3.1 */

struct _SondeTlsContext
{
  gatomicrefcount ref_count;
  SSL_CTX        *ssl_context;
  char           *server_name;
  gboolean        verify;
};

static int
get_version_number (SondeTlsVersion version,
                    int             otherwise)
{
  switch (version)
    {
    case SONDE_TLS_1_2:
      return TLS1_2_VERSION;
    case SONDE_TLS_1_3:
      return TLS1_3_VERSION;
    case SONDE_TLS_ANY_VERSION:
    default:
      return otherwise;
    }
}

static void
set_basics (SSL_CTX               *context,
            const SondeTlsOptions *options)
{
  SSL_CTX_set_min_proto_version (context, get_version_number (options->min_version, TLS1_2_VERSION));
  SSL_CTX_set_max_proto_version (context, get_version_number (options->max_version, 0));
  SSL_CTX_set_options (context, SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_set_mode (context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_read_ahead (context, 1);
  SSL_CTX_set_default_read_buffer_len (context, READ_AHEAD);
  SSL_CTX_set_session_cache_mode (context, SSL_SESS_CACHE_OFF);
}

static gboolean
set_authorities (SSL_CTX               *context,
                 const SondeTlsOptions *options,
                 GError               **error)
{
  X509_STORE *store = SSL_CTX_get_cert_store (context);

  if (*options->ca_file != '\0')
    {
      /* Whom the user chose is trusted, also when another authority stands above. */
      X509_STORE_set_flags (store, X509_V_FLAG_PARTIAL_CHAIN);
      return sonde_tls_load_authorities (store, options->ca_file, error);
    }

  /* Not to be verified, they need not be read. */
  if (options->verify)
    SSL_CTX_set_default_verify_paths (context);

  return TRUE;
}

/* RFC 7301, 3.1: each with its length before it */
static gboolean
set_protocols (SSL_CTX    *context,
               const char *names,
               GError    **error)
{
  g_auto (GStrv) protocols = g_strsplit (names, ",", -1);
  g_autoptr (GByteArray) wire = g_byte_array_new ();

  for (guint i = 0; protocols[i] != NULL; i++)
    {
      const char *name = g_strstrip (protocols[i]);
      guint8      length = strlen (name);

      if (length == 0)
        continue;
      if (strlen (name) > MAX_PROTOCOL_LENGTH)
        {
          g_set_error_literal (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_TLS,
                               _ ("An application protocol (ALPN) is longer than 255 bytes."));
          return FALSE;
        }
      g_byte_array_append (wire, &length, 1);
      g_byte_array_append (wire, (const guint8 *) name, length);
    }

  if (wire->len > 0)
    SSL_CTX_set_alpn_protos (context, wire->data, wire->len);

  return TRUE;
}

static SondeTlsContext *
build (const SondeTlsOptions *options,
       GError               **error)
{
  g_autoptr (SondeTlsContext) self = g_new0 (SondeTlsContext, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->ssl_context = SSL_CTX_new (TLS_client_method ());
  self->server_name = g_strdup (options->server_name);
  self->verify = options->verify;
  set_basics (self->ssl_context, options);

  if (!set_authorities (self->ssl_context, options, error) ||
      !set_protocols (self->ssl_context, options->alpn, error))
    return NULL;
  if (*options->client_certificate != '\0' && !sonde_tls_load_identity (self->ssl_context, options, error))
    return NULL;

  return g_steal_pointer (&self);
}

static void
build_worker (GTask        *task,
              gpointer      source,
              gpointer      task_data,
              GCancellable *cancellable)
{
  GError          *error = NULL;
  SondeTlsContext *context = build (task_data, &error);

  /* The thread goes back to GLib's pool: nothing of ours stays in its queue. */
  ERR_clear_error ();
  if (context != NULL)
    g_task_return_pointer (task, context, (GDestroyNotify) sonde_tls_context_unref);
  else
    g_task_return_error (task, error);
}

void
sonde_tls_context_build_async (const SondeTlsOptions *options,
                               GCancellable          *cancellable,
                               GAsyncReadyCallback    callback,
                               gpointer               user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (options != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, sonde_tls_context_build_async);
  g_task_set_task_data (task, sonde_tls_options_copy (options), (GDestroyNotify) sonde_tls_options_free);
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, build_worker);
}

SondeTlsContext *
sonde_tls_context_build_finish (GAsyncResult *result,
                                GError      **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, sonde_tls_context_build_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

SondeTlsContext *
sonde_tls_context_ref (SondeTlsContext *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
sonde_tls_context_unref (SondeTlsContext *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  SSL_CTX_free (self->ssl_context);
  g_free (self->server_name);
  g_free (self);
}

SSL *
sonde_tls_context_create_ssl (SondeTlsContext *self)
{
  return SSL_new (self->ssl_context);
}

gboolean
sonde_tls_context_get_verify (SondeTlsContext *self)
{
  return self->verify;
}

const char *
sonde_tls_context_get_server_name (SondeTlsContext *self)
{
  return self->server_name;
}
