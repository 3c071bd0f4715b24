/* sonde-composer.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-composer"

#include "sonde-composer.h"

#include "sonde-payload-file.h"

#include <sonde-payload-typed.h>
#include <sonde-profile.h>
#include <sonde-topic.h>
#include <sonde-will.h>

#include <glib/gi18n.h>

#include <string.h>

G_STATIC_ASSERT ((int) SONDE_FORM_TEXT == (int) SONDE_TYPED_TEXT && (int) SONDE_FORM_JSON == (int) SONDE_TYPED_JSON &&
                 (int) SONDE_FORM_HEX == (int) SONDE_TYPED_HEX && (int) SONDE_FORM_BASE64 == (int) SONDE_TYPED_BASE64);

static GBytes *
encode (const SondePublishForm *form,
        gsize                   maximum_size,
        char                  **fault)
{
  if (form->format == SONDE_FORM_FILE)
    return sonde_payload_file_read (form->payload, maximum_size, fault);

  return sonde_typed_to_bytes ((SondeTypedFormat) form->format, form->payload, fault);
}

static const char *
find_topic_fault (const char *topic)
{
  return sonde_topic_fault_to_string (sonde_topic_name_check (topic, strlen (topic)));
}

static void
copy_properties (SondePublish           *publish,
                 const SondePublishForm *form)
{
  publish->is_utf8 = form->is_utf8;
  publish->message_expiry = form->message_expiry;
  publish->topic_alias = form->topic_alias;
  g_free (publish->content_type);
  publish->content_type = g_strdup (form->content_type);
  g_free (publish->response_topic);
  publish->response_topic = g_strdup (form->response_topic);
  g_bytes_unref (publish->correlation_data);
  publish->correlation_data = g_bytes_ref (form->correlation_data);
  g_ptr_array_unref (publish->user_properties);
  publish->user_properties = sonde_pairs_copy (form->user_properties);
}

static const char *
find_properties_fault (const SondePublishForm *form)
{
  const char *fault = NULL;

  if (*form->response_topic != '\0')
    fault = find_topic_fault (form->response_topic);
  if (fault == NULL)
    fault = sonde_will_check_content_type (form->content_type);
  if (fault == NULL)
    fault = sonde_will_check_correlation_data (g_bytes_get_size (form->correlation_data));
  for (guint i = 0; fault == NULL && i < form->user_properties->len; i++)
    {
      const SondePair *pair = g_ptr_array_index (form->user_properties, i);

      fault = sonde_profile_check_user_property (pair->name, pair->value);
    }
  return fault;
}

static SondePublish *
compose (const SondePublishForm *form,
         gsize                   maximum_size,
         SondeComposerPart      *part,
         char                  **fault)
{
  g_autoptr (GBytes) payload = NULL;
  SondePublish *publish;

  *part = SONDE_COMPOSER_TOPIC;
  *fault = g_strdup (find_topic_fault (form->topic));
  if (*fault != NULL)
    return NULL;

  *part = SONDE_COMPOSER_PROPERTIES;
  *fault = g_strdup (find_properties_fault (form));
  if (*fault != NULL)
    return NULL;

  *part = SONDE_COMPOSER_PAYLOAD;
  payload = encode (form, maximum_size, fault);
  if (payload == NULL)
    return NULL;

  /* 5.0, 3.3.2.3.2: a receiver may take it at its word. */
  if (form->is_utf8 && !g_utf8_validate_len (g_bytes_get_data (payload, NULL), g_bytes_get_size (payload), NULL))
    {
      *part = SONDE_COMPOSER_PROPERTIES;
      *fault = g_strdup (_ ("The payload is no UTF-8 text: turn “Payload is text” off in the properties."));
      return NULL;
    }

  publish = sonde_publish_new (form->topic, payload, form->qos, form->retain);
  copy_properties (publish, form);
  return publish;
}

SondePublish *
sonde_composer_compose (const SondePublishForm *form,
                        SondeComposerPart      *part,
                        char                  **fault)
{
  g_return_val_if_fail (form != NULL, NULL);
  g_return_val_if_fail (part != NULL && fault != NULL, NULL);

  return compose (form, SONDE_PAYLOAD_FILE_MAX_SIZE, part, fault);
}

/* ---- In a worker ---- */

typedef struct
{
  SondePublishForm *form;
  gsize             maximum_size;
  SondePublish     *publish;
  SondeComposerPart part;
  char             *fault;
} Work;

static void
work_free (Work *work)
{
  sonde_publish_form_free (work->form);
  sonde_publish_free (work->publish);
  g_free (work->fault);
  g_free (work);
}

static void
compose_worker (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  Work *work = task_data;

  work->publish = compose (work->form, work->maximum_size, &work->part, &work->fault);
  g_task_return_boolean (task, TRUE);
}

void
sonde_composer_compose_async (const SondePublishForm *form,
                              gsize                   maximum_size,
                              GCancellable           *cancellable,
                              GAsyncReadyCallback     callback,
                              gpointer                user_data)
{
  g_autoptr (GTask) task = NULL;
  Work *work = g_new0 (Work, 1);

  g_return_if_fail (form != NULL);

  work->form = sonde_publish_form_copy (form);
  work->maximum_size = MIN (maximum_size, SONDE_PAYLOAD_FILE_MAX_SIZE);
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, sonde_composer_compose_async);
  g_task_set_task_data (task, work, (GDestroyNotify) work_free);
  if (form->format == SONDE_FORM_FILE)
    g_task_run_in_thread (task, compose_worker);
  else
    compose_worker (task, NULL, work, cancellable);
}

SondePublish *
sonde_composer_compose_finish (GAsyncResult      *result,
                               SondeComposerPart *part,
                               char             **fault)
{
  Work *work;

  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (part != NULL && fault != NULL, NULL);

  *fault = NULL;
  work = g_task_get_task_data (G_TASK (result));
  if (!g_task_propagate_boolean (G_TASK (result), NULL))
    return NULL;

  *part = work->part;
  *fault = g_steal_pointer (&work->fault);
  return g_steal_pointer (&work->publish);
}
