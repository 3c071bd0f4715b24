/* test-query-matches.c: a query against a naive reference
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-query.h"

#include <string.h>

#define N_ROUNDS 400
#define N_MESSAGES 60

/* ---- Segments ---- */

static void
take_segment (SondeSegment *segment,
              guint         count,
              gpointer      user_data)
{
  SondeSegment **taken = user_data;

  g_assert_null (*taken);
  *taken = sonde_segment_ref (segment);
}

static SondeSegment *
make_segment (const SondeMessage *messages,
              guint               n)
{
  g_autoptr (SondeSegmentWriter) writer = sonde_segment_writer_new ();
  SondeSegment *segment = NULL;

  for (guint i = 0; i < n; i++)
    sonde_segment_writer_append (writer, &messages[i]);
  sonde_segment_writer_flush (writer, take_segment, &segment);

  return segment;
}

/* ---- Tables ---- */

typedef struct
{
  const char *query;
  const char *topic;
  const char *payload;
  gboolean    matches;
} Case;

/* clang-format off */
static const Case cases[] = {
  { "rpm", "motor/speed", "{\"rpm\": 1}", TRUE },
  { "rpm", "motor/rpm", "1", TRUE },
  { "rpm", "motor/RPM", "1", TRUE },
  { "Rpm", "motor/RPM", "rpm", FALSE },
  { "Rpm", "motor", "xRpm", TRUE },
  { "rpm 1", "motor/rpm", "1", TRUE },
  { "rpm 2", "motor/rpm", "1", FALSE },
  { "-rpm", "motor/rpm", "1", FALSE },
  { "-rpm", "motor", "1", TRUE },
  { "payload:rpm", "motor/rpm", "1", FALSE },
  { "-payload:rpm", "motor/rpm", "1", TRUE },
  { "a", "", "", FALSE },
  { "-a", "", "", TRUE },
  { "longerthanthepayload", "t", "longerthan", FALSE },

  /* Case beyond ASCII, one character for one */
  { "é", "t", "CAFÉ", TRUE },
  { "café", "t", "le CAFÉ", TRUE },
  { "É", "t", "é", FALSE },
  { "привет", "t", "скажи ПРИВЕТ", TRUE },
  { "σ", "t", "ς", TRUE },
  { "ß", "t", "SS", FALSE },
  { "k", "t", "\xe2\x84\xaa", FALSE }, /* the Kelvin sign */
  { "你好", "t", "说你好吧", TRUE },
  { "你好", "t", "你 好", FALSE },
  { "é", "t", "\xc3", FALSE },
  { "é", "t", "\xff\xc3\x89\xff", TRUE },

  { "/^1.3$/", "t", "123", TRUE },
  { "/^1.3$/", "t", "1你3", TRUE },
  { "/^你..$/", "t", "你好吗", TRUE },
  { "/é/i", "t", "É", TRUE },
  { "/[你好]x/", "t", "好x", TRUE },
  { "/\\xff./", "t", "a\xff" "b", TRUE },
  { "/b$/", "a/b", "", TRUE },
  { "payload:/b$/", "a/b", "", FALSE },
  { "-/b$/", "a/b", "", FALSE },
  { "/A/", "t", "a", FALSE },
  { "/A/i", "t", "a", TRUE },

  { "topic:a/+/b", "a/x/b", "", TRUE },
  { "topic:a/+/b", "a//b", "", TRUE },
  { "topic:a/+/b", "a/b", "", FALSE },
  { "topic:#", "$SYS/x", "", FALSE },
  { "topic:+/x", "$SYS/x", "", FALSE },
  { "topic:$SYS/#", "$SYS/x", "", TRUE },
  { "-topic:#", "$SYS/x", "", TRUE },
  { "topic:a/#", "a", "", TRUE },
  { "topic:a", "A", "", FALSE },
  { "topic:a/# -topic:a/b", "a/b", "", FALSE },
  { "topic:\"a b\"", "a b", "", TRUE },

  { "qos:0", "t", "", TRUE },
  { "qos:1", "t", "", FALSE },
  { "-qos:1", "t", "", TRUE },
  { "received", "t", "", TRUE },
  { "sent", "t", "", FALSE },
  { "retained", "t", "", FALSE },
  { "-retained", "t", "", TRUE },
  { "size:3", "t", "abc", TRUE },
  { "size:>3", "t", "abc", FALSE },
  { "size:>=3", "t", "abc", TRUE },
  { "size:<3", "t", "abc", FALSE },
  { "size:<=3", "t", "abc", TRUE },
  { "-size:<=3", "t", "abc", FALSE },
};
/* clang-format on */

static SondeQuery *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  SondeQuery *query = sonde_query_parse (text, NULL, &error);

  g_assert_no_error (error);

  return query;
}

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SondeQuery) query = parse (cases[i].query);
      SondeMessage message = {
        .topic = cases[i].topic,
        .topic_length = strlen (cases[i].topic),
        .payload = cases[i].payload,
        .payload_size = strlen (cases[i].payload),
      };
      g_autoptr (SondeSegment) segment = make_segment (&message, 1);

      g_test_message ("%s", cases[i].query);
      g_assert_cmpint (sonde_query_matches (query, segment, sonde_segment_get_record (segment, 0)), ==, cases[i].matches);
    }
}

static void
test_events (void)
{
  SondeMessage message = { .kind = SONDE_MESSAGE_EVENT, .topic = "", .payload = "host", .payload_size = 4 };
  g_autoptr (SondeSegment) segment = make_segment (&message, 1);
  const SondeRecord *record = sonde_segment_get_record (segment, 0);
  g_autoptr (SondeQuery) empty = parse ("");
  g_autoptr (SondeQuery) text = parse ("host");
  g_autoptr (SondeQuery) excluding = parse ("-absent");

  g_assert_true (sonde_query_matches (empty, segment, record));
  g_assert_false (sonde_query_matches (text, segment, record));
  g_assert_false (sonde_query_matches (excluding, segment, record));
}

/* Without a bound each of these runs longer than anyone lives. */
static void
test_bounds_regex (void)
{
  static const char *const patterns[] = { "/^(a|aa)+$/", "/^(a+)+$/", "/^(a*)*b\\1$/", "/(?:a?){60}a{60}\\z/" };
  g_autofree char         *payload = g_strnfill (100, 'a');
  SondeMessage             message = { .topic = "", .payload = payload, .payload_size = 100 };
  g_autoptr (SondeSegment) segment = NULL;

  payload[99] = '!';
  segment = make_segment (&message, 1);

  for (guint i = 0; i < G_N_ELEMENTS (patterns); i++)
    {
      g_autoptr (SondeQuery) query = parse (patterns[i]);

      g_assert_false (sonde_query_matches (query, segment, sonde_segment_get_record (segment, 0)));
    }
}

/* ---- The reference ---- */

static GArray *
decode (const char *bytes,
        gsize       length,
        gboolean    folds)
{
  GArray *all = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (gsize i = 0; i < length;)
    {
      guint32 c = g_utf8_get_char_validated (bytes + i, length - i);
      gsize   n = 1;

      if (c >= 0x110000)
        c = 0x200000 + (guint8) bytes[i];
      else
        {
          guint32 folded = g_unichar_tolower (g_unichar_toupper (c));

          n = g_unichar_to_utf8 (c, NULL);
          if (folds && (c < 0x80 || folded >= 0x80))
            c = folded;
        }
      g_array_append_val (all, c);
      i += n;
    }

  return all;
}

static gboolean
contains (const char *bytes,
          gsize       length,
          const char *needle)
{
  gboolean folds = TRUE;
  g_autoptr (GArray) hay = NULL;
  g_autoptr (GArray) part = NULL;

  for (const char *p = needle; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_isupper (g_utf8_get_char (p)))
      folds = FALSE;

  hay = decode (bytes, length, folds);
  part = decode (needle, strlen (needle), folds);
  for (guint i = 0; i + part->len <= hay->len; i++)
    if (memcmp (&g_array_index (hay, guint32, i), part->data, part->len * sizeof (guint32)) == 0)
      return TRUE;

  return FALSE;
}

/* MQTT 5.0, 4.7, level by level. */
static gboolean
levels_match (const char *filter,
              const char *topic,
              gsize       length)
{
  const char *slash = memchr (topic, '/', length);
  gsize       level = slash != NULL ? (gsize) (slash - topic) : length;
  gsize       part = strcspn (filter, "/");

  if (strcmp (filter, "#") == 0)
    return TRUE;
  if (!(part == 1 && *filter == '+') && (part != level || memcmp (filter, topic, part) != 0))
    return FALSE;
  if (slash == NULL)
    return filter[part] == '\0' || strcmp (filter + part, "/#") == 0;

  return filter[part] == '/' && levels_match (filter + part + 1, slash + 1, length - level - 1);
}

static gboolean
topic_matches (const char *filter,
               const char *topic,
               gsize       length)
{
  if (length > 0 && *topic == '$' && *filter != '$')
    return FALSE;

  return levels_match (filter, topic, length);
}

static gboolean
regex_matches (const char *bytes,
               gsize       length,
               const char *pattern,
               gboolean    ignores_case)
{
  gboolean is_text = g_utf8_validate_len (bytes, length, NULL);
  g_autoptr (GRegex) regex = g_regex_new (pattern, (is_text ? 0 : G_REGEX_RAW) | (ignores_case ? G_REGEX_CASELESS : 0), 0, NULL);

  return g_regex_match_full (regex, bytes, length, 0, 0, NULL, NULL);
}

/* ---- Random data ---- */

typedef struct
{
  char        type; /* of the reference's test */
  gboolean    excludes, payload_only, ignores_case;
  const char *text;
  guint       number;
} Term;

static const char *const fragments[] = { "a", "B", "rpm", "RPM", "e", "é", "É", "ß", "σ", "Σ", "ς", "你", "好", "İ", "ı", "K", "\xe2\x84\xaa", "0", "12", " ", "\"", "\xff", "\xc3", "\xe4\xbd", "\xf0\x9f\x98\x80", "\x80", "zz" };
static const char *const levels[] = { "", "a", "b", "A", "$SYS", "$", "é", "a b", "rpm", "\xff", "你" };
static const char *const needles[] = { "a", "A", "rpm", "Rpm", "RPM", "é", "aé", "É", "你", "你好", "σ", "ß", "k", "zz", "e12", "12 ", "好k", "i", "ı", "İ", "arpm" };
static const char *const filters[] = { "#", "+", "+/#", "a/#", "a/+", "+/+", "$SYS/#", "$SYS/+", "/", "+/", "/+", "a//b", "a/b", "é/#", "+/a/#", "你", "$/#" };
static const char *const patterns[] = { "a", "^a", "r.m", "..$", "[0-9]+", "\\xff", "é", "[你é]", "^.$", "^..$", "\\s", "b|zz", "a{2}", "^$" };

#define PICK(array) array[g_test_rand_int_range (0, G_N_ELEMENTS (array))]

static char *
make_payload (gsize *size)
{
  GString *payload = g_string_new (NULL);

  for (int i = g_test_rand_int_range (0, g_test_rand_int_range (0, 8) == 0 ? 60 : 10); i > 0; i--)
    {
      if (g_test_rand_int_range (0, 20) == 0)
        g_string_append_c (payload, '\0');
      else
        g_string_append (payload, PICK (fragments));
    }
  *size = payload->len;

  return g_string_free (payload, FALSE);
}

static char *
make_topic (gsize *length)
{
  GString *topic = g_string_new (PICK (levels));

  for (int i = g_test_rand_int_range (0, 3); i > 0; i--)
    {
      g_string_append_c (topic, '/');
      g_string_append (topic, PICK (levels));
    }
  if (g_test_rand_int_range (0, 20) == 0)
    g_string_append_c (topic, '\0');
  *length = topic->len;

  return g_string_free (topic, FALSE);
}

static Term
make_term (GString *text)
{
  Term term = {
    .type = "tttrrfqksz"[g_test_rand_int_range (0, 10)],
    .excludes = g_test_rand_int_range (0, 3) == 0,
    .payload_only = g_test_rand_bit (),
    .ignores_case = g_test_rand_bit (),
    .number = g_test_rand_int_range (0, 3),
  };

  g_string_append (text, term.excludes ? " -" : " ");
  if (term.payload_only && (term.type == 't' || term.type == 'r'))
    g_string_append (text, "payload:");

  switch (term.type)
    {
    case 't':
      term.text = PICK (needles);
      g_string_append_printf (text, "\"%s\"", term.text);
      break;

    case 'r':
      term.text = PICK (patterns);
      g_string_append_printf (text, "/%s/%s", term.text, term.ignores_case ? "i" : "");
      break;

    case 'f':
      term.text = PICK (filters);
      g_string_append_printf (text, "topic:%s", term.text);
      break;

    case 'q':
      g_string_append_printf (text, "qos:%u", term.number);
      break;

    case 'k':
      g_string_append (text, term.number == 0 ? "retained" : term.number == 1 ? "sent"
                                                                              : "received");
      break;

    case 's':
      g_string_append_printf (text, "size:>%u", term.number * 5);
      break;

    default:
      g_string_append_printf (text, "size:<=%u", term.number * 5);
    }

  return term;
}

static gboolean
term_holds (const Term         *term,
            const SondeMessage *message)
{
  switch (term->type)
    {
    case 't':
      return contains (message->payload, message->payload_size, term->text) ||
             (!term->payload_only && contains (message->topic, message->topic_length, term->text));
    case 'r':
      return regex_matches (message->payload, message->payload_size, term->text, term->ignores_case) ||
             (!term->payload_only && regex_matches (message->topic, message->topic_length, term->text, term->ignores_case));
    case 'f':
      return topic_matches (term->text, message->topic, message->topic_length);
    case 'q':
      return message->qos == term->number;
    case 'k':
      return term->number == 0 ? message->retain : message->kind == (term->number == 1 ? SONDE_MESSAGE_SENT : SONDE_MESSAGE_RECEIVED);
    case 's':
      return message->payload_size > term->number * 5;
    default:
      return message->payload_size <= term->number * 5;
    }
}

static gboolean
message_matches (const Term         *terms,
                 guint               n_terms,
                 const SondeMessage *message)
{
  if (message->kind == SONDE_MESSAGE_EVENT)
    return FALSE;

  for (guint i = 0; i < n_terms; i++)
    if (term_holds (&terms[i], message) == terms[i].excludes)
      return FALSE;

  return TRUE;
}

static void
check_scan (SondeQuery     *query,
            SondeSegment   *segment,
            const gboolean *expected)
{
  g_autoptr (GArray) matches = g_array_new (FALSE, FALSE, sizeof (guint32));
  guint first = g_test_rand_int_range (0, N_MESSAGES + 1);
  guint end = g_test_rand_int_range (first, N_MESSAGES + 1);
  guint n = 0;

  sonde_query_scan (query, segment, first, end, NULL, matches);

  for (guint i = first; i < end; i++)
    if (expected[i])
      {
        g_assert_cmpuint (n, <, matches->len);
        g_assert_cmpuint (g_array_index (matches, guint32, n), ==, i);
        n++;
      }
  g_assert_cmpuint (n, ==, matches->len);
}

static void
check_query (const SondeMessage *messages,
             SondeSegment       *segment)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (SondeQuery) query = NULL;
  Term     terms[4];
  guint    n_terms = g_test_rand_int_range (1, G_N_ELEMENTS (terms) + 1);
  gboolean expected[N_MESSAGES];

  for (guint i = 0; i < n_terms; i++)
    terms[i] = make_term (text);
  query = parse (text->str);

  for (guint i = 0; i < N_MESSAGES; i++)
    {
      expected[i] = message_matches (terms, n_terms, &messages[i]);
      if (sonde_query_matches (query, segment, sonde_segment_get_record (segment, i)) != expected[i])
        {
          g_autofree char *topic = g_strescape (messages[i].topic, NULL);
          g_autofree char *payload = g_strescape (messages[i].payload, NULL);

          g_error ("%s on topic %s, payload %s: expected %d", text->str, topic, payload, expected[i]);
        }
    }

  check_scan (query, segment, expected);
}

static void
test_random (void)
{
  for (guint round = 0; round < N_ROUNDS; round++)
    {
      g_autoptr (GPtrArray) owned = g_ptr_array_new_with_free_func (g_free);
      SondeMessage messages[N_MESSAGES] = { 0 };
      g_autoptr (SondeSegment) segment = NULL;

      for (guint i = 0; i < N_MESSAGES; i++)
        {
          SondeMessage *message = &messages[i];

          message->topic = make_topic (&message->topic_length);
          message->payload = make_payload (&message->payload_size);
          message->kind = g_test_rand_int_range (0, 10) == 0 ? SONDE_MESSAGE_EVENT : g_test_rand_int_range (0, 2);
          message->qos = g_test_rand_int_range (0, 3);
          message->retain = g_test_rand_bit ();
          g_ptr_array_add (owned, (gpointer) message->topic);
          g_ptr_array_add (owned, (gpointer) message->payload);
        }

      segment = make_segment (messages, N_MESSAGES);
      for (guint i = 0; i < 8; i++)
        check_query (messages, segment);
    }
}

static void
test_cancels (void)
{
  SondeMessage message = { .topic = "t", .topic_length = 1, .payload = "", .payload_size = 0 };
  g_autoptr (SondeSegment) segment = make_segment (&message, 1);
  g_autoptr (SondeQuery) query = parse ("t");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GArray) matches = g_array_new (FALSE, FALSE, sizeof (guint32));

  sonde_query_scan (query, segment, 0, 1, cancellable, matches);
  g_assert_cmpuint (matches->len, ==, 1);

  g_cancellable_cancel (cancellable);
  sonde_query_scan (query, segment, 0, 1, cancellable, matches);
  g_assert_cmpuint (matches->len, ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/query/matches", test_cases);
  g_test_add_func ("/query/leaves-events-out", test_events);
  g_test_add_func ("/query/bounds-regular-expressions", test_bounds_regex);
  g_test_add_func ("/query/agrees-with-the-reference", test_random);
  g_test_add_func ("/query/cancels", test_cancels);

  return g_test_run ();
}
