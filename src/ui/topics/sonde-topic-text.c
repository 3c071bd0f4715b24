/* sonde-topic-text.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-topic-text"

#include "sonde-topic-text.h"

#include <sonde-format.h>
#include <sonde-payload.h>

#include <glib/gi18n.h>

#include <string.h>

#define MAX_NAME_CHARS 200
#define MAX_TITLE_CHARS 400

char *
sonde_topic_dup_name (const SondeTopicTree *tree,
                      guint                 node)
{
  gsize       length;
  const char *name = sonde_topic_tree_get_name (tree, node, &length);

  if (length == 0)
    return g_strdup (_ ("(empty)"));

  return sonde_payload_preview ((const guint8 *) name, length, MAX_NAME_CHARS);
}

char *
sonde_topic_dup_title (const SondeTopicTree *tree,
                       guint                 node,
                       guint                 max_chars)
{
  gsize            length;
  g_autofree char *topic = sonde_topic_tree_dup_topic (tree, node, &length);

  return sonde_payload_preview ((const guint8 *) topic, length, max_chars);
}

/* Without the begin of a character of which the rest was cut off. */
static gsize
trim (const guint8 *bytes,
      gsize         size)
{
  gsize begin = size;

  while (begin > 0 && size - begin < 4 && (bytes[begin - 1] & 0xc0) == 0x80)
    begin--;
  if (begin == 0 || bytes[begin - 1] < 0xc0 ||
      g_utf8_get_char_validated ((const char *) bytes + begin - 1, size - begin + 1) != (gunichar) -2)
    return size;

  return begin - 1;
}

static char *
dup_preview (const SondeTopicValue *value)
{
  g_autofree char *begin = NULL;

  if (value->payload_size == 0)
    return g_strdup (_ ("(empty)"));
  if (value->payload_size == value->preview_size)
    return sonde_payload_preview (value->preview, value->preview_size, SONDE_TOPIC_PREVIEW);

  begin = sonde_payload_preview (value->preview, trim (value->preview, value->preview_size), SONDE_TOPIC_PREVIEW);
  return g_strconcat (begin, "…", NULL);
}

static char *
dup_topics (guint n)
{
  g_autofree char *count = sonde_format_count (n);

  return g_strdup_printf (ngettext ("%s topic", "%s topics", n), count);
}

char *
sonde_topic_dup_value (const SondeTopicTree *tree,
                       guint                 node)
{
  const SondeTopicValue *value = sonde_topic_tree_get_value (tree, node);

  return value != NULL ? dup_preview (value) : dup_topics (sonde_topic_tree_get_topics_below (tree, node));
}

char *
sonde_topic_dup_last (const SondeTopicTree *tree,
                      guint                 node)
{
  char *time = sonde_format_time (sonde_topic_tree_get_time (tree, node));
  char *point = strrchr (time, '.');

  if (point != NULL)
    *point = '\0';

  return time;
}

gboolean
sonde_topic_is_retained (const SondeTopicTree *tree,
                         guint                 node)
{
  const SondeTopicValue *value = sonde_topic_tree_get_value (tree, node);

  return value != NULL && value->mark == SONDE_TOPIC_MARK_RETAINED;
}

static char *
dup_messages (guint64 n)
{
  g_autofree char *count = sonde_format_count (n);

  return g_strdup_printf (ngettext ("%s message", "%s messages", MIN (n, G_MAXINT)), count);
}

char *
sonde_topic_dup_sentence (const SondeTopicTree *tree,
                          guint                 node,
                          gint64                now)
{
  g_autofree char *title = sonde_topic_dup_title (tree, node, MAX_TITLE_CHARS);
  g_autofree char *value = sonde_topic_dup_value (tree, node);
  g_autofree char *messages = dup_messages (sonde_topic_tree_get_messages (tree, node));
  g_autofree char *rate = sonde_format_rate (sonde_topic_tree_get_rate (tree, node, now));
  GString         *sentence = g_string_new (NULL);

  g_string_append_printf (sentence, "%s: %s, %s", title, value, messages);
  if (*rate != '\0')
    g_string_append_printf (sentence, ", %s", rate);
  if (sonde_topic_is_retained (tree, node))
    g_string_append_printf (sentence, ", %s", _ ("retained"));

  return g_string_free (sentence, FALSE);
}

char *
sonde_topic_dup_count (const SondeTopicTree *tree)
{
  gboolean         more;
  guint            n_left_out = sonde_topic_tree_get_left_out_topics (tree, &more);
  guint64          n_messages = sonde_topic_tree_get_n_messages (tree);
  g_autofree char *topics = dup_topics (sonde_topic_tree_get_n_topics (tree));
  g_autofree char *short_count = sonde_format_count_short (n_messages);
  g_autofree char *messages = g_strdup_printf (ngettext ("%s message", "%s messages", MIN (n_messages, G_MAXINT)), short_count);
  g_autofree char *left_out = sonde_format_count (n_left_out);

  if (n_left_out == 0)
    /* Translators: "12,345 topics, 1.2M messages" */
    return g_strdup_printf (_ ("%s, %s"), topics, messages);

  /* Translators: "500,000 topics, 1.2M messages, 1,234 topics left out"; there was no room for them */
  return g_strdup_printf (more ? _ ("%s, %s, more than %s topics left out") : ngettext ("%s, %s, %s topic left out", "%s, %s, %s topics left out", n_left_out),
                          topics, messages, left_out);
}
