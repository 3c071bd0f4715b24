/* bench-query.c: how long a query takes over a million messages
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * bench-query [--json] [MESSAGES]: of 100 bytes on 100 topics. Prints the medians of five
 * runs of the query alone; and of the list that a view would show, until it is whole,
 * until its first match, and the longest turn of the main loop meanwhile (its CPU time).
 */

#include "sonde-message-results.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define N_RUNS 5
#define N_TOPICS 100
#define PAYLOAD_SIZE 100

/* clang-format off */
static const struct
{
  const char *key; /* of the JSON */
  const char *name;
  const char *query;
} kinds[] = {
  { "text", "text with case", "Motor 9" },
  { "text_nocase", "text without case", "motor 9" },
  { "text_absent", "text that is nowhere", "Needle-999" },
  { "text_absent_nocase", "the same, case ignored", "needle-999" },
  { "text_unicode", "text beyond ASCII", "größe-999" },
  { "regex", "regular expression", "/rpm.: 9+8/" },
  { "regex_nocase", "the same, case ignored", "/rpm.: 9+8/i" },
  { "topic", "topic filter", "topic:plant-7/+/motor/#" },
  { "all_match", "what all hold", "rpm" },
  { "all_operators", "all of it", "-absent rpm size:>50 topic:# /r.m/" },
};
/* clang-format on */

typedef struct
{
  double query, list, first, turn; /* ms */
  guint  n_matches;
} Figures;

static void
take_segment (SondeSegment *segment,
              guint         count,
              gpointer      user_data)
{
  g_ptr_array_add (user_data, sonde_segment_ref (segment));
}

static GPtrArray *
make_segments (guint n)
{
  GPtrArray *segments = g_ptr_array_new_with_free_func ((GDestroyNotify) sonde_segment_unref);
  g_autoptr (SondeSegmentWriter) writer = sonde_segment_writer_new ();

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *topic = g_strdup_printf ("plant-%u/line-%u/motor/speed", i % N_TOPICS / 10, i % 10);
      char             payload[PAYLOAD_SIZE + 1];
      SondeMessage     message = { .topic = topic, .payload = payload, .payload_size = PAYLOAD_SIZE };
      int              length = g_snprintf (payload, sizeof payload, "{\"seq\": %u, \"rpm\": %u, \"name\": \"Motor %u\", \"note\": \"", i, i * 7 % 3000, i % 10);

      memset (payload + length, "abcdefgh"[i % 8], PAYLOAD_SIZE - length);
      message.topic_length = strlen (topic);
      sonde_segment_writer_append (writer, &message);
    }
  sonde_segment_writer_flush (writer, take_segment, segments);

  return segments;
}

static int
compare_times (gconstpointer a,
               gconstpointer b)
{
  double left = *(const double *) a, right = *(const double *) b;

  return (left > right) - (left < right);
}

static double
get_median (double times[N_RUNS])
{
  qsort (times, N_RUNS, sizeof times[0], compare_times);

  return times[N_RUNS / 2];
}

static guint
scan_all (SondeQuery *query,
          GPtrArray  *segments)
{
  g_autoptr (GArray) matches = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint i = 0; i < segments->len; i++)
    sonde_query_scan (query, segments->pdata[i], 0, sonde_segment_get_count (segments->pdata[i]), NULL, matches);

  return matches->len;
}

/* What the main thread itself did: the machine may have been busy with others. */
static double
get_cpu_ms (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);

  return time.tv_sec * 1e3 + time.tv_nsec / 1e6;
}

static double
get_ms (void)
{
  return g_get_monotonic_time () / 1e3;
}

static Figures
measure_list (SondeMessageLog *log,
              SondeQuery      *query)
{
  g_autoptr (SondeMessageResults) results = sonde_message_results_new (log);
  double  start = get_ms ();
  Figures figures = { 0 };

  sonde_message_results_set_query (results, query);
  while (sonde_message_results_get_scanning (results))
    {
      double turn = get_cpu_ms ();

      g_main_context_iteration (NULL, TRUE);
      figures.turn = MAX (figures.turn, get_cpu_ms () - turn);
      figures.list = get_ms () - start;
      if (figures.first == 0 && sonde_message_results_get_n_matches (results) > 0)
        figures.first = figures.list;
    }

  return figures;
}

static Figures
measure (GPtrArray       *segments,
         SondeMessageLog *log,
         SondeQuery      *query)
{
  double  queries[N_RUNS], lists[N_RUNS], firsts[N_RUNS];
  Figures result = { 0 };

  for (guint run = 0; run < N_RUNS; run++)
    {
      double  start = get_ms ();
      Figures figures;

      result.n_matches = scan_all (query, segments);
      queries[run] = get_ms () - start;
      figures = measure_list (log, query);
      lists[run] = figures.list;
      firsts[run] = figures.first;
      result.turn = MAX (result.turn, figures.turn);
    }
  result.query = get_median (queries);
  result.list = get_median (lists);
  result.first = get_median (firsts);

  return result;
}

static void
print_figures (gboolean       json,
               guint          kind,
               const Figures *figures)
{
  if (json)
    g_print ("%s\"%s\": {\"query_ms\": %.1f, \"list_ms\": %.1f, \"first_ms\": %.1f, \"turn_ms\": %.1f, \"matches\": %u}",
             kind > 0 ? ", " : "{", kinds[kind].key, figures->query, figures->list, figures->first, figures->turn, figures->n_matches);
  else
    g_print ("%-24s %-40s %7.1f %7.1f %7.1f %7.1f %10u\n", kinds[kind].name, kinds[kind].query,
             figures->query, figures->list, figures->first, figures->turn, figures->n_matches);
}

int
main (int   argc,
      char *argv[])
{
  gboolean json = argc > 1 && strcmp (argv[1], "--json") == 0;
  guint    n = MAX (argc > 1 + json ? strtoul (argv[1 + json], NULL, 10) : 1000 * 1000, 1);
  g_autoptr (GPtrArray) segments = make_segments (n);
  g_autoptr (SondeBudget) budget = sonde_budget_new (G_MAXUINT64);
  g_autoptr (SondeMessageLog) log = sonde_message_log_new (budget);

  setlocale (LC_ALL, "");
  for (guint i = 0; i < segments->len; i++)
    sonde_message_log_append (log, segments->pdata[i], sonde_segment_get_count (segments->pdata[i]));

  if (!json)
    g_print ("%-65s %7s %7s %7s %7s %10s\n", "ms", "query", "list", "first", "turn", "matches");
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (SondeQuery) query = sonde_query_parse (kinds[i].query, NULL, NULL);
      Figures figures = measure (segments, log, query);

      print_figures (json, i, &figures);
    }
  if (json)
    g_print ("}\n");

  return 0;
}
