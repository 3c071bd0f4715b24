/* bench-query.c: how long a query takes over a million messages
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * bench-query [MESSAGES]: of 100 bytes on 100 topics. Prints the median of five runs of
 * the query alone; and of the list that a view would show, until it is whole, until its
 * first match, and the longest turn of the main loop meanwhile (its CPU time).
 */

#include "sonde-message-results.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define N_RUNS 5
#define N_TOPICS 100
#define PAYLOAD_SIZE 100

static const struct
{
  const char *name;
  const char *query;
} kinds[] = {
  { "text with case", "Needle-999" },
  { "text without case", "needle-999" },
  { "text beyond ASCII", "größe-999" },
  { "regular expression", "/needle-9+8/" },
  { "the same, case ignored", "/needle-9+8/i" },
  { "topic filter", "topic:plant-7/+/motor/#" },
  { "what all hold", "rpm" },
  { "all of it", "-absent rpm size:>50 topic:# /r.m/" },
};

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
  gint64 left = *(const gint64 *) a, right = *(const gint64 *) b;

  return (left > right) - (left < right);
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

typedef struct
{
  gint64 first, whole, longest_turn; /* µs */
} Figures;

/* What the main thread itself did: the machine may have been busy with others. */
static gint64
get_cpu_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);

  return (gint64) time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static Figures
measure_list (SondeMessageLog *log,
              SondeQuery      *query)
{
  g_autoptr (SondeMessageResults) results = sonde_message_results_new (log);
  gint64  start = g_get_monotonic_time ();
  Figures figures = { 0 };

  sonde_message_results_set_query (results, query);
  while (sonde_message_results_get_scanning (results))
    {
      gint64 turn = get_cpu_time ();

      g_main_context_iteration (NULL, TRUE);
      figures.longest_turn = MAX (figures.longest_turn, get_cpu_time () - turn);
      figures.whole = g_get_monotonic_time () - start;
      if (figures.first == 0 && sonde_message_results_get_n_matches (results) > 0)
        figures.first = figures.whole;
    }

  return figures;
}

int
main (int   argc,
      char *argv[])
{
  guint n = MAX (argc > 1 ? strtoul (argv[1], NULL, 10) : 1000 * 1000, 1);
  g_autoptr (GPtrArray) segments = make_segments (n);
  g_autoptr (SondeBudget) budget = sonde_budget_new (G_MAXUINT64);
  g_autoptr (SondeMessageLog) log = sonde_message_log_new (budget);

  setlocale (LC_ALL, "");
  for (guint i = 0; i < segments->len; i++)
    sonde_message_log_append (log, segments->pdata[i], sonde_segment_get_count (segments->pdata[i]));

  g_print ("ms, a million:                                                         query    list   first    turn    matches\n");
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (SondeQuery) query = sonde_query_parse (kinds[i].query, NULL, NULL);
      gint64  times[N_RUNS];
      guint   n_matches = 0;
      Figures figures;

      for (guint run = 0; run < N_RUNS; run++)
        {
          gint64 start = g_get_monotonic_time ();

          n_matches = scan_all (query, segments);
          times[run] = g_get_monotonic_time () - start;
        }
      qsort (times, N_RUNS, sizeof times[0], compare_times);
      figures = measure_list (log, query);

      g_print ("%-24s %-40s %10.1f %7.1f %7.1f %7.1f %10u\n", kinds[i].name, kinds[i].query,
               times[N_RUNS / 2] * 1000.0 / n, figures.whole * 1000.0 / n, figures.first / 1000.0,
               figures.longest_turn / 1000.0, n_matches);
    }

  return 0;
}
