/* sonde-payload-json.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-display-writer.h"
#include "sonde-json-scan.h"

#include <glib/gi18n.h>

#define INDENTATION 2
#define INDENTED_LEVELS_MAX 32

/* A display may be this much larger than the bytes it covers: 100,000 brackets, each on a line of
 * its own, are indented by six megabytes. */
#define GROWTH_MAX 8

typedef struct
{
  SondeDisplayWriter writer;
  guint              depth;
  SondeJsonTokenType previous;
} Printer;

static void
start_line (Printer *self)
{
  sonde_display_writer_new_line (&self->writer, INDENTATION * MIN (self->depth, INDENTED_LEVELS_MAX));
}

static void
print_token (Printer           *self,
             SondeJsonTokenType type,
             const char        *text,
             gsize              length)
{
  int      step = sonde_json_scan_get_step (type);
  gboolean is_first = sonde_json_scan_get_step (self->previous) > 0;

  if (step < 0)
    {
      self->depth--;
      if (!is_first)
        start_line (self);
    }
  else if (self->previous == SONDE_JSON_TOKEN_KEY)
    sonde_display_writer_add (&self->writer, ": ", 2);
  else if (self->depth > 0)
    {
      if (!is_first)
        sonde_display_writer_add (&self->writer, ",", 1);
      start_line (self);
    }

  sonde_display_writer_add (&self->writer, text, length);

  if (step > 0)
    self->depth++;
  self->previous = type;
}

static SondeDisplay *
show_fault (SondeJsonScanner *scanner,
            const guint8     *payload,
            gsize             size,
            gsize             limit)
{
  SondeDisplay *display = sonde_payload_to_text (payload, size, limit);
  const char   *error;
  guint         line, column;

  error = sonde_json_scanner_get_error (scanner, &line, &column);
  /* Translators: where a text breaks the rules of JSON, then a sentence that tells how */
  display->fault = g_strdup_printf (_ ("Not JSON, line %u, column %u: %s"), line, column, error);

  return display;
}

SondeDisplay *
sonde_payload_to_json (const guint8 *payload,
                       gsize         size,
                       gsize         limit)
{
  g_autoptr (SondeJsonScanner) scanner = NULL;
  const char        *bytes = (const char *) payload;
  Printer            printer = { .previous = SONDE_JSON_TOKEN_END };
  SondeJsonToken     token;
  SondeJsonTokenType type;
  gsize              covered, done = 0, torn;

  g_return_val_if_fail (payload != NULL || size == 0, NULL);

  if (size == 0)
    return sonde_payload_to_text (payload, size, limit);

  covered = sonde_display_cut (payload, size, limit);
  scanner = sonde_json_scanner_new (bytes, covered, 0);
  sonde_display_writer_init (&printer.writer, covered);

  while ((type = sonde_json_scanner_next (scanner, &token)) > SONDE_JSON_TOKEN_ERROR)
    {
      print_token (&printer, type, token.start, token.length);
      done = token.start + token.length - bytes;

      if (limit > 0 && printer.writer.text->len / GROWTH_MAX > limit)
        return sonde_display_writer_finish (&printer.writer, done, done == size);
    }

  if (type == SONDE_JSON_TOKEN_ERROR)
    {
      gboolean is_open = printer.depth > 0 || done == 0;

      if (covered == size || !is_open || !sonde_json_scan_is_cut (bytes + done, covered - done, &torn))
        {
          g_string_free (printer.writer.text, TRUE);
          return show_fault (scanner, payload, size, limit);
        }
      if (done + torn < covered)
        print_token (&printer, SONDE_JSON_TOKEN_STRING, bytes + done + torn, covered - done - torn);
    }

  return sonde_display_writer_finish (&printer.writer, covered, covered == size);
}
