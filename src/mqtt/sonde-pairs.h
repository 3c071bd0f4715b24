/* sonde-pairs.h: names with values, in their order: user properties (5.0, 1.5.7), HTTP headers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A GPtrArray of #SondePair. A name may stand in it more than once.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  char *name;
  char *value;
} SondePair;

GPtrArray *sonde_pairs_new (void);
GPtrArray *sonde_pairs_copy (const GPtrArray *self);
gboolean   sonde_pairs_equal (const GPtrArray *a,
                              const GPtrArray *b);
void       sonde_pairs_add (GPtrArray  *self,
                            const char *name,
                            const char *value);

G_END_DECLS
