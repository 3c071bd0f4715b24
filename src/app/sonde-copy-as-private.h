/* sonde-copy-as-private.h: what the forms of a copied message share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-copy-as.h"

G_BEGIN_DECLS

char *sonde_copy_as_python (const SondeCopySource *source);

/* @program: "mosquitto_pub" or "mosquitto_sub" */
char *sonde_copy_as_mosquitto (const SondeCopySource *source,
                               const char            *program);

/* Whether it is too large to stand in the text. */
static inline gboolean
sonde_copy_needs_file (const SondeCopySource *source)
{
  return source->record->payload_size > SONDE_COPY_AS_PAYLOAD_MAX;
}

G_END_DECLS
