/* sonde-layer.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-layer"

#include "sonde-layer.h"

#include "sonde-layer-streams.h"

typedef struct
{
  GIOStream             *base;
  GPollableInputStream  *base_input;
  GPollableOutputStream *base_output;
  SondeLayerInput       *input;
  SondeLayerOutput      *output;

  GByteArray *backlog;
  gsize       backlog_begin;
  GError     *write_error;
  gboolean    ended;
  gboolean    closed;
} SondeLayerPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (SondeLayer, sonde_layer, G_TYPE_IO_STREAM)

static SondeLayerPrivate *
get_private (SondeLayer *self)
{
  return sonde_layer_get_instance_private (self);
}

/* ---- The base ---- */

/* Returns: how much the base took; all, when it is broken */
static gsize
write_some (SondeLayerPrivate *priv,
            const guint8      *data,
            gsize              count)
{
  gsize done = 0;

  while (done < count)
    {
      g_autoptr (GError) error = NULL;
      gssize n = g_pollable_output_stream_write_nonblocking (priv->base_output, data + done, count - done, NULL, &error);

      if (n > 0)
        {
          done += n;
          continue;
        }
      if (n == 0 || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        return done;

      priv->write_error = g_steal_pointer (&error);
      return count;
    }

  return done;
}

void
sonde_layer_flush (SondeLayer *self)
{
  SondeLayerPrivate *priv = get_private (self);

  if (priv->backlog->len == 0 || priv->write_error != NULL)
    return;

  priv->backlog_begin += write_some (priv, priv->backlog->data + priv->backlog_begin,
                                     priv->backlog->len - priv->backlog_begin);
  if (priv->backlog_begin == priv->backlog->len)
    {
      g_byte_array_set_size (priv->backlog, 0);
      priv->backlog_begin = 0;
    }
}

gssize
sonde_layer_read_base (SondeLayer *self,
                       void       *buffer,
                       gsize       count,
                       GError    **error)
{
  return g_pollable_input_stream_read_nonblocking (get_private (self)->base_input, buffer, count, NULL, error);
}

void
sonde_layer_write_base (SondeLayer *self,
                        const void *data,
                        gsize       count)
{
  SondeLayerPrivate *priv = get_private (self);
  gsize              done = 0;

  if (priv->write_error != NULL)
    return;

  if (priv->backlog->len == 0)
    done = write_some (priv, data, count);
  if (done < count)
    g_byte_array_append (priv->backlog, (const guint8 *) data + done, count - done);
}

gboolean
sonde_layer_has_backlog (SondeLayer *self)
{
  SondeLayerPrivate *priv = get_private (self);

  return priv->backlog->len > 0 && priv->write_error == NULL;
}

gssize
sonde_layer_fail_would_block (GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK, "Operation would block");

  return -1;
}

/* ---- What the streams ask for ---- */

gboolean
sonde_layer_is_ready (SondeLayer  *self,
                      GIOCondition side)
{
  SondeLayerPrivate *priv = get_private (self);

  if (priv->closed)
    return TRUE;
  if (side == G_IO_IN)
    return SONDE_LAYER_GET_CLASS (self)->is_readable (self);

  return priv->write_error != NULL ||
         (!sonde_layer_has_backlog (self) && SONDE_LAYER_GET_CLASS (self)->is_writable (self));
}

GIOCondition
sonde_layer_get_wanted (SondeLayer  *self,
                        GIOCondition side)
{
  gboolean backlog = sonde_layer_has_backlog (self);

  if (side == G_IO_IN)
    return backlog ? G_IO_IN | G_IO_OUT : G_IO_IN;

  return backlog ? G_IO_OUT : G_IO_IN;
}

static gboolean
check_open (SondeLayerPrivate *priv,
            GError           **error)
{
  if (priv->closed)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CLOSED, "Stream is closed");

  return !priv->closed;
}

gssize
sonde_layer_read (SondeLayer *self,
                  void       *buffer,
                  gsize       count,
                  GError    **error)
{
  if (!check_open (get_private (self), error))
    return -1;

  sonde_layer_flush (self);

  return SONDE_LAYER_GET_CLASS (self)->read (self, buffer, count, error);
}

gssize
sonde_layer_write (SondeLayer *self,
                   const void *buffer,
                   gsize       count,
                   GError    **error)
{
  SondeLayerPrivate *priv = get_private (self);

  if (!check_open (priv, error))
    return -1;

  sonde_layer_flush (self);
  if (priv->write_error != NULL)
    {
      g_propagate_error (error, g_error_copy (priv->write_error));
      return -1;
    }
  if (sonde_layer_has_backlog (self))
    return sonde_layer_fail_would_block (error);

  return SONDE_LAYER_GET_CLASS (self)->write (self, buffer, count, error);
}

void
sonde_layer_end (SondeLayer *self)
{
  SondeLayerPrivate *priv = get_private (self);

  if (priv->ended)
    return;

  priv->ended = TRUE;
  SONDE_LAYER_GET_CLASS (self)->end (self);
}

GIOStream *
sonde_layer_get_base (SondeLayer *self)
{
  return get_private (self)->base;
}

GSource *
sonde_layer_create_source (SondeLayer   *self,
                           GIOCondition  side,
                           GCancellable *cancellable)
{
  SondeLayerPrivate *priv = get_private (self);

  if (side == G_IO_IN)
    return g_pollable_input_stream_create_source (G_POLLABLE_INPUT_STREAM (priv->input), cancellable);

  return g_pollable_output_stream_create_source (G_POLLABLE_OUTPUT_STREAM (priv->output), cancellable);
}

/* ---- GIOStream ---- */

static GInputStream *
sonde_layer_get_input_stream (GIOStream *stream)
{
  return G_INPUT_STREAM (get_private (SONDE_LAYER (stream))->input);
}

static GOutputStream *
sonde_layer_get_output_stream (GIOStream *stream)
{
  return G_OUTPUT_STREAM (get_private (SONDE_LAYER (stream))->output);
}

/* Our side ends as well as it can without waiting. */
static void
close_layer (SondeLayer *self)
{
  sonde_layer_end (self);
  get_private (self)->closed = TRUE;
}

static gboolean
sonde_layer_close (GIOStream    *stream,
                   GCancellable *cancellable,
                   GError      **error)
{
  SondeLayer *self = SONDE_LAYER (stream);

  close_layer (self);

  return g_io_stream_close (get_private (self)->base, cancellable, error);
}

static void
base_closed_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (g_io_stream_close_finish (G_IO_STREAM (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* GIOStream would close in a thread of its own; a layer is of one thread. */
static void
sonde_layer_close_async (GIOStream          *stream,
                         int                 priority,
                         GCancellable       *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer            user_data)
{
  SondeLayer *self = SONDE_LAYER (stream);
  GTask      *task = g_task_new (stream, cancellable, callback, user_data);

  g_task_set_source_tag (task, sonde_layer_close_async);
  g_task_set_priority (task, priority);
  close_layer (self);
  g_io_stream_close_async (get_private (self)->base, priority, cancellable, base_closed_cb, task);
}

static gboolean
sonde_layer_close_finish (GIOStream    *stream,
                          GAsyncResult *result,
                          GError      **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* ---- Life ---- */

void
sonde_layer_set_base (SondeLayer *self,
                      GIOStream  *base)
{
  SondeLayerPrivate *priv = get_private (self);

  g_return_if_fail (priv->base == NULL);

  priv->base = g_object_ref (base);
  priv->base_input = G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (base));
  priv->base_output = G_POLLABLE_OUTPUT_STREAM (g_io_stream_get_output_stream (base));
  priv->input = sonde_layer_input_new (self);
  priv->output = sonde_layer_output_new (self);
}

static void
sonde_layer_finalize (GObject *object)
{
  SondeLayerPrivate *priv = get_private (SONDE_LAYER (object));

  sonde_layer_input_detach (priv->input);
  sonde_layer_output_detach (priv->output);
  g_clear_object (&priv->input);
  g_clear_object (&priv->output);
  g_clear_object (&priv->base);
  g_clear_pointer (&priv->backlog, g_byte_array_unref);
  g_clear_error (&priv->write_error);

  G_OBJECT_CLASS (sonde_layer_parent_class)->finalize (object);
}

static void
sonde_layer_class_init (SondeLayerClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GIOStreamClass *stream_class = G_IO_STREAM_CLASS (klass);

  object_class->finalize = sonde_layer_finalize;
  stream_class->get_input_stream = sonde_layer_get_input_stream;
  stream_class->get_output_stream = sonde_layer_get_output_stream;
  stream_class->close_fn = sonde_layer_close;
  stream_class->close_async = sonde_layer_close_async;
  stream_class->close_finish = sonde_layer_close_finish;
}

static void
sonde_layer_init (SondeLayer *self)
{
  get_private (self)->backlog = g_byte_array_new ();
}
