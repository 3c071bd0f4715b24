/* sonde-comparison.h: two payloads side by side, as lines to read
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pure functions; any thread. Both pretty where both are JSON, else as lines of text where both
 * are text, else as lines of bytes in hexadecimal.
 */

#pragma once

#include "sonde-diff.h"
#include "sonde-payload.h"

G_BEGIN_DECLS

#define SONDE_COMPARISON_BYTES_MAX (4 * 1024 * 1024) /* of each payload */
#define SONDE_COMPARISON_TEXT_MAX (256 * 1024)       /* of what is shown */

/* Lines of the text, each begun by "+ ", "- " or two spaces. */
typedef struct
{
  SondeDiffKind kind;
  gsize         start; /* in the text; bytes, with the line feeds between its lines */
  gsize         length;
} SondeComparisonRun;

typedef struct
{
  gboolean equal;    /* byte for byte */
  gboolean complete; /* all of both was compared, and all that differs is in the text */
  guint    n_removed, n_added;
  char    *text;
  GArray  *runs; /* of #SondeComparisonRun; what stands between them says that lines were left out */
} SondeComparison;

SondeComparison *sonde_comparison_new (GBytes *old,
                                       GBytes *new);
void             sonde_comparison_free (SondeComparison *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeComparison, sonde_comparison_free)

G_END_DECLS
