/* test-query.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-query.h"

#include <string.h>

/* ---- What is understood ---- */

typedef struct
{
  const char *text;
  const char *terms; /* START-END description, apart by " & " */
} Good;

/* clang-format off */
static const Good good[] = {
  { "", "" },
  { "   ", "" },
  { "\xe3\x80\x80", "" }, /* the wide space of a Chinese keyboard */

  { "hello", "0-5 contains “hello”" },
  { "Hello", "0-5 contains exactly “Hello”" },
  { "two words", "0-3 contains “two” & 4-9 contains “words”" },
  { "  two\t words ", "2-5 contains “two” & 7-12 contains “words”" },
  { "你好\xe3\x80\x80世界", "0-6 contains “你好” & 9-15 contains “世界”" },
  { "émile", "0-6 contains “émile”" },
  { "Émile", "0-6 contains exactly “Émile”" },
  { "\"two words\"", "0-11 contains “two words”" },
  { "\"Two words\"", "0-11 contains exactly “Two words”" },
  { "\"say \\\"hi\\\"\"", "0-12 contains “say \"hi\"”" },
  { "\"a\\\\b\"", "0-6 contains “a\\b”" },
  { "\"a\\nb\"", "0-6 contains “a\\nb”" },
  { "\" \"", "0-3 contains “ ”" },
  { "a\"b", "0-3 contains “a\"b”" },
  { "rpm:1420", "0-8 contains “rpm:1420”" },
  { "a/b", "0-3 contains “a/b”" },
  { "a-b", "0-3 contains “a-b”" },
  { "\"-5\"", "0-4 contains “-5”" },
  { "\"retained\"", "0-10 contains “retained”" },
  { "retainedness", "0-12 contains “retainedness”" },
  { "Sent", "0-4 contains exactly “Sent”" },
  { "topic", "0-5 contains “topic”" },
  { "Topic:a", "0-7 contains exactly “Topic:a”" },

  { "-hello", "0-6 does not contain “hello”" },
  { "-Hello", "0-6 does not contain exactly “Hello”" },
  { "--x", "0-3 does not contain “-x”" },
  { "-\"a b\"", "0-6 does not contain “a b”" },

  { "/a+b/", "0-5 matches /a+b/" },
  { "/a+b/i", "0-6 matches /a+b/i" },
  { "/a b/ c", "0-5 matches /a b/ & 6-7 contains “c”" },
  { "/a\\/b/", "0-6 matches /a\\/b/" },
  { "/\\\\/", "0-4 matches /\\\\/" },
  { "/[你好]/", "0-10 matches /[你好]/" },
  { "-/a/", "0-4 does not match /a/" },

  { "payload:hello", "0-13 payload contains “hello”" },
  { "payload:Hello", "0-13 payload contains exactly “Hello”" },
  { "payload:\"a b\"", "0-13 payload contains “a b”" },
  { "payload:/a.b/i", "0-14 payload matches /a.b/i" },
  { "-payload:hello", "0-14 payload does not contain “hello”" },
  { "-payload:Hello", "0-14 payload does not contain exactly “Hello”" },
  { "-payload:/x/", "0-12 payload does not match /x/" },
  { "payload:payload:x", "0-17 payload contains “payload:x”" },
  { "payload:sent", "0-12 payload contains “sent”" },

  { "topic:a/+/b", "0-11 topic matches a/+/b" },
  { "topic:#", "0-7 topic matches #" },
  { "topic:/", "0-7 topic matches /" },
  { "topic:\"a b/#\"", "0-13 topic matches a b/#" },
  { "topic:$share/g/a", "0-16 topic matches $share/g/a" },
  { "-topic:$SYS/#", "0-13 topic does not match $SYS/#" },

  { "qos:0", "0-5 QoS 0" },
  { "qos:2", "0-5 QoS 2" },
  { "-qos:1", "0-6 QoS not 1" },
  { "retained", "0-8 retained" },
  { "-retained", "0-9 not retained" },
  { "sent", "0-4 sent" },
  { "-sent", "0-5 not sent" },
  { "received", "0-8 received" },
  { "-received", "0-9 not received" },

  { "size:10", "0-7 size 10 B" },
  { "size:=10", "0-8 size 10 B" },
  { "size:>1000", "0-10 size above 1,000 B" },
  { "size:<10", "0-8 size below 10 B" },
  { "size:>=10k", "0-10 size at least 10,000 B" },
  { "size:<=2M", "0-9 size at most 2,000,000 B" },
  { "size:>1K", "0-8 size above 1,000 B" },
  { "-size:10", "0-8 size not 10 B" },
  { "-size:>10", "0-9 size at most 10 B" },
  { "-size:<10", "0-9 size at least 10 B" },
  { "-size:>=10", "0-10 size below 10 B" },
  { "-size:<=10", "0-10 size above 10 B" },
  { "size:18446744073709551615", "0-25 size 18,446,744,073,709,551,615 B" },

  { "error -topic:test/# qos:1", "0-5 contains “error” & 6-19 topic does not match test/# & 20-25 QoS 1" },
};

typedef struct
{
  const char     *text;
  SondeQueryError code;
  gsize           start, end; /* of the fault */
  const char     *message;
} Bad;

static const Bad bad[] = {
  { "-", SONDE_QUERY_ERROR_SYNTAX, 0, 1, "-: type what to exclude right after it." },
  { "a - b", SONDE_QUERY_ERROR_SYNTAX, 2, 3, "-: type what to exclude right after it." },
  { "a \"two wo", SONDE_QUERY_ERROR_SYNTAX, 2, 9, "\"two wo: add the closing quote." },
  { "\"", SONDE_QUERY_ERROR_SYNTAX, 0, 1, "\": add the closing quote." },
  { "\"a\\\"", SONDE_QUERY_ERROR_SYNTAX, 0, 4, "\"a\\\": add the closing quote." },
  { "\"\"", SONDE_QUERY_ERROR_SYNTAX, 0, 2, "\"\": type a text between the quotes." },
  { "-\"\" b", SONDE_QUERY_ERROR_SYNTAX, 0, 3, "-\"\": type a text between the quotes." },
  { "\"a\"b c", SONDE_QUERY_ERROR_SYNTAX, 0, 4, "\"a\"b: leave a space after the closing quote." },
  { "x /ab", SONDE_QUERY_ERROR_SYNTAX, 2, 5, "/ab: add the closing /, or put the text in quotes." },
  { "/ab\\/", SONDE_QUERY_ERROR_SYNTAX, 0, 5, "/ab\\/: add the closing /, or put the text in quotes." },
  { "/ab\\", SONDE_QUERY_ERROR_SYNTAX, 0, 4, "/ab\\: add the closing /, or put the text in quotes." },
  { "//", SONDE_QUERY_ERROR_SYNTAX, 0, 2, "//: type a regular expression between the slashes." },
  { "//i", SONDE_QUERY_ERROR_SYNTAX, 0, 3, "//i: type a regular expression between the slashes." },
  { "/home/x y", SONDE_QUERY_ERROR_SYNTAX, 0, 7, "/home/x: only an i may follow the closing /; write a / within as \\/, or put the text in quotes." },
  { "/a/ii", SONDE_QUERY_ERROR_SYNTAX, 0, 5, "/a/ii: only an i may follow the closing /; write a / within as \\/, or put the text in quotes." },
  { "/(*UTF)a/", SONDE_QUERY_ERROR_REGEX, 0, 9, "/(*UTF)a/: a regular expression does not begin with (* here." },
  { "b /a(b/", SONDE_QUERY_ERROR_REGEX, 2, 7, "/a(b/: a parenthesis is without its other; write \\( or \\) for the character itself (after 3 characters)." },
  { "/[/", SONDE_QUERY_ERROR_REGEX, 0, 3, "/[/: the closing ] is missing; write \\[ for the character itself (after 1 character)." },
  { "/a**/i", SONDE_QUERY_ERROR_REGEX, 0, 6, "/a**/i: there is nothing to repeat; write \\*, \\+ or \\? for the character itself (after 2 characters)." },
  { "payload:", SONDE_QUERY_ERROR_SYNTAX, 0, 8, "payload:: type a text after it, such as payload:hello." },
  { "payload: x", SONDE_QUERY_ERROR_SYNTAX, 0, 8, "payload:: type a text after it, such as payload:hello." },
  { "payload:\"x", SONDE_QUERY_ERROR_SYNTAX, 0, 10, "payload:\"x: add the closing quote." },
  { "topic:", SONDE_QUERY_ERROR_SYNTAX, 0, 6, "topic:: type a topic filter after it, such as topic:a/+/b." },
  { "topic:\"\"", SONDE_QUERY_ERROR_SYNTAX, 0, 8, "topic:\"\": type a text between the quotes." },
  { "topic:a/#/b", SONDE_QUERY_ERROR_VALUE, 0, 11, "topic:a/#/b: # is the last level of a filter: remove what follows, or use + for one level." },
  { "x topic:a+ y", SONDE_QUERY_ERROR_VALUE, 2, 10, "topic:a+: + stands for a whole level: put it alone between slashes, as in a/+/b." },
  { "qos:", SONDE_QUERY_ERROR_VALUE, 0, 4, "qos:: QoS is 0, 1 or 2." },
  { "qos:3", SONDE_QUERY_ERROR_VALUE, 0, 5, "qos:3: QoS is 0, 1 or 2." },
  { "qos:11", SONDE_QUERY_ERROR_VALUE, 0, 6, "qos:11: QoS is 0, 1 or 2." },
  { "qos:你", SONDE_QUERY_ERROR_VALUE, 0, 7, "qos:你: QoS is 0, 1 or 2." },
  { "size:", SONDE_QUERY_ERROR_VALUE, 0, 5, "size:: give a size in bytes, such as size:>1000 or size:<=10k." },
  { "size:>", SONDE_QUERY_ERROR_VALUE, 0, 6, NULL },
  { "size:>-1", SONDE_QUERY_ERROR_VALUE, 0, 8, NULL },
  { "size:> 1", SONDE_QUERY_ERROR_VALUE, 0, 6, NULL },
  { "size:1.5k", SONDE_QUERY_ERROR_VALUE, 0, 9, NULL },
  { "size:1kk", SONDE_QUERY_ERROR_VALUE, 0, 8, NULL },
  { "size:0x10", SONDE_QUERY_ERROR_VALUE, 0, 9, NULL },
  { "size:==1", SONDE_QUERY_ERROR_VALUE, 0, 8, NULL },
  { "size:18446744073709551616", SONDE_QUERY_ERROR_VALUE, 0, 25, NULL },
  { "size:18446744073709551M", SONDE_QUERY_ERROR_VALUE, 0, 23, NULL },
  { "a\xff", SONDE_QUERY_ERROR_SYNTAX, 0, 2, "The filter is not valid UTF-8: type it anew." },
};
/* clang-format on */

static char *
describe (SondeQuery *query)
{
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < sonde_query_get_n_terms (query); i++)
    {
      g_autofree char *description = sonde_query_dup_term_description (query, i);
      SondeQuerySpan   span = sonde_query_get_term_span (query, i);

      g_string_append_printf (all, "%s%zu-%zu %s", i > 0 ? " & " : "", span.start, span.end, description);
    }

  return g_string_free (all, FALSE);
}

static void
test_good (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SondeQuery) query = sonde_query_parse (good[i].text, NULL, &error);
      g_autofree char *terms = NULL;

      g_test_message ("%s", good[i].text);
      g_assert_no_error (error);
      terms = describe (query);
      g_assert_cmpstr (terms, ==, good[i].terms);
    }
}

static void
test_bad (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      SondeQuerySpan fault = { 99, 99 };
      g_autoptr (SondeQuery) query = sonde_query_parse (bad[i].text, &fault, &error);

      g_test_message ("%u", i);
      g_assert_null (query);
      g_assert_error (error, SONDE_QUERY_ERROR, (int) bad[i].code);
      g_assert_cmpuint (fault.start, ==, bad[i].start);
      g_assert_cmpuint (fault.end, ==, bad[i].end);
      if (bad[i].message != NULL)
        g_assert_cmpstr (error->message, ==, bad[i].message);
    }
}

static void
test_names_pattern (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SondeQuery) query = sonde_query_parse ("/a(b/", NULL, &error);

  g_assert_null (query);
  g_assert_nonnull (strstr (error->message, "a(b"));
  g_assert_null (strstr (error->message, "LIMIT"));
}

static void
test_bounds_terms (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (SondeQuery) most = NULL;
  g_autoptr (SondeQuery) more = NULL;
  SondeQuerySpan fault;

  for (guint i = 0; i < SONDE_QUERY_MAX_TERMS; i++)
    g_string_append (text, "a ");
  most = sonde_query_parse (text->str, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (sonde_query_get_n_terms (most), ==, SONDE_QUERY_MAX_TERMS);

  g_string_append (text, "b c");
  more = sonde_query_parse (text->str, &fault, &error);
  g_assert_null (more);
  g_assert_error (error, SONDE_QUERY_ERROR, SONDE_QUERY_ERROR_TOO_MANY);
  g_assert_cmpuint (fault.start, ==, text->len - 3);
  g_assert_cmpuint (fault.end, ==, text->len);
}

static void
test_tells_operators (void)
{
  g_autoptr (SondeQuery) query = sonde_query_parse ("a \"b c\" -a payload:a /a/ sent", NULL, NULL);
  static const gboolean operators[] = { FALSE, FALSE, TRUE, TRUE, TRUE, TRUE };
  static const gboolean excluders[] = { FALSE, FALSE, TRUE, FALSE, FALSE, FALSE };

  g_assert_cmpuint (sonde_query_get_n_terms (query), ==, G_N_ELEMENTS (operators));
  for (guint i = 0; i < G_N_ELEMENTS (operators); i++)
    {
      g_assert_cmpint (sonde_query_get_term_is_operator (query, i), ==, operators[i]);
      g_assert_cmpint (sonde_query_get_term_excludes (query, i), ==, excluders[i]);
    }
}

/* Any text has a meaning or a fault within it. */
static void
test_takes_anything (void)
{
  static const char *const parts[] = { "a", " ", "\"", "/", "\\", "-", ":", "topic:", "payload:", "qos:", "size:", ">", "=", "1", "k", "(", ")", "*", "[", "i", "+", "#", "你", "\xff", "sent" };

  for (guint round = 0; round < 20000; round++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (SondeQuery) query = NULL;
      g_autoptr (GError) error = NULL;
      SondeQuerySpan fault;
      gsize          last = 0;

      for (int i = g_test_rand_int_range (0, 12); i > 0; i--)
        g_string_append (text, parts[g_test_rand_int_range (0, G_N_ELEMENTS (parts))]);

      query = sonde_query_parse (text->str, &fault, &error);
      g_assert_true ((query == NULL) == (error != NULL));
      if (query == NULL)
        {
          g_assert_true (g_utf8_validate (error->message, -1, NULL));
          g_assert_cmpuint (fault.start, <, fault.end);
          g_assert_cmpuint (fault.end, <=, text->len);
          continue;
        }

      for (guint i = 0; i < sonde_query_get_n_terms (query); i++)
        {
          SondeQuerySpan span = sonde_query_get_term_span (query, i);

          g_assert_cmpuint (last, <=, span.start);
          g_assert_cmpuint (span.start, <, span.end);
          last = span.end;
        }
      g_assert_cmpuint (last, <=, text->len);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/query/understands", test_good);
  g_test_add_func ("/query/names-the-fault", test_bad);
  g_test_add_func ("/query/names-the-pattern-as-typed", test_names_pattern);
  g_test_add_func ("/query/bounds-terms", test_bounds_terms);
  g_test_add_func ("/query/tells-operators", test_tells_operators);
  g_test_add_func ("/query/takes-anything", test_takes_anything);

  return g_test_run ();
}
