/* bench-topics.c: what the tree of topics costs a flood
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * bench-topics [--json] [MESSAGES]: of 100 bytes, on a hundred, a thousand and a hundred thousand
 * topics of five levels, in stretches of a frame. Prints CPU time a message, its share of a second
 * with 450,000 of them, and memory a topic.
 */

#include "sonde-topic-tree.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define N_RUNS 5
#define PAYLOAD_SIZE 100
#define FLOOD 450000 /* messages a second */
#define FRAME 7500   /* messages of a frame then */

static const guint n_topics[] = { 100, 1000, 100000 };

static void
take_segment (SondeSegment *segment,
              guint         count,
              gpointer      user_data)
{
  g_ptr_array_add (user_data, sonde_segment_ref (segment));
}

static GPtrArray *
make_segments (guint n,
               guint topics)
{
  GPtrArray *segments = g_ptr_array_new_with_free_func ((GDestroyNotify) sonde_segment_unref);
  g_autoptr (SondeSegmentWriter) writer = sonde_segment_writer_new ();
  char payload[PAYLOAD_SIZE] = { 0 };

  for (guint i = 0; i < n; i++)
    {
      guint            t = i % topics;
      g_autofree char *topic = g_strdup_printf ("plant-%u/line-%u/cell-%u/motor-%u/value-%u", t / 10000, t / 1000 % 10, t / 100 % 10, t / 10 % 10, t % 10);
      SondeMessage     message = { .topic = topic, .topic_length = strlen (topic), .payload = payload, .payload_size = PAYLOAD_SIZE };

      sonde_segment_writer_append (writer, &message);
    }
  sonde_segment_writer_flush (writer, take_segment, segments);

  return segments;
}

/* Returns: CPU ns a message */
static double
measure (GPtrArray *segments,
         guint      n,
         guint      topics,
         double    *bytes)
{
  g_autoptr (SondeTopicTree) tree = sonde_topic_tree_new (0, NULL);
  gsize   before = sonde_topic_tree_get_cost (tree);
  clock_t began = clock (), ended;

  for (guint i = 0; i < segments->len; i++)
    {
      SondeSegment *segment = g_ptr_array_index (segments, i);
      guint         count = sonde_segment_get_count (segment);

      for (guint first = 0; first < count; first += FRAME)
        sonde_topic_tree_add (tree, segment, first, MIN (first + FRAME, count), g_get_monotonic_time ());
    }
  ended = clock ();
  *bytes = (double) (sonde_topic_tree_get_cost (tree) - before) / MIN (topics, n);

  return (ended - began) * 1e9 / CLOCKS_PER_SEC / n;
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  double one = *(const double *) a, other = *(const double *) b;

  return (one > other) - (one < other);
}

int
main (int    argc,
      char **argv)
{
  gboolean json = argc > 1 && strcmp (argv[1], "--json") == 0;
  guint    n = argc > 1 + json ? strtoul (argv[1 + json], NULL, 10) : 1000000;

  setlocale (LC_ALL, "");
  for (guint i = 0; i < G_N_ELEMENTS (n_topics); i++)
    {
      g_autoptr (GPtrArray) segments = make_segments (n, n_topics[i]);
      double runs[N_RUNS], bytes = 0, percent;

      for (guint run = 0; run < N_RUNS; run++)
        runs[run] = measure (segments, n, n_topics[i], &bytes);
      qsort (runs, N_RUNS, sizeof (double), compare);
      percent = runs[N_RUNS / 2] * FLOOD / 1e9 * 100;
      if (json)
        g_print ("%s\"topics_%u_ns\": %.1f, \"topics_%u_percent\": %.2f, \"topics_%u_bytes\": %.0f%s", i == 0 ? "{" : ", ",
                 n_topics[i], runs[N_RUNS / 2], n_topics[i], percent, n_topics[i], bytes,
                 i + 1 == G_N_ELEMENTS (n_topics) ? "}\n" : "");
      else
        g_print ("%6u topics: %6.1f ns a message, %5.2f%% of a second with %u; %.0f bytes a topic\n",
                 n_topics[i], runs[N_RUNS / 2], percent, FLOOD, bytes);
    }

  return 0;
}
