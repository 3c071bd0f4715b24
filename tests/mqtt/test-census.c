/* test-census.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-census"

#include "test-census.h"

#include <malloc.h>
#include <string.h>

#define TASKS "/proc/self/task"

static guint
count_entries (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  guint n = 0;

  g_assert_nonnull (folder);
  while (g_dir_read_name (folder) != NULL)
    n++;

  return n;
}

/* Those that have ended and were not waited for, too. */
static guint
count_children (void)
{
  g_autoptr (GDir) tasks = g_dir_open (TASKS, 0, NULL);
  const char *task;
  guint       n = 0;

  while ((task = g_dir_read_name (tasks)) != NULL)
    {
      g_autofree char *path = g_build_filename (TASKS, task, "children", NULL);
      g_autofree char *children = NULL;

      /* A thread may have ended meanwhile. */
      if (g_file_get_contents (path, &children, NULL, NULL))
        for (const char *at = children; (at = strchr (at, ' ')) != NULL; at++)
          n++;
    }

  return n;
}

TestCensus
test_census_take (void)
{
  struct mallinfo2 heap = mallinfo2 ();

  return (TestCensus){
    .descriptors = count_entries ("/proc/self/fd"),
    .threads = count_entries (TASKS),
    .children = count_children (),
    .heap = heap.uordblks + heap.hblkhd,
  };
}

void
test_census_wait_back (const TestCensus *before)
{
  TestCensus now = test_census_take ();

  while (now.descriptors > before->descriptors || now.threads > before->threads || now.children > before->children)
    {
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_usleep (10000);
      now = test_census_take ();
    }
}
