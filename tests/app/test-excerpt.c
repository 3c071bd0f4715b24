/* test-excerpt.c: one line of a message that shows why it matches
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <sonde-excerpt.h>

#include <string.h>

typedef struct
{
  const char *query;
  gboolean    in_topic;
  const char *bytes;
  const char *text;
  const char *marked; /* "": nothing */
} Case;

#define LONG "0123456789 0123456789 0123456789 0123456789 "

/* clang-format off */
static const Case cases[] = {
  { "",               FALSE, LONG "rpm",                  LONG "rpm",                "" },
  { "qos:1",          FALSE, LONG "rpm",                  LONG "rpm",                "" },
  { "-rpm",           FALSE, LONG "rpm",                  LONG "rpm",                "" },
  { "rpm",            FALSE, "the RPM is 12",             "the RPM is 12",           "RPM" },
  { "rpm",            FALSE, "{\"seq\": 1234, \"motor\": 7, \"rpm\": 12}", "{\"seq\": 1234, \"motor\": 7, \"rpm\": 12}", "rpm" },
  { "rpm",            FALSE, LONG "rpm 12",               "…0123456789 rpm 12",      "rpm" },
  { "none rpm",       FALSE, LONG "rpm 12",               "…0123456789 rpm 12",      "rpm" },
  { "payload:é",      FALSE, LONG "ÀÀÀÀÀÀÀÉ!",            "…ÀÀÀÀÀÀÉ!",               "É" },
  { "é",              FALSE, LONG "xÀÀÀÀÀÀÉ!",            "…ÀÀÀÀÀÀÉ!",               "É" },
  { "é",              FALSE, LONG "xxÀÀÀÀÀ你É!",          "…ÀÀÀÀÀ你É!",              "É" },
  { "/1[0-9]$/",      FALSE, LONG "rpm 12",               "…3456789 rpm 12",         "12" },
  { "/^0.*12/",       FALSE, "0 12",                      "0 12",                    "0 12" },
  { "\"a b\"",        FALSE, "a\n b and a b",             "a b and a b",             "a b" },
  { "rpm",            TRUE,  LONG "/rpm",                 LONG "/rpm",               "rpm" },
  { "payload:rpm",    TRUE,  "motor/rpm",                 "motor/rpm",               "" },
  { "topic:motor/#",  TRUE,  "motor/rpm",                 "motor/rpm",               "" },
  { "/x*/",           FALSE, "abc",                       "abc",                     "" },
};
/* clang-format on */

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Case *wanted = &cases[i];
      g_autoptr (SondeQuery) query = sonde_query_parse (wanted->query, NULL, NULL);
      g_autofree char *text = NULL;
      g_autofree char *marked = NULL;
      SondeQuerySpan   mark;

      text = sonde_excerpt_dup (query, wanted->in_topic, (const guint8 *) wanted->bytes, strlen (wanted->bytes), 200, &mark);
      g_assert_cmpstr (text, ==, wanted->text);
      marked = g_strndup (text + mark.start, mark.end - mark.start);
      g_assert_cmpstr (marked, ==, wanted->marked);
    }
}

static void
test_without_query (void)
{
  SondeQuerySpan   mark;
  g_autofree char *text = sonde_excerpt_dup (NULL, FALSE, (const guint8 *) "abcdef", 6, 3, &mark);

  g_assert_cmpstr (text, ==, "ab…");
  g_assert_cmpuint (mark.end, ==, 0);
}

/* Whatever the bytes: valid UTF-8, and a mark within it, at its characters. */
static void
test_any_bytes (void)
{
  static const char *const queries[] = { "a", "é", "/[a-z]+/", "/\\xff/", "你", "zz a" };
  guint8                   bytes[300];

  for (guint round = 0; round < 5000; round++)
    {
      const char *typed = queries[g_test_rand_int_range (0, G_N_ELEMENTS (queries))];
      g_autoptr (SondeQuery) query = sonde_query_parse (typed, NULL, NULL);
      gsize            size = g_test_rand_int_range (0, sizeof bytes);
      guint            max_chars = g_test_rand_int_range (1, 80);
      g_autofree char *text = NULL;
      SondeQuerySpan   mark;

      for (gsize i = 0; i < size; i++)
        bytes[i] = g_test_rand_bit () ? g_test_rand_int_range (0, 256) : "aé你 \xff"[g_test_rand_int_range (0, 8)];
      text = sonde_excerpt_dup (query, g_test_rand_bit (), bytes, size, max_chars, &mark);
      g_assert_true (g_utf8_validate (text, -1, NULL));
      g_assert_cmpuint (mark.start, <=, mark.end);
      g_assert_cmpuint (mark.end, <=, strlen (text));
      g_assert_true (g_utf8_validate (text + mark.start, mark.end - mark.start, NULL));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/excerpt/cases", test_cases);
  g_test_add_func ("/excerpt/without-query", test_without_query);
  g_test_add_func ("/excerpt/any-bytes", test_any_bytes);

  return g_test_run ();
}
