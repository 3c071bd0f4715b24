/* fuzz-topic.c: matching beside the plainest way to match
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-topic.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize         size);

/* Level by level, as 4.7.1 tells it. */
static gboolean
match_levels (char **filter,
              char **topic)
{
  if (*filter != NULL && g_str_equal (*filter, "#"))
    return TRUE;
  if (*filter == NULL || *topic == NULL)
    return *filter == NULL && *topic == NULL;
  if (!g_str_equal (*filter, "+") && !g_str_equal (*filter, *topic))
    return FALSE;

  return match_levels (filter + 1, topic + 1);
}

static gboolean
match_plainly (const char *filter,
               const char *topic)
{
  g_auto (GStrv) filter_levels = g_strsplit (filter, "/", -1);
  g_auto (GStrv) topic_levels = g_strsplit (topic, "/", -1);
  char **first = filter_levels;

  if (g_str_equal (first[0], "$share") && first[1] != NULL)
    first += 2;
  if (*topic == '$' && (g_str_equal (*first, "+") || g_str_equal (*first, "#")))
    return FALSE;

  return match_levels (first, topic_levels);
}

/* @data: a filter, a NUL, a topic */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  const char      *zero = memchr (data, '\0', size);
  gsize            filter_length = zero != NULL ? (gsize) (zero - (const char *) data) : size;
  gsize            topic_length = zero != NULL ? size - filter_length - 1 : 0;
  g_autofree char *filter = g_strndup ((const char *) data, filter_length);
  g_autofree char *topic = g_memdup2 (data + size - topic_length, topic_length);
  g_autofree char *text = NULL;
  SondeTopicFault  fault = sonde_topic_filter_check (filter, filter_length);
  gboolean         matches;

  g_assert_true ((sonde_topic_fault_to_string (fault) == NULL) == (fault == SONDE_TOPIC_FAULT_NONE));
  sonde_topic_filter_check ((const char *) data, size);

  matches = sonde_topic_filter_matches (filter, topic, topic_length);
  if (topic == NULL || fault != SONDE_TOPIC_FAULT_NONE ||
      sonde_topic_name_check (topic, topic_length) != SONDE_TOPIC_FAULT_NONE)
    return 0;

  text = g_strndup (topic, topic_length);
  g_assert_cmpint (matches, ==, match_plainly (filter, text));

  return 0;
}
