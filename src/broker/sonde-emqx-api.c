/* sonde-emqx-api.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-emqx-api"

#include "sonde-emqx-api.h"

#include "sonde-emqx-json.h"

#include <sonde-format.h>
#include <sonde-secret.h>

#include <glib/gi18n.h>
#include <libsoup/soup.h>

#include <string.h>

#define TIMEOUT_SECONDS 10
#define MAX_ANSWER (8 * 1024 * 1024)
#define MAX_REASON_CHARS 200

struct _SondeEmqxApi
{
  GObject parent_instance;

  SoupSession *session;
  char        *base; /* "http://localhost:18083/api/v5/" */
  char        *authorization;
};

G_DEFINE_FINAL_TYPE (SondeEmqxApi, sonde_emqx_api, G_TYPE_OBJECT)

/* Ends the task, or sends another request. */
typedef void (*AnswerFunc) (GTask  *task,
                            GBytes *body);

typedef struct
{
  SoupMessage         *message;
  GMemoryOutputStream *body;
  GInputStream        *stream;
  AnswerFunc           answer;
  SondeEmqxOverview   *overview; /* of the first request of two */
} Request;

static void
request_free (Request *request)
{
  g_clear_object (&request->message);
  g_clear_object (&request->body);
  g_clear_object (&request->stream);
  g_clear_pointer (&request->overview, sonde_emqx_overview_free);
  g_free (request);
}

const char *
sonde_emqx_api_check_address (const char *address)
{
  g_autoptr (GUri) uri = NULL;

  g_return_val_if_fail (address != NULL, NULL);

  uri = g_uri_parse (address, G_URI_FLAGS_NONE, NULL);
  if (uri == NULL || strpbrk (address, " \t\r\n") != NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0' ||
      (!g_str_equal (g_uri_get_scheme (uri), "http") && !g_str_equal (g_uri_get_scheme (uri), "https")))
    return _ ("An address looks like http://localhost:18083.");
  if (g_uri_get_userinfo (uri) != NULL)
    return _ ("The key belongs in its own field.");
  if (g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL)
    return _ ("An address ends before “?” and “#”.");

  return NULL;
}

static GError *
new_unexpected (void)
{
  return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                              _ ("What answers is not the REST API of EMQX 5. Its address is that of the dashboard, "
                                 "as http://localhost:18083."));
}

/* EMQX says why, as {"code": …, "message": …}. */
static GError *
new_refusal (guint   status,
             GBytes *body)
{
  g_autofree char *said = sonde_emqx_json_dup_message (body);
  g_autofree char *line = said != NULL ? sonde_format_line (said, MAX_REASON_CHARS) : NULL;

  if (status == SOUP_STATUS_UNAUTHORIZED)
    return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
                                _ ("EMQX does not accept the API key: it may be wrong, expired or switched off."));
  if (status == SOUP_STATUS_FORBIDDEN)
    return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED, _ ("The role of the API key does not allow this."));
  if (line == NULL)
    return new_unexpected ();
  if (status == SOUP_STATUS_NOT_FOUND)
    return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NOT_FOUND, *line != '\0' ? line : _ ("EMQX does not know it."));

  /* Translators: a number, and what EMQX says */
  return g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED, _ ("EMQX answered with status %u: %s"), status, line);
}

static void
end (GTask  *task,
     GError *error)
{
  if (error != NULL)
    g_task_return_error (task, error);
  g_object_unref (task);
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  GTask   *task = user_data;
  Request *request = g_task_get_task_data (task);
  g_autoptr (GBytes) chunk = NULL;
  g_autoptr (GBytes) body = NULL;
  GError *error = NULL;
  guint   status;

  chunk = g_input_stream_read_bytes_finish (G_INPUT_STREAM (object), result, &error);
  if (chunk == NULL)
    {
      end (task, error);
      return;
    }
  if (g_memory_output_stream_get_data_size (request->body) + g_bytes_get_size (chunk) > MAX_ANSWER)
    {
      end (task, new_unexpected ());
      return;
    }
  if (g_bytes_get_size (chunk) > 0)
    {
      g_output_stream_write_all (G_OUTPUT_STREAM (request->body), g_bytes_get_data (chunk, NULL),
                                 g_bytes_get_size (chunk), NULL, NULL, NULL);
      g_input_stream_read_bytes_async (request->stream, 65536, G_PRIORITY_DEFAULT, g_task_get_cancellable (task), read_cb, task);
      return;
    }

  g_output_stream_close (G_OUTPUT_STREAM (request->body), NULL, NULL);
  body = g_memory_output_stream_steal_as_bytes (request->body);
  status = soup_message_get_status (request->message);
  if (!SOUP_STATUS_IS_SUCCESSFUL (status))
    end (task, SOUP_STATUS_IS_REDIRECTION (status) ? new_unexpected () : new_refusal (status, body));
  else
    request->answer (task, body);
}

static void
sent_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  GTask   *task = user_data;
  Request *request = g_task_get_task_data (task);
  GError  *error = NULL;

  request->stream = soup_session_send_finish (SOUP_SESSION (object), result, &error);
  if (request->stream == NULL)
    {
      end (task, error);
      return;
    }

  request->body = G_MEMORY_OUTPUT_STREAM (g_memory_output_stream_new_resizable ());
  g_input_stream_read_bytes_async (request->stream, 65536, G_PRIORITY_DEFAULT, g_task_get_cancellable (task), read_cb, task);
}

/* Takes @task, which has a Request; @answer ends it. */
static void
send (SondeEmqxApi *self,
      GTask        *task,
      const char   *method,
      const char   *path,
      AnswerFunc    answer)
{
  Request         *request = g_task_get_task_data (task);
  g_autofree char *uri = g_strconcat (self->base, path, NULL);

  g_clear_object (&request->stream);
  g_clear_object (&request->body);
  g_clear_object (&request->message);
  request->message = soup_message_new (method, uri);
  soup_message_add_flags (request->message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE);
  soup_message_headers_replace (soup_message_get_request_headers (request->message), "Authorization", self->authorization);
  soup_message_headers_replace (soup_message_get_request_headers (request->message), "Accept", "application/json");
  request->answer = answer;
  soup_session_send_async (self->session, request->message, G_PRIORITY_DEFAULT, g_task_get_cancellable (task), sent_cb, task);
}

static GTask *
new_task (SondeEmqxApi       *self,
          gpointer            tag,
          GCancellable       *cancellable,
          GAsyncReadyCallback callback,
          gpointer            user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, g_new0 (Request, 1), (GDestroyNotify) request_free);
  return task;
}

/* Ends @task with @answer, which it takes, where the JSON was @understood. */
static void
end_with (GTask         *task,
          gboolean       understood,
          gpointer       answer,
          GDestroyNotify free_answer)
{
  if (!understood)
    {
      free_answer (answer);
      end (task, new_unexpected ());
      return;
    }

  g_task_return_pointer (task, answer, free_answer);
  end (task, NULL);
}

static gpointer
finish (GAsyncResult *result,
        gpointer      self,
        GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
current_cb (GTask  *task,
            GBytes *body)
{
  Request           *request = g_task_get_task_data (task);
  SondeEmqxOverview *overview = g_steal_pointer (&request->overview);

  end_with (task, sonde_emqx_json_read_current (body, overview), overview, (GDestroyNotify) sonde_emqx_overview_free);
}

static void
nodes_cb (GTask  *task,
          GBytes *body)
{
  Request *request = g_task_get_task_data (task);

  request->overview = sonde_emqx_overview_new ();
  if (sonde_emqx_json_read_nodes (body, request->overview))
    send (g_task_get_source_object (task), task, "GET", "monitor_current", current_cb);
  else
    end (task, new_unexpected ());
}

void
sonde_emqx_api_get_overview_async (SondeEmqxApi       *self,
                                   GCancellable       *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data)
{
  g_return_if_fail (SONDE_IS_EMQX_API (self));

  send (self, new_task (self, sonde_emqx_api_get_overview_async, cancellable, callback, user_data), "GET", "nodes", nodes_cb);
}

SondeEmqxOverview *
sonde_emqx_api_get_overview_finish (SondeEmqxApi *self,
                                    GAsyncResult *result,
                                    GError      **error)
{
  return finish (result, self, error);
}

static void
clients_cb (GTask  *task,
            GBytes *body)
{
  SondeEmqxClients *clients = sonde_emqx_clients_new ();

  end_with (task, sonde_emqx_json_read_clients (body, clients), clients, (GDestroyNotify) sonde_emqx_clients_free);
}

void
sonde_emqx_api_list_clients_async (SondeEmqxApi       *self,
                                   const char         *search,
                                   GCancellable       *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data)
{
  g_autofree char *escaped = NULL;
  g_autofree char *path = NULL;

  g_return_if_fail (SONDE_IS_EMQX_API (self));
  g_return_if_fail (search != NULL);

  escaped = g_uri_escape_string (search, NULL, FALSE);
  path = g_strdup_printf ("clients?page=1&limit=%d%s%s", SONDE_EMQX_CLIENTS_MAX, *search != '\0' ? "&like_clientid=" : "", escaped);
  send (self, new_task (self, sonde_emqx_api_list_clients_async, cancellable, callback, user_data), "GET", path, clients_cb);
}

SondeEmqxClients *
sonde_emqx_api_list_clients_finish (SondeEmqxApi *self,
                                    GAsyncResult *result,
                                    GError      **error)
{
  return finish (result, self, error);
}

static char *
dup_client_path (const char *client_id,
                 const char *rest)
{
  g_autofree char *escaped = g_uri_escape_string (client_id, NULL, FALSE);

  return g_strconcat ("clients/", escaped, rest, NULL);
}

static void
subscriptions_cb (GTask  *task,
                  GBytes *body)
{
  GPtrArray *subscriptions = g_ptr_array_new_with_free_func ((GDestroyNotify) sonde_emqx_subscription_free);

  end_with (task, sonde_emqx_json_read_subscriptions (body, subscriptions), subscriptions, (GDestroyNotify) g_ptr_array_unref);
}

void
sonde_emqx_api_list_subscriptions_async (SondeEmqxApi       *self,
                                         const char         *client_id,
                                         GCancellable       *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer            user_data)
{
  g_autofree char *path = NULL;

  g_return_if_fail (SONDE_IS_EMQX_API (self));
  g_return_if_fail (client_id != NULL);

  path = dup_client_path (client_id, "/subscriptions");
  send (self, new_task (self, sonde_emqx_api_list_subscriptions_async, cancellable, callback, user_data), "GET", path,
        subscriptions_cb);
}

GPtrArray *
sonde_emqx_api_list_subscriptions_finish (SondeEmqxApi *self,
                                          GAsyncResult *result,
                                          GError      **error)
{
  return finish (result, self, error);
}

static void
disconnected_cb (GTask  *task,
                 GBytes *body)
{
  g_task_return_boolean (task, TRUE);
  end (task, NULL);
}

void
sonde_emqx_api_disconnect_client_async (SondeEmqxApi       *self,
                                        const char         *client_id,
                                        GCancellable       *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer            user_data)
{
  g_autofree char *path = NULL;

  g_return_if_fail (SONDE_IS_EMQX_API (self));
  g_return_if_fail (client_id != NULL && *client_id != '\0');

  path = dup_client_path (client_id, "");
  send (self, new_task (self, sonde_emqx_api_disconnect_client_async, cancellable, callback, user_data), "DELETE", path,
        disconnected_cb);
}

gboolean
sonde_emqx_api_disconnect_client_finish (SondeEmqxApi *self,
                                         GAsyncResult *result,
                                         GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
sonde_emqx_api_finalize (GObject *object)
{
  SondeEmqxApi *self = SONDE_EMQX_API (object);

  soup_session_abort (self->session);
  g_object_unref (self->session);
  g_free (self->base);
  sonde_secret_free (self->authorization);

  G_OBJECT_CLASS (sonde_emqx_api_parent_class)->finalize (object);
}

static void
sonde_emqx_api_class_init (SondeEmqxApiClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sonde_emqx_api_finalize;
}

static void
sonde_emqx_api_init (SondeEmqxApi *self)
{
  self->session = soup_session_new_with_options ("timeout", TIMEOUT_SECONDS, "idle-timeout", TIMEOUT_SECONDS, NULL);
}

SondeEmqxApi *
sonde_emqx_api_new (const char *address,
                    const char *key,
                    const char *secret)
{
  SondeEmqxApi *self;
  char         *pair;
  char         *encoded;

  g_return_val_if_fail (address != NULL && sonde_emqx_api_check_address (address) == NULL, NULL);
  g_return_val_if_fail (key != NULL && secret != NULL, NULL);

  self = g_object_new (SONDE_TYPE_EMQX_API, NULL);
  self->base = g_strconcat (address, g_str_has_suffix (address, "/") ? "" : "/", "api/v5/", NULL);

  /* RFC 7617 */
  pair = g_strconcat (key, ":", secret, NULL);
  encoded = g_base64_encode ((const guchar *) pair, strlen (pair));
  self->authorization = g_strconcat ("Basic ", encoded, NULL);
  sonde_secret_free (pair);
  sonde_secret_free (encoded);
  return self;
}
