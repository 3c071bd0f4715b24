/* sonde-layer-streams.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-layer"

#include "sonde-layer-streams.h"

#include "sonde-pollable-source.h"

struct _SondeLayerInput
{
  GInputStream parent_instance;

  SondeLayer *layer; /* not owned; %NULL once it is gone */
};

struct _SondeLayerOutput
{
  GOutputStream parent_instance;

  SondeLayer *layer; /* likewise */
};

static void sonde_layer_input_pollable_init (GPollableInputStreamInterface *iface);
static void sonde_layer_output_pollable_init (GPollableOutputStreamInterface *iface);

/* clang-format off */
G_DEFINE_FINAL_TYPE_WITH_CODE (SondeLayerInput, sonde_layer_input, G_TYPE_INPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_INPUT_STREAM, sonde_layer_input_pollable_init))
G_DEFINE_FINAL_TYPE_WITH_CODE (SondeLayerOutput, sonde_layer_output, G_TYPE_OUTPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_OUTPUT_STREAM, sonde_layer_output_pollable_init))
/* clang-format on */

static gssize
fail_gone (GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CLOSED, "Stream is closed");

  return -1;
}

static gssize
fail_blocking (GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "Stream does not block");

  return -1;
}

static GSource *
create_source (GObject                  *stream,
               SondeLayer               *layer,
               const SondePollableHooks *hooks,
               GCancellable             *cancellable)
{
  g_autoptr (GSource) source = NULL;

  if (layer != NULL)
    return sonde_pollable_source_new (stream, sonde_layer_get_base (layer), hooks, cancellable);

  /* What tells of the end may do so at once. */
  source = g_idle_source_new ();
  g_source_set_dummy_callback (source);

  return g_pollable_source_new_full (stream, source, cancellable);
}

/* ---- Input ---- */

static gboolean
sonde_layer_input_is_readable (GPollableInputStream *stream)
{
  SondeLayer *layer = SONDE_LAYER_INPUT (stream)->layer;

  return layer == NULL || sonde_layer_is_ready (layer, G_IO_IN);
}

static gboolean
input_is_ready (GObject *stream)
{
  return sonde_layer_input_is_readable (G_POLLABLE_INPUT_STREAM (stream));
}

static GIOCondition
input_get_wanted (GObject *stream)
{
  return sonde_layer_get_wanted (SONDE_LAYER_INPUT (stream)->layer, G_IO_IN);
}

static void
input_advance (GObject *stream)
{
  SondeLayer *layer = SONDE_LAYER_INPUT (stream)->layer;

  if (layer != NULL)
    sonde_layer_flush (layer);
}

static GSource *
sonde_layer_input_create_source (GPollableInputStream *stream,
                                 GCancellable         *cancellable)
{
  static const SondePollableHooks hooks = { input_is_ready, input_get_wanted, input_advance };

  return create_source (G_OBJECT (stream), SONDE_LAYER_INPUT (stream)->layer, &hooks, cancellable);
}

static gssize
sonde_layer_input_read_nonblocking (GPollableInputStream *stream,
                                    void                 *buffer,
                                    gsize                 count,
                                    GError              **error)
{
  SondeLayer *layer = SONDE_LAYER_INPUT (stream)->layer;

  return layer != NULL ? sonde_layer_read (layer, buffer, count, error) : fail_gone (error);
}

static gssize
sonde_layer_input_read (GInputStream *stream,
                        void         *buffer,
                        gsize         count,
                        GCancellable *cancellable,
                        GError      **error)
{
  return fail_blocking (error);
}

static void
sonde_layer_input_pollable_init (GPollableInputStreamInterface *iface)
{
  iface->is_readable = sonde_layer_input_is_readable;
  iface->create_source = sonde_layer_input_create_source;
  iface->read_nonblocking = sonde_layer_input_read_nonblocking;
}

static void
sonde_layer_input_class_init (SondeLayerInputClass *klass)
{
  G_INPUT_STREAM_CLASS (klass)->read_fn = sonde_layer_input_read;
}

static void
sonde_layer_input_init (SondeLayerInput *self)
{
}

SondeLayerInput *
sonde_layer_input_new (SondeLayer *layer)
{
  SondeLayerInput *self = g_object_new (SONDE_TYPE_LAYER_INPUT, NULL);

  self->layer = layer;

  return self;
}

void
sonde_layer_input_detach (SondeLayerInput *self)
{
  self->layer = NULL;
}

/* ---- Output ---- */

static gboolean
sonde_layer_output_is_writable (GPollableOutputStream *stream)
{
  SondeLayer *layer = SONDE_LAYER_OUTPUT (stream)->layer;

  return layer == NULL || sonde_layer_is_ready (layer, G_IO_OUT);
}

static gboolean
output_is_ready (GObject *stream)
{
  return sonde_layer_output_is_writable (G_POLLABLE_OUTPUT_STREAM (stream));
}

static GIOCondition
output_get_wanted (GObject *stream)
{
  return sonde_layer_get_wanted (SONDE_LAYER_OUTPUT (stream)->layer, G_IO_OUT);
}

static void
output_advance (GObject *stream)
{
  SondeLayer *layer = SONDE_LAYER_OUTPUT (stream)->layer;

  if (layer != NULL)
    sonde_layer_flush (layer);
}

static GSource *
sonde_layer_output_create_source (GPollableOutputStream *stream,
                                  GCancellable          *cancellable)
{
  static const SondePollableHooks hooks = { output_is_ready, output_get_wanted, output_advance };

  return create_source (G_OBJECT (stream), SONDE_LAYER_OUTPUT (stream)->layer, &hooks, cancellable);
}

static gssize
sonde_layer_output_write_nonblocking (GPollableOutputStream *stream,
                                      const void            *buffer,
                                      gsize                  count,
                                      GError               **error)
{
  SondeLayer *layer = SONDE_LAYER_OUTPUT (stream)->layer;

  return layer != NULL ? sonde_layer_write (layer, buffer, count, error) : fail_gone (error);
}

static gssize
sonde_layer_output_write (GOutputStream *stream,
                          const void    *buffer,
                          gsize          count,
                          GCancellable  *cancellable,
                          GError       **error)
{
  return fail_blocking (error);
}

static gboolean
sonde_layer_output_close (GOutputStream *stream,
                          GCancellable  *cancellable,
                          GError       **error)
{
  SondeLayer *layer = SONDE_LAYER_OUTPUT (stream)->layer;

  if (layer != NULL)
    sonde_layer_end (layer);

  return TRUE;
}

static void
base_output_closed_cb (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (g_output_stream_close_finish (G_OUTPUT_STREAM (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* The mark of our end is out: a layer below has one, too. */
static void
close_base_output (GTask *task)
{
  SondeLayer *layer = SONDE_LAYER_OUTPUT (g_task_get_source_object (task))->layer;
  GIOStream  *base = layer != NULL ? sonde_layer_get_base (layer) : NULL;

  if (SONDE_IS_LAYER (base))
    g_output_stream_close_async (g_io_stream_get_output_stream (base), g_task_get_priority (task),
                                 g_task_get_cancellable (task), base_output_closed_cb, g_object_ref (task));
  else
    g_task_return_boolean (task, TRUE);
}

/* The mark of the end is out when the backlog is. */
static gboolean
flush_cb (GObject *stream,
          gpointer user_data)
{
  GTask *task = user_data;

  if (g_task_return_error_if_cancelled (task))
    return G_SOURCE_REMOVE;
  if (!sonde_layer_output_is_writable (G_POLLABLE_OUTPUT_STREAM (stream)))
    return G_SOURCE_CONTINUE;

  close_base_output (task);

  return G_SOURCE_REMOVE;
}

static void
sonde_layer_output_close_async (GOutputStream      *stream,
                                int                 priority,
                                GCancellable       *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (stream, cancellable, callback, user_data);
  g_autoptr (GSource) source = NULL;

  g_task_set_source_tag (task, sonde_layer_output_close_async);
  g_task_set_priority (task, priority);
  sonde_layer_output_close (stream, NULL, NULL);

  source = g_pollable_output_stream_create_source (G_POLLABLE_OUTPUT_STREAM (stream), cancellable);
  g_source_set_callback (source, G_SOURCE_FUNC (flush_cb), g_object_ref (task), g_object_unref);
  g_source_attach (source, g_task_get_context (task));
}

static gboolean
sonde_layer_output_close_finish (GOutputStream *stream,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
sonde_layer_output_pollable_init (GPollableOutputStreamInterface *iface)
{
  iface->is_writable = sonde_layer_output_is_writable;
  iface->create_source = sonde_layer_output_create_source;
  iface->write_nonblocking = sonde_layer_output_write_nonblocking;
}

static void
sonde_layer_output_class_init (SondeLayerOutputClass *klass)
{
  GOutputStreamClass *stream_class = G_OUTPUT_STREAM_CLASS (klass);

  stream_class->write_fn = sonde_layer_output_write;
  stream_class->close_fn = sonde_layer_output_close;
  stream_class->close_async = sonde_layer_output_close_async;
  stream_class->close_finish = sonde_layer_output_close_finish;
}

static void
sonde_layer_output_init (SondeLayerOutput *self)
{
}

SondeLayerOutput *
sonde_layer_output_new (SondeLayer *layer)
{
  SondeLayerOutput *self = g_object_new (SONDE_TYPE_LAYER_OUTPUT, NULL);

  self->layer = layer;

  return self;
}

void
sonde_layer_output_detach (SondeLayerOutput *self)
{
  self->layer = NULL;
}
