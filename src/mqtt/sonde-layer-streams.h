/* sonde-layer-streams.h: the two sides of a layer, and what they ask of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-layer.h"

G_BEGIN_DECLS

#define SONDE_TYPE_LAYER_INPUT (sonde_layer_input_get_type ())
G_DECLARE_FINAL_TYPE (SondeLayerInput, sonde_layer_input, SONDE, LAYER_INPUT, GInputStream)

#define SONDE_TYPE_LAYER_OUTPUT (sonde_layer_output_get_type ())
G_DECLARE_FINAL_TYPE (SondeLayerOutput, sonde_layer_output, SONDE, LAYER_OUTPUT, GOutputStream)

/* The layer owns them; one that outlives it reads as closed. */
SondeLayerInput  *sonde_layer_input_new (SondeLayer *layer);
void              sonde_layer_input_detach (SondeLayerInput *self);
SondeLayerOutput *sonde_layer_output_new (SondeLayer *layer);
void              sonde_layer_output_detach (SondeLayerOutput *self);

/* ---- Of the layer, for them ---- */

GIOStream   *sonde_layer_get_base (SondeLayer *self);
gboolean     sonde_layer_is_ready (SondeLayer  *self,
                                   GIOCondition side);
GIOCondition sonde_layer_get_wanted (SondeLayer  *self,
                                     GIOCondition side);
void         sonde_layer_flush (SondeLayer *self);
void         sonde_layer_end (SondeLayer *self);
gssize       sonde_layer_read (SondeLayer *self,
                               void       *buffer,
                               gsize       count,
                               GError    **error);
gssize       sonde_layer_write (SondeLayer *self,
                                const void *buffer,
                                gsize       count,
                                GError    **error);

G_END_DECLS
