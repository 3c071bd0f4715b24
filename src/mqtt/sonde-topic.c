/* sonde-topic.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-topic"

#include "sonde-topic.h"

#include <string.h>

#include <glib/gi18n.h>

#define SHARE_PREFIX "$share/"
#define SHARE_PREFIX_LENGTH (sizeof SHARE_PREFIX - 1)

/* What 1.5.4 advises against, libmosquitto does not send, and a broker may close over. */
static gboolean
has_control (const char *text,
             gsize       length)
{
  const char *end = text + length;

  for (const char *at = text; at < end; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (g_unichar_iscntrl (c) || (c >= 0xfdd0 && c <= 0xfdef) || (c & 0xfffe) == 0xfffe)
        return TRUE;
    }

  return FALSE;
}

SondeTopicFault
sonde_mqtt_string_check (const char *text,
                         gsize       length)
{
  g_return_val_if_fail (text != NULL, SONDE_TOPIC_FAULT_NUL);

  if (length > SONDE_TOPIC_MAX_BYTES)
    return SONDE_TOPIC_FAULT_TOO_LONG;
  if (memchr (text, '\0', length) != NULL)
    return SONDE_TOPIC_FAULT_NUL;
  if (!g_utf8_validate_len (text, length, NULL))
    return SONDE_TOPIC_FAULT_NOT_UTF8;
  if (has_control (text, length))
    return SONDE_TOPIC_FAULT_CONTROL;

  return SONDE_TOPIC_FAULT_NONE;
}

/* What names and filters have in common (4.7.3). */
static SondeTopicFault
check_text (const char *text,
            gsize       length)
{
  return length == 0 ? SONDE_TOPIC_FAULT_EMPTY : sonde_mqtt_string_check (text, length);
}

static gboolean
has_wildcard (const char *text,
              gsize       length)
{
  return memchr (text, '+', length) != NULL || memchr (text, '#', length) != NULL;
}

/* A wildcard fills its level, and # is the last one (4.7.1). */
static SondeTopicFault
check_wildcards (const char *filter,
                 gsize       length)
{
  for (gsize i = 0; i < length; i++)
    {
      gboolean begins = i == 0 || filter[i - 1] == '/';
      gboolean is_last = i + 1 == length;
      gboolean ends = is_last || filter[i + 1] == '/';

      if (filter[i] == '+' && !(begins && ends))
        return SONDE_TOPIC_FAULT_PLUS;
      if (filter[i] == '#' && !(begins && ends))
        return SONDE_TOPIC_FAULT_HASH;
      if (filter[i] == '#' && !is_last)
        return SONDE_TOPIC_FAULT_HASH_NOT_LAST;
    }

  return SONDE_TOPIC_FAULT_NONE;
}

SondeTopicFault
sonde_topic_name_check (const char *name,
                        gsize       length)
{
  SondeTopicFault fault;

  g_return_val_if_fail (name != NULL, SONDE_TOPIC_FAULT_EMPTY);

  fault = check_text (name, length);
  if (fault == SONDE_TOPIC_FAULT_NONE && has_wildcard (name, length))
    fault = SONDE_TOPIC_FAULT_WILDCARD;

  return fault;
}

SondeTopicFault
sonde_topic_filter_check (const char *filter,
                          gsize       length)
{
  SondeTopicFault fault;

  g_return_val_if_fail (filter != NULL, SONDE_TOPIC_FAULT_EMPTY);

  fault = check_text (filter, length);
  if (fault != SONDE_TOPIC_FAULT_NONE)
    return fault;

  if (length >= SHARE_PREFIX_LENGTH &&
      memcmp (filter, SHARE_PREFIX, SHARE_PREFIX_LENGTH) == 0)
    {
      const char *end = filter + length;
      const char *name = filter + SHARE_PREFIX_LENGTH;
      const char *slash = memchr (name, '/', end - name);
      const char *name_end = slash != NULL ? slash : end;

      if (name_end == name || has_wildcard (name, name_end - name))
        return SONDE_TOPIC_FAULT_SHARE_NAME;
      if (slash == NULL || slash + 1 == end)
        return SONDE_TOPIC_FAULT_SHARE_FILTER;

      filter = slash + 1;
      length = end - filter;
    }

  return check_wildcards (filter, length);
}

const char *
sonde_topic_fault_to_string (SondeTopicFault fault)
{
  switch (fault)
    {
    case SONDE_TOPIC_FAULT_NONE:
      return NULL;
    case SONDE_TOPIC_FAULT_EMPTY:
      return _ ("Type a topic: it has at least one character.");
    case SONDE_TOPIC_FAULT_TOO_LONG:
      return _ ("The topic is longer than 65,535 bytes: shorten it.");
    case SONDE_TOPIC_FAULT_NOT_UTF8:
      return _ ("The topic is not valid UTF-8: type it anew.");
    case SONDE_TOPIC_FAULT_NUL:
      return _ ("The topic holds the character U+0000, which MQTT forbids: remove it.");
    case SONDE_TOPIC_FAULT_CONTROL:
      return _ ("The topic holds a control character, such as a tab, over which a broker may close the connection: remove it.");
    case SONDE_TOPIC_FAULT_WILDCARD:
      return _ ("A topic to publish to holds no + or #: these stand only in topic filters.");
    case SONDE_TOPIC_FAULT_PLUS:
      return _ ("+ stands for a whole level: put it alone between slashes, as in a/+/b.");
    case SONDE_TOPIC_FAULT_HASH:
      return _ ("# stands for whole levels: put it alone after a slash, as in a/#.");
    case SONDE_TOPIC_FAULT_HASH_NOT_LAST:
      return _ ("# is the last level of a filter: remove what follows, or use + for one level.");
    case SONDE_TOPIC_FAULT_SHARE_NAME:
      return _ ("A shared subscription needs a name without + and #, as in $share/name/filter.");
    case SONDE_TOPIC_FAULT_SHARE_FILTER:
      return _ ("A shared subscription needs a filter after its name, as in $share/name/filter.");
    default:
      g_return_val_if_reached (NULL);
    }
}

gboolean
sonde_topic_filter_is_shared (const char *filter)
{
  g_return_val_if_fail (filter != NULL, FALSE);

  return g_str_has_prefix (filter, SHARE_PREFIX);
}

const char *
sonde_topic_filter_skip_share (const char *filter)
{
  const char *slash;

  g_return_val_if_fail (filter != NULL, NULL);

  if (strncmp (filter, SHARE_PREFIX, SHARE_PREFIX_LENGTH) != 0)
    return filter;

  slash = strchr (filter + SHARE_PREFIX_LENGTH, '/');
  return slash != NULL ? slash + 1 : filter;
}

/* One turn of the loop for each level; touches no byte twice. */
gboolean
sonde_topic_filter_matches (const char *filter,
                            const char *topic,
                            gsize       topic_length)
{
  const char *end;

  g_return_val_if_fail (filter != NULL, FALSE);
  g_return_val_if_fail (topic != NULL || topic_length == 0, FALSE);

  if (topic_length == 0)
    topic = "";
  if (*filter == '$')
    filter = sonde_topic_filter_skip_share (filter);

  /* 4.7.2: a leading wildcard does not reach $SYS and its like */
  if (topic_length > 0 && *topic == '$' && *filter != '$')
    return FALSE;

  for (end = topic + topic_length;; filter++, topic++)
    {
      if (*filter == '#')
        return TRUE;

      if (*filter == '+')
        {
          filter++;
          while (topic < end && *topic != '/')
            topic++;
        }
      else
        {
          while (*filter != '\0' && *filter != '/' && topic < end && *topic == *filter)
            filter++, topic++;
        }

      /* 4.7.1.2: # also stands for the level above it, sport/# receives sport */
      if (topic == end)
        return *filter == '\0' || (filter[0] == '/' && filter[1] == '#');
      if (*filter != '/' || *topic != '/')
        return FALSE;
    }
}

static gboolean
is_wildcard (char c)
{
  return c == '+' || c == '#';
}

gboolean
sonde_topic_filters_overlap (const char *a,
                             const char *b)
{
  const char *begin_a, *begin_b;

  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  begin_a = a = sonde_topic_filter_skip_share (a);
  begin_b = b = sonde_topic_filter_skip_share (b);

  /* 4.7.2: a leading wildcard does not reach $SYS and its like */
  if ((*a == '$' && is_wildcard (*b)) || (*b == '$' && is_wildcard (*a)))
    return FALSE;

  for (;; a++, b++)
    {
      gsize level_a = strcspn (a, "/");
      gsize level_b = strcspn (b, "/");

      if (*a == '#' || *b == '#')
        return TRUE;
      if (*a != '+' && *b != '+' && (level_a != level_b || memcmp (a, b, level_a) != 0))
        return FALSE;

      a += level_a;
      b += level_b;
      /* 4.7.1.2: # also stands for the level above it, unless that is a topic without a character */
      if (*a == '\0' || *b == '\0')
        return (*a == '\0' && *b == '\0') ||
               (g_str_equal (a, "/#") && a != begin_a) || (g_str_equal (b, "/#") && b != begin_b);
    }
}
