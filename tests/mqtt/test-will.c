/* test-will.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-will.h"

#include <string.h>

/* clang-format off */

/* What the sentence speaks of; NULL: good */
static const struct
{
  const char *topic, *fault;
} topics[] = {
  { "", NULL },
  { "Tyler-1/status", NULL },
  { "设备/状态", NULL },
  { "$weird/topic", NULL },
  { "Tyler-1/+/status", "+" },
  { "Tyler-1/#", "#" },
  { "Tyler-1\n", "control" },
  { "Tyler\xff", "UTF-8" },
};

static const struct
{
  const char *content_type, *fault;
} content_types[] = {
  { "", NULL },
  { "application/json", NULL },
  { "text\r\n", "control" },
  { "text\xff", "UTF-8" },
};

/* clang-format on */

static void
check (const char *sentence,
       const char *fault)
{
  g_test_message ("%s", sentence);
  if (fault == NULL)
    g_assert_null (sentence);
  else
    g_assert_nonnull (sentence != NULL ? strstr (sentence, fault) : NULL);
}

static void
test_topics (void)
{
  g_autofree char *too_long = g_strnfill (65536, 'a');

  for (gsize i = 0; i < G_N_ELEMENTS (topics); i++)
    {
      check (sonde_will_check_topic (topics[i].topic), topics[i].fault);
      check (sonde_will_check_response_topic (topics[i].topic), topics[i].fault);
    }
  g_assert_nonnull (sonde_will_check_topic (too_long));
}

static void
test_content_types (void)
{
  g_autofree char *too_long = g_strnfill (65536, 'a');

  for (gsize i = 0; i < G_N_ELEMENTS (content_types); i++)
    check (sonde_will_check_content_type (content_types[i].content_type), content_types[i].fault);
  g_assert_nonnull (sonde_will_check_content_type (too_long));
}

static void
test_sizes (void)
{
  g_assert_null (sonde_will_check_payload (0));
  g_assert_null (sonde_will_check_payload (65535));
  g_assert_nonnull (sonde_will_check_payload (65536));
  g_assert_null (sonde_will_check_correlation_data (65535));
  g_assert_nonnull (sonde_will_check_correlation_data (65536));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/will/topics", test_topics);
  g_test_add_func ("/will/content-types", test_content_types);
  g_test_add_func ("/will/sizes", test_sizes);

  return g_test_run ();
}
