/* sonde-quote.h: any bytes as one word of a shell, or one expression of Python
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pure functions; what they return is UTF-8 without control characters but line feeds and tabs.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One word for any POSIX shell. NUL, which no word can hold, is left out. */
char *sonde_quote_for_shell (const char *bytes,
                             gsize       length);

/* The format for the shell's printf that writes @bytes, quoted */
char *sonde_quote_for_printf (const char *bytes,
                              gsize       length);

/* A str where they are text, else bytes.fromhex ("…") */
char *sonde_quote_for_python (const char *bytes,
                              gsize       length);

/* Whether they stand in quotes as they are: UTF-8, and of the control characters at most
 * line feeds and tabs */
gboolean sonde_quote_is_plain (const char *bytes,
                               gsize       length);

G_END_DECLS
