/* sonde-regex-fault.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-regex-fault"

#include "sonde-regex-fault.h"

#include <string.h>

#include <glib/gi18n.h>

static const char *
describe (int code)
{
  switch (code)
    {
    case G_REGEX_ERROR_STRAY_BACKSLASH:
      return _ ("a character is missing after the \\ at its end");
    case G_REGEX_ERROR_MISSING_CONTROL_CHAR:
    case G_REGEX_ERROR_UNRECOGNIZED_ESCAPE:
    case G_REGEX_ERROR_INVALID_ESCAPE_IN_CHARACTER_CLASS:
      return _ ("what follows the \\ is not known; write \\\\ for the character itself");
    case G_REGEX_ERROR_QUANTIFIERS_OUT_OF_ORDER:
      return _ ("the numbers between { and } must ascend");
    case G_REGEX_ERROR_QUANTIFIER_TOO_BIG:
      return _ ("the number between { and } is too large");
    case G_REGEX_ERROR_UNTERMINATED_CHARACTER_CLASS:
      return _ ("the closing ] is missing; write \\[ for the character itself");
    case G_REGEX_ERROR_RANGE_OUT_OF_ORDER:
      return _ ("a range between [ and ] must ascend, such as a-z");
    case G_REGEX_ERROR_NOTHING_TO_REPEAT:
      return _ ("there is nothing to repeat; write \\*, \\+ or \\? for the character itself");
    case G_REGEX_ERROR_UNMATCHED_PARENTHESIS:
      return _ ("a parenthesis is without its other; write \\( or \\) for the character itself");
    case G_REGEX_ERROR_INEXISTENT_SUBPATTERN_REFERENCE:
      return _ ("it refers to a group that is not there");
    case G_REGEX_ERROR_EXPRESSION_TOO_LARGE:
      return _ ("it is too large");
    default:
      return _ ("it is no regular expression");
    }
}

/*
 * GRegex tells the place in its sentence only, which is translated: “… ‘a(b’ at
 * char 3: …”. It is the first number after the pattern.
 */
static gboolean
find_place (const char *message,
            const char *pattern,
            guint64    *place)
{
  const char *at = strstr (message, pattern);

  if (at == NULL)
    return FALSE;
  at += strlen (pattern);
  while (*at != '\0' && !g_ascii_isdigit (*at))
    at++;
  *place = g_ascii_strtoull (at, NULL, 10);
  return *at != '\0';
}

char *
sonde_regex_fault_to_string (const GError *error,
                             const char   *pattern)
{
  const char *fault = describe (error->code);
  guint64     place;

  if (!find_place (error->message, pattern, &place))
    /* Translators: what is wrong with a regular expression */
    return g_strdup_printf (_ ("%s."), fault);

  /* Translators: what is wrong with a regular expression, and after how many of its characters */
  return g_strdup_printf (ngettext ("%s (after %u character).", "%s (after %u characters).", place), fault, (guint) place);
}
