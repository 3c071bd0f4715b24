/* sonde-comparison.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-comparison.h"

#include <glib/gi18n.h>

#include <string.h>

/* Lines that are the same, kept around what differs */
#define CONTEXT 3

typedef SondeDisplay *(*Convert) (const guint8 *payload,
                                  gsize         size,
                                  gsize         limit);

static SondePayloadFormat
guess (GBytes *payload)
{
  gsize         size;
  const guint8 *bytes = g_bytes_get_data (payload, &size);

  return sonde_payload_guess (bytes, size);
}

static Convert
choose (GBytes *old,
        GBytes *new)
{
  SondePayloadFormat a = guess (old), b = guess (new);

  if (a == SONDE_PAYLOAD_JSON && b == SONDE_PAYLOAD_JSON)
    return sonde_payload_to_json;
  if (a != SONDE_PAYLOAD_HEX && b != SONDE_PAYLOAD_HEX)
    return sonde_payload_to_text;
  return sonde_payload_to_hex;
}

typedef struct
{
  SondeComparison *comparison;
  GString         *text;
} Writer;

static gboolean
has_room (Writer *self)
{
  if (self->text->len < SONDE_COMPARISON_TEXT_MAX)
    return TRUE;

  self->comparison->complete = FALSE;
  return FALSE;
}

static void
write_line (Writer     *self,
            const char *sign,
            const char *line,
            gsize       length)
{
  if (self->text->len > 0)
    g_string_append_c (self->text, '\n');
  g_string_append (self->text, sign);
  g_string_append_len (self->text, line, length);
}

static void
write_run (Writer           *self,
           SondeDiffKind     kind,
           const SondeLines *lines,
           guint             first,
           guint             n)
{
  static const char *const signs[] = {
    [SONDE_DIFF_SAME] = "  ",
    [SONDE_DIFF_REMOVED] = "- ",
    [SONDE_DIFF_ADDED] = "+ ",
  };
  SondeComparisonRun run = { .kind = kind, .start = self->text->len > 0 ? self->text->len + 1 : 0 };
  guint              n_written;

  for (n_written = 0; n_written < n && has_room (self); n_written++)
    {
      gsize       length;
      const char *line = sonde_lines_get (lines, first + n_written, &length);

      write_line (self, signs[kind], line, length);
    }

  run.length = self->text->len - run.start;
  if (n_written > 0)
    g_array_append_val (self->comparison->runs, run);
}

static void
write_same (Writer             *self,
            const SondeLines   *old,
            const SondeDiffRun *run,
            gboolean            is_first,
            gboolean            is_last)
{
  guint            before = is_first ? 0 : CONTEXT;
  guint            after = is_last ? 0 : CONTEXT;
  g_autofree char *sentence = NULL;

  if (run->n <= before + after + 1)
    {
      write_run (self, SONDE_DIFF_SAME, old, run->old_line, run->n);
      return;
    }

  write_run (self, SONDE_DIFF_SAME, old, run->old_line, before);
  sentence = g_strdup_printf (ngettext ("⋯ %u equal line", "⋯ %u equal lines", run->n - before - after), run->n - before - after);
  if (has_room (self))
    write_line (self, "", sentence, strlen (sentence));
  write_run (self, SONDE_DIFF_SAME, old, run->old_line + run->n - after, after);
}

static void
write_runs (Writer           *self,
            const SondeLines *old,
            const SondeLines *new)
{
  g_autoptr (GArray) runs = sonde_diff_new (old, new);

  for (guint i = 0; i < runs->len; i++)
    {
      const SondeDiffRun *run = &g_array_index (runs, SondeDiffRun, i);

      switch (run->kind)
        {
        case SONDE_DIFF_REMOVED:
          self->comparison->n_removed += run->n;
          write_run (self, run->kind, old, run->old_line, run->n);
          break;
        case SONDE_DIFF_ADDED:
          self->comparison->n_added += run->n;
          write_run (self, run->kind, new, run->new_line, run->n);
          break;
        case SONDE_DIFF_SAME:
        default:
          write_same (self, old, run, i == 0, i == runs->len - 1);
        }
    }
}

static SondeDisplay *
convert (GBytes *payload,
         Convert func)
{
  gsize         size;
  const guint8 *bytes = g_bytes_get_data (payload, &size);

  return func (bytes, size, SONDE_COMPARISON_BYTES_MAX);
}

SondeComparison *
sonde_comparison_new (GBytes *old,
                      GBytes *new)
{
  SondeComparison *self;
  g_autoptr (SondeDisplay) old_display = NULL;
  g_autoptr (SondeDisplay) new_display = NULL;
  g_autoptr (SondeLines) old_lines = NULL;
  g_autoptr (SondeLines) new_lines = NULL;
  Writer  writer = { 0 };
  Convert func;

  g_return_val_if_fail (old != NULL && new != NULL, NULL);

  self = g_new0 (SondeComparison, 1);
  self->runs = g_array_new (FALSE, FALSE, sizeof (SondeComparisonRun));
  self->complete = TRUE;
  self->equal = g_bytes_equal (old, new);
  if (self->equal)
    {
      self->text = g_strdup ("");
      return self;
    }

  func = choose (old, new);
  old_display = convert (old, func);
  new_display = convert (new, func);
  old_lines = sonde_lines_new (old_display->text);
  new_lines = sonde_lines_new (new_display->text);
  self->complete = old_display->complete && new_display->complete;

  writer.comparison = self;
  writer.text = g_string_new (NULL);
  write_runs (&writer, old_lines, new_lines);
  self->text = g_string_free (writer.text, FALSE);

  return self;
}

void
sonde_comparison_free (SondeComparison *self)
{
  g_free (self->text);
  g_array_unref (self->runs);
  g_free (self);
}
