/* sonde-plot-scale.h: from which value to which a plot goes up
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Plain values; pure.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Which lines of a plot share a scale */
typedef enum
{
  SONDE_PLOT_SCALING_SHARED,
  SONDE_PLOT_SCALING_OWN,
  SONDE_PLOT_SCALING_AUTO, /* shared, as long as no line that changes is flat on it */
} SondePlotScaling;

typedef struct
{
  double low, high; /* where there is no value: low > high */
} SondePlotScale;

#define SONDE_PLOT_SCALE_EMPTY ((SondePlotScale){ G_MAXDOUBLE, -G_MAXDOUBLE })

gboolean sonde_plot_scale_is_empty (const SondePlotScale *self);
void     sonde_plot_scale_add (SondePlotScale       *self,
                               const SondePlotScale *other);

/* One scale for all of them */
SondePlotScale sonde_plot_scales_join (const SondePlotScale *scales,
                                       guint                 n);

/* Whether one that is not constant would take less than a twentieth of the height of a joint scale.
 * @did: they did so far; then a tenth, so that it does not change to and fro */
gboolean sonde_plot_scales_differ (const SondePlotScale *scales,
                                   guint                 n,
                                   gboolean              did);

/* Widens it to exactly @n_steps steps (2 at least), from a multiple of one; below 0 only where a value
 * is. Returns: the step */
double sonde_plot_scale_fit (SondePlotScale *self,
                             guint           n_steps);

/* Widens all to the same number of steps, @most (2 at least) at most: the one that leaves them most of the height;
 * so the rules across a plot are those of each scale. Empty ones stay so.
 * @steps: set to the step of each */
void sonde_plot_scales_fit (SondePlotScale *scales,
                            double         *steps,
                            guint           n,
                            guint           most);

G_END_DECLS
