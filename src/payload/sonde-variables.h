/* sonde-variables.h: {{…}} in what is typed, filled in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *   {{uuid}}           a random UUID, version 4 (RFC 9562)
 *   {{timestamp}}      the time in UTC, as ISO 8601 has it: 2026-11-23T12:34:44.091Z
 *   {{timestamp ms}}   milliseconds since the epoch
 *   {{counter}}        the number of the message, from 1 on
 *   {{random}}         a whole number from 0 to 100
 *   {{random 5 10}}    from 5 to 10, both included; with the decimals that the two are given with
 *   {{env NAME}}       a variable of the profile; never of the process
 *
 * Spaces may stand inside the braces. Nothing else is touched: not {{ value_json.temp }}, not a
 * known name with arguments that it does not take. What was filled in is not looked at again.
 * Pure functions; any thread.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The most that a text may grow to: as large as a packet can be (5.0, 1.5.5) */
#define SONDE_VARIABLES_MAX_SIZE 268435455

/* What the values are taken from. All functions get @data. */
typedef struct
{
  gint64  time; /* µs since the epoch */
  guint64 counter;
  double (*random) (gpointer data); /* from 0, less than 1 */
  char *(*make_uuid) (gpointer data);
  const char *(*find) (const char *name,
                       gpointer    data); /* of the profile: %NULL when there is none */
  gpointer data;
} SondeVariables;

/* Whether @text holds "{{", so that it would go out as typed without variables. */
gboolean sonde_variables_may_be_in (const char *text);

/**
 * sonde_variables_fill:
 * @unknown: (nullable): of char *: gets, once each and as typed, what looks like a variable and is
 *   none; at most eight in all
 *
 * Returns: (transfer full) (nullable): %NULL when it would be larger than %SONDE_VARIABLES_MAX_SIZE
 */
char *sonde_variables_fill (const SondeVariables *self,
                            const char           *text,
                            GPtrArray            *unknown);

G_END_DECLS
