/* sonde-network.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-network"

#include "sonde-network.h"

/*
 * What the thread needs lives apart from the object: work under way, such as
 * an orderly DISCONNECT, may outlast the last reference for a moment.
 */
struct _SondeNetworkHold
{
  gatomicrefcount refs;
  GMainContext   *context;
  gint            n_holds; /* atomic */
  gboolean        quitting;
};

struct _SondeNetwork
{
  GObject parent_instance;

  SondeNetworkHold *hold;
  GThread          *thread;
};

G_DEFINE_FINAL_TYPE (SondeNetwork, sonde_network, G_TYPE_OBJECT)

static void
hold_unref (SondeNetworkHold *hold)
{
  if (!g_atomic_ref_count_dec (&hold->refs))
    return;

  g_main_context_unref (hold->context);
  g_free (hold);
}

static gpointer
network_worker (gpointer data)
{
  SondeNetworkHold *hold = data;

  g_main_context_push_thread_default (hold->context);
  while (!hold->quitting || g_atomic_int_get (&hold->n_holds) > 0)
    g_main_context_iteration (hold->context, TRUE);
  /* The last of them leave their answers behind as idle sources. */
  while (g_main_context_iteration (hold->context, FALSE))
    ;
  g_main_context_pop_thread_default (hold->context);
  hold_unref (hold);

  return NULL;
}

static gboolean
quit_cb (gpointer data)
{
  SondeNetworkHold *hold = data;

  hold->quitting = TRUE;

  return G_SOURCE_REMOVE;
}

static void
sonde_network_finalize (GObject *object)
{
  SondeNetwork *self = SONDE_NETWORK (object);

  sonde_network_invoke (self, quit_cb, self->hold, NULL);
  g_thread_join (self->thread);
  hold_unref (self->hold);

  G_OBJECT_CLASS (sonde_network_parent_class)->finalize (object);
}

static void
sonde_network_class_init (SondeNetworkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = sonde_network_finalize;
}

static void
sonde_network_init (SondeNetwork *self)
{
  self->hold = g_new0 (SondeNetworkHold, 1);
  g_atomic_ref_count_init (&self->hold->refs);
  self->hold->context = g_main_context_new ();

  g_atomic_ref_count_inc (&self->hold->refs);
  self->thread = g_thread_new ("network", network_worker, self->hold);
}

SondeNetwork *
sonde_network_new (void)
{
  return g_object_new (SONDE_TYPE_NETWORK, NULL);
}

void
sonde_network_invoke (SondeNetwork  *self,
                      GSourceFunc    func,
                      gpointer       data,
                      GDestroyNotify destroy)
{
  g_autoptr (GSource) source = NULL;

  g_return_if_fail (SONDE_IS_NETWORK (self));

  /* Always through the context, never at once: the order of the calls is kept. */
  source = g_idle_source_new ();
  g_source_set_static_name (source, "[sonde] network invoke");
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, data, destroy);
  g_source_attach (source, self->hold->context);
}

SondeNetworkHold *
sonde_network_hold (SondeNetwork *self)
{
  g_return_val_if_fail (SONDE_IS_NETWORK (self), NULL);

  return sonde_network_hold_again (self->hold);
}

SondeNetworkHold *
sonde_network_hold_again (SondeNetworkHold *hold)
{
  g_return_val_if_fail (hold != NULL, NULL);

  g_atomic_int_inc (&hold->n_holds);
  g_atomic_ref_count_inc (&hold->refs);

  return hold;
}

void
sonde_network_hold_release (SondeNetworkHold *hold)
{
  g_return_if_fail (hold != NULL);
  g_return_if_fail (g_main_context_is_owner (hold->context));

  g_atomic_int_add (&hold->n_holds, -1);
  hold_unref (hold);
}
