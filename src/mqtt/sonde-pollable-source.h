/* sonde-pollable-source.h: a GSource for a pollable stream that stands on another
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A source of the base stream alone is not enough: what it brought may lie in
 * the upper stream's own buffers, and the descriptor then never fires again.
 * So the state is asked anew in each turn of the loop, and the base is polled
 * only for what would change it.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  /* Whether the operation would not block now; also at the end and after an error. */
  gboolean (*is_ready) (GObject *stream);

  /* What of the base could make it so: G_IO_IN, G_IO_OUT or both. */
  GIOCondition (*get_wanted) (GObject *stream);

  /* Something of the base is ready: called before the callback. */
  void (*advance) (GObject *stream);
} SondePollableHooks;

/**
 * sonde_pollable_source_new:
 * @stream: what the callback, a #GPollableSourceFunc, gets
 * @base: with pollable streams on both sides
 * @cancellable: (nullable): makes it fire, too
 *
 * As every pollable source it may fire when there is nothing to do.
 */
GSource *sonde_pollable_source_new (GObject                  *stream,
                                    GIOStream                *base,
                                    const SondePollableHooks *hooks,
                                    GCancellable             *cancellable);

G_END_DECLS
