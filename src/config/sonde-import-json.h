/* sonde-import-json.h: values of other programs' JSON, however they wrote them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is missing or null is "otherwise", silently.
 */

#pragma once

#include "sonde-fields.h"
#include "sonde-import-entry.h"

G_BEGIN_DECLS

/* Takes 1, 1.0 and "1". Returns: %FALSE when there is no number */
gboolean sonde_import_get_number (JsonObject *object,
                                  const char *name,
                                  gint64     *number);
/* Sets it where there is a number, with a note where there is something else. */
void sonde_import_take_number (SondeImportEntry *entry,
                               JsonObject       *object,
                               const char       *name,
                               void (*set) (SondeImportEntry *entry,
                                            gint64            number));
/* With a note when what is there is no number of this range. */
gint64 sonde_import_get_in_range (SondeImportEntry *entry,
                                  JsonObject       *object,
                                  const char       *name,
                                  gint64            least,
                                  gint64            most,
                                  gint64            otherwise);
/* Takes true, 1 and "true". */
gboolean sonde_import_get_boolean (JsonObject *object,
                                   const char *name,
                                   gboolean    otherwise);
/* { "name": "value", "other": ["one", "two"] } */
void sonde_import_get_pairs (JsonObject *object,
                             const char *name,
                             GPtrArray  *pairs);
/* A text, or {"type": "Buffer", "data": [1, 2]}. Returns: (transfer full) */
GBytes *sonde_import_get_bytes (JsonObject *object,
                                const char *name);

G_END_DECLS
