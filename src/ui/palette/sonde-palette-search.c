/* sonde-palette-search.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-palette-search"

#include "sonde-palette-search.h"

#include "sonde-palette-actions.h"
#include "sonde-palette-things.h"

#include <sonde-connection-topics.h>
#include <sonde-search-words.h>
#include <sonde-settings.h>
#include <sonde-topic-finder.h>

#define MOST_FOUND 40
#define MOST_TOPICS 20
#define MOST_RECENT 20

/* The window is held up no longer at a time. */
#define SLICE (4 * G_TIME_SPAN_MILLISECOND)

struct _SondePaletteSearch
{
  void (*found_cb) (gpointer data);
  gpointer data;

  GSettings       *settings; /* NULL where the schema is not installed */
  GStrv            recent;   /* ids, the one used last first */
  SondeConnection *connection;

  GPtrArray        *offered;
  GPtrArray        *choices; /* or NULL */
  GPtrArray        *topics;
  GPtrArray        *found; /* borrowed of these */
  GStrv             words;
  SondeTopicFinder *finder;
  guint             source;
};

SondePaletteSearch *
sonde_palette_search_new (void (*found) (gpointer data),
                          gpointer data)
{
  SondePaletteSearch *self = g_new0 (SondePaletteSearch, 1);

  self->found_cb = found;
  self->data = data;
  self->settings = sonde_settings_new ();
  self->recent = g_new0 (char *, 1);
  self->words = g_new0 (char *, 1);
  self->offered = sonde_palette_item_list_new ();
  self->topics = sonde_palette_item_list_new ();
  self->found = g_ptr_array_new ();

  return self;
}

void
sonde_palette_search_free (SondePaletteSearch *self)
{
  sonde_palette_search_clear (self);
  g_ptr_array_unref (self->found);
  g_ptr_array_unref (self->topics);
  g_ptr_array_unref (self->offered);
  g_strfreev (self->words);
  g_strfreev (self->recent);
  g_clear_object (&self->settings);
  g_free (self);
}

/* ---- What was used ---- */

static void
remember (SondePaletteSearch *self,
          const char         *id)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint n_added = 1;

  g_strv_builder_add (builder, id);
  for (guint i = 0; self->recent[i] != NULL && n_added < MOST_RECENT; i++)
    if (!g_str_equal (self->recent[i], id))
      {
        g_strv_builder_add (builder, self->recent[i]);
        n_added++;
      }

  g_strfreev (self->recent);
  self->recent = g_strv_builder_end (builder);
  if (self->settings != NULL)
    g_settings_set_strv (self->settings, SONDE_SETTING_PALETTE_RECENT, (const char *const *) self->recent);
}

static guint
get_recency (SondePaletteSearch *self,
             const char         *id)
{
  for (guint i = 0; id != NULL && i < MOST_RECENT && self->recent[i] != NULL; i++)
    if (g_str_equal (self->recent[i], id))
      return MOST_RECENT - i;

  return 0;
}

/* ---- What is found ---- */

static int
compare (gconstpointer a,
         gconstpointer b)
{
  const SondePaletteItem *const *first = a;
  const SondePaletteItem *const *second = b;

  return sonde_rank_compare (&(*first)->rank, &(*second)->rank);
}

/* The others stay in their order. */
static int
compare_use (gconstpointer a,
             gconstpointer b)
{
  const SondePaletteItem *const *first = a;
  const SondePaletteItem *const *second = b;

  return (int) (*second)->rank.recency - (int) (*first)->rank.recency;
}

static void
find (SondePaletteSearch *self)
{
  GPtrArray *from = self->choices != NULL ? self->choices : self->offered;
  gboolean   all = self->words[0] == NULL;

  g_ptr_array_set_size (self->found, 0);
  for (guint i = 0; i < from->len; i++)
    {
      SondePaletteItem *item = g_ptr_array_index (from, i);

      item->rank.recency = get_recency (self, item->id);
      item->rank.score = all ? 0 : sonde_palette_item_score (item, (const char *const *) self->words);
      if (all || item->rank.score > 0)
        g_ptr_array_add (self->found, item);
    }
  for (guint i = 0; i < self->topics->len; i++)
    g_ptr_array_add (self->found, g_ptr_array_index (self->topics, i));

  g_ptr_array_sort (self->found, all ? compare_use : compare);
  if (self->found->len > MOST_FOUND)
    g_ptr_array_set_size (self->found, MOST_FOUND);
}

/* ---- Topics ---- */

static void
stop_finder (SondePaletteSearch *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_pointer (&self->finder, sonde_topic_finder_free);
  g_ptr_array_set_size (self->found, 0);
  g_ptr_array_set_size (self->topics, 0);
}

static void
take_topics (SondePaletteSearch *self)
{
  const GPtrArray *found = sonde_topic_finder_list (self->finder);

  for (guint i = 0; i < found->len; i++)
    {
      const SondeFoundTopic *topic = g_ptr_array_index (found, i);
      SondePaletteItem      *item = sonde_palette_item_new_topic (self->connection, topic->topic);

      item->rank.score = sonde_palette_item_score (item, (const char *const *) self->words);
      g_ptr_array_add (self->topics, item);
    }
}

static gboolean
look_cb (gpointer user_data)
{
  SondePaletteSearch *self = user_data;

  if (sonde_topic_finder_look (self->finder, g_get_monotonic_time () + SLICE))
    return G_SOURCE_CONTINUE;

  self->source = 0;
  take_topics (self);
  find (self);
  self->found_cb (self->data);

  return G_SOURCE_REMOVE;
}

/* Few topics are looked through at once, so that the list does not change twice. */
static void
start_finder (SondePaletteSearch *self)
{
  stop_finder (self);
  if (self->connection == NULL || self->choices != NULL || self->words[0] == NULL)
    return;

  self->finder = sonde_topic_finder_new (sonde_connection_get_topics (self->connection),
                                         (const char *const *) self->words, MOST_TOPICS);
  if (sonde_topic_finder_look (self->finder, g_get_monotonic_time () + SLICE))
    self->source = g_idle_add (look_cb, self);
  else
    take_topics (self);
}

/* ---- Asked for ---- */

void
sonde_palette_search_offer (SondePaletteSearch *self,
                            GtkWidget          *window,
                            SondeConnections   *connections,
                            SondeConnection    *connection)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (GTK_IS_WINDOW (window));

  stop_finder (self);
  g_ptr_array_set_size (self->offered, 0);
  g_set_object (&self->connection, connection);
  if (self->settings != NULL)
    {
      g_strfreev (self->recent);
      self->recent = g_settings_get_strv (self->settings, SONDE_SETTING_PALETTE_RECENT);
    }

  sonde_palette_add_actions (self->offered, window);
  sonde_palette_add_connections (self->offered, connections, connection);
  if (connection != NULL)
    {
      sonde_palette_add_subscriptions (self->offered, connection);
      sonde_palette_add_templates (self->offered, window, connection);
    }

  start_finder (self);
  find (self);
}

void
sonde_palette_search_clear (SondePaletteSearch *self)
{
  g_return_if_fail (self != NULL);

  stop_finder (self);
  g_clear_pointer (&self->choices, g_ptr_array_unref);
  g_ptr_array_set_size (self->offered, 0);
  g_clear_object (&self->connection);
}

void
sonde_palette_search_set_choices (SondePaletteSearch *self,
                                  GPtrArray          *choices)
{
  g_return_if_fail (self != NULL);

  stop_finder (self);
  g_clear_pointer (&self->choices, g_ptr_array_unref);
  self->choices = choices;
}

gboolean
sonde_palette_search_has_choices (const SondePaletteSearch *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->choices != NULL;
}

void
sonde_palette_search_set_text (SondePaletteSearch *self,
                               const char         *text)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (text != NULL);

  g_strfreev (self->words);
  self->words = sonde_search_words (text);
  start_finder (self);
  find (self);
}

const GPtrArray *
sonde_palette_search_list (const SondePaletteSearch *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->found;
}

gboolean
sonde_palette_search_is_looking (const SondePaletteSearch *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->source != 0;
}

SondePaletteItem *
sonde_palette_search_take (SondePaletteSearch *self,
                           SondePaletteItem   *item)
{
  GPtrArray *lists[] = { self->choices, self->offered, self->topics };
  guint      position;

  g_return_val_if_fail (item != NULL, NULL);

  if (item->id != NULL)
    remember (self, item->id);
  g_ptr_array_remove (self->found, item);
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    if (lists[i] != NULL && g_ptr_array_find (lists[i], item, &position))
      return g_ptr_array_steal_index (lists[i], position);

  g_return_val_if_reached (NULL);
}
