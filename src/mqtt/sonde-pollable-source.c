/* sonde-pollable-source.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-pollable-source"

#include "sonde-pollable-source.h"

typedef struct
{
  GSource source;

  GObject                  *stream;
  GIOStream                *base;
  const SondePollableHooks *hooks;
  GSource                  *input; /* children, or %NULL */
  GSource                  *output;
} PollableSource;

/* The parent is dispatched after its child: here is nothing to do. */
static gboolean
child_ready_cb (GObject *stream,
                gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static void
add_child (GSource  *source,
           GSource **child,
           GSource  *created)
{
  *child = created;
  g_source_set_callback (created, G_SOURCE_FUNC (child_ready_cb), NULL, NULL);
  g_source_add_child_source (source, created);
}

static void
remove_child (GSource  *source,
              GSource **child)
{
  g_source_remove_child_source (source, *child);
  g_clear_pointer (child, g_source_unref);
}

/* Returns: whether there is a new child */
static gboolean
watch_base (PollableSource *self,
            GIOCondition    wanted)
{
  gboolean adds_input = (wanted & G_IO_IN) != 0 && self->input == NULL;
  gboolean adds_output = (wanted & G_IO_OUT) != 0 && self->output == NULL;

  if (adds_input)
    add_child (&self->source, &self->input,
               g_pollable_input_stream_create_source (G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (self->base)), NULL));
  else if ((wanted & G_IO_IN) == 0 && self->input != NULL)
    remove_child (&self->source, &self->input);

  if (adds_output)
    add_child (&self->source, &self->output,
               g_pollable_output_stream_create_source (G_POLLABLE_OUTPUT_STREAM (g_io_stream_get_output_stream (self->base)), NULL));
  else if ((wanted & G_IO_OUT) == 0 && self->output != NULL)
    remove_child (&self->source, &self->output);

  return adds_input || adds_output;
}

/* The descriptor of a new child is polled in this turn, but the child is not
 * prepared: a layer in the place of a socket would be asked for nothing, and
 * be waited for. So the loop turns once more. */
static gboolean
pollable_source_prepare (GSource *source,
                         int     *timeout)
{
  PollableSource *self = (PollableSource *) source;

  *timeout = -1;
  if (self->hooks->is_ready (self->stream))
    return TRUE;

  if (watch_base (self, self->hooks->get_wanted (self->stream)))
    *timeout = 0;

  return FALSE;
}

static gboolean
pollable_source_check (GSource *source)
{
  PollableSource *self = (PollableSource *) source;

  return self->hooks->is_ready (self->stream);
}

static gboolean
pollable_source_dispatch (GSource    *source,
                          GSourceFunc callback,
                          gpointer    user_data)
{
  PollableSource     *self = (PollableSource *) source;
  GPollableSourceFunc func = (GPollableSourceFunc) callback;

  self->hooks->advance (self->stream);

  return func (self->stream, user_data);
}

static void
pollable_source_finalize (GSource *source)
{
  PollableSource *self = (PollableSource *) source;

  g_clear_pointer (&self->input, g_source_unref);
  g_clear_pointer (&self->output, g_source_unref);
  g_clear_object (&self->stream);
  g_clear_object (&self->base);
}

/* Without it no closure could be set, not even g_source_set_dummy_callback()'s. */
static gboolean
pollable_source_closure_cb (GObject *stream,
                            gpointer user_data)
{
  GClosure *closure = user_data;
  GValue    parameter = G_VALUE_INIT;
  GValue    result = G_VALUE_INIT;
  gboolean  again;

  g_value_init (&result, G_TYPE_BOOLEAN);
  g_value_init (&parameter, G_TYPE_OBJECT);
  g_value_set_object (&parameter, stream);
  g_closure_invoke (closure, &result, 1, &parameter, NULL);
  again = g_value_get_boolean (&result);
  g_value_unset (&result);
  g_value_unset (&parameter);

  return again;
}

static GSourceFuncs pollable_source_funcs = {
  .prepare = pollable_source_prepare,
  .check = pollable_source_check,
  .dispatch = pollable_source_dispatch,
  .finalize = pollable_source_finalize,
  .closure_callback = (GSourceFunc) pollable_source_closure_cb,
};

GSource *
sonde_pollable_source_new (GObject                  *stream,
                           GIOStream                *base,
                           const SondePollableHooks *hooks,
                           GCancellable             *cancellable)
{
  GSource        *source = g_source_new (&pollable_source_funcs, sizeof (PollableSource));
  PollableSource *self = (PollableSource *) source;

  g_source_set_static_name (source, "[sonde] pollable");
  self->stream = g_object_ref (stream);
  self->base = g_object_ref (base);
  self->hooks = hooks;

  if (cancellable != NULL)
    {
      g_autoptr (GSource) cancelled = g_cancellable_source_new (cancellable);

      g_source_set_dummy_callback (cancelled);
      g_source_add_child_source (source, cancelled);
    }

  return source;
}
