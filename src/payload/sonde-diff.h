/* sonde-diff.h: what has to be removed and added to make one text of another
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pure functions; any thread. By lines; the shortest script (Myers, 1986) as long as that
 * takes at most SONDE_DIFF_MAX_EDITS edits: beyond, what stands between the first and the last
 * difference is all replaced.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SONDE_DIFF_MAX_EDITS 2000

typedef enum
{
  SONDE_DIFF_SAME,
  SONDE_DIFF_REMOVED,
  SONDE_DIFF_ADDED,
} SondeDiffKind;

/* Lines that stand together: @n of them, from @old_line of the old text (SAME and REMOVED) and
 * @new_line of the new one (SAME and ADDED); counted from 0. */
typedef struct
{
  SondeDiffKind kind;
  guint         old_line, new_line;
  guint         n;
} SondeDiffRun;

/* A text and where its lines begin, of which it has always one. */
typedef struct
{
  const char *text;
  GArray     *starts; /* of gsize; one more than there are lines, as if a line followed */
} SondeLines;

SondeLines *sonde_lines_new (const char *text);
void        sonde_lines_free (SondeLines *self);
guint       sonde_lines_get_n (const SondeLines *self);

/* Without its line feed */
const char *sonde_lines_get (const SondeLines *self,
                             guint             line,
                             gsize            *length);

/* Returns: (transfer full): of #SondeDiffRun; no two neighbours of one kind, removed before added */
GArray *sonde_diff_new (const SondeLines *old,
                        const SondeLines *new);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeLines, sonde_lines_free)

G_END_DECLS
