/* sonde-alert.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-alert"

#include "sonde-alert.h"

#include "sonde-excerpt.h"

#include <sonde-format.h>
#include <sonde-payload.h>

#include <glib/gi18n.h>

#define TITLE_CHARS 120
#define EXCERPT_CHARS 160
#define NAME_CHARS 60

#define WORD_JOINER "\u2060"

char *
sonde_alert_dup_plain (const char *text)
{
  GString *plain = g_string_new (NULL);

  g_return_val_if_fail (text != NULL, g_string_free (plain, FALSE));

  for (const char *c = text; *c != '\0'; c++)
    {
      g_string_append_c (plain, *c);
      if (*c == '<' || *c == '&')
        g_string_append (plain, WORD_JOINER);
    }

  return g_string_free (plain, FALSE);
}

static char *
make_title (SondeMessageItem *item)
{
  gsize            length;
  const char      *topic = sonde_message_item_get_topic (item, &length);
  g_autofree char *line = sonde_payload_preview ((const guint8 *) topic, length, TITLE_CHARS);

  return sonde_alert_dup_plain (line);
}

/* Nothing of what is no text. */
static char *
make_excerpt (const SondeQuery *query,
              SondeMessageItem *item)
{
  gsize            size;
  const guint8    *payload = sonde_message_item_get_payload (item, &size);
  SondeQuerySpan   mark;
  g_autofree char *line = NULL;

  if (size == 0 || sonde_payload_guess (payload, size) == SONDE_PAYLOAD_HEX)
    return g_strdup ("");

  line = sonde_excerpt_dup (query, FALSE, payload, size, EXCERPT_CHARS, &mark);
  return sonde_alert_dup_plain (line);
}

/* "Local broker", "Local broker, and 312 more" */
static char *
make_origin (const char *name,
             guint64     n)
{
  g_autofree char *line = sonde_format_line (name, NAME_CHARS);
  g_autofree char *plain = sonde_alert_dup_plain (line);
  g_autofree char *count = NULL;

  if (n <= 1)
    return g_steal_pointer (&plain);

  count = sonde_format_count (n - 1);
  /* Translators: the name of a connection, and a number of messages that came before this one */
  return g_strdup_printf (g_dngettext (NULL, "%s, and %s more", "%s, and %s more", MIN (n - 1, G_MAXULONG)), plain, count);
}

SondeAlert *
sonde_alert_new (const char       *profile_id,
                 const char       *name,
                 const char       *rule,
                 const SondeQuery *query,
                 SondeMessageItem *item,
                 guint64           n)
{
  SondeAlert      *self;
  g_autofree char *excerpt = NULL;
  g_autofree char *origin = NULL;

  g_return_val_if_fail (SONDE_IS_MESSAGE_ITEM (item), NULL);

  self = g_new0 (SondeAlert, 1);
  self->profile_id = g_strdup (profile_id);
  self->rule = g_strdup (rule);
  self->serial = sonde_message_item_get_serial (item);
  self->title = make_title (item);

  excerpt = make_excerpt (query, item);
  origin = make_origin (name, n);
  self->body = *excerpt != '\0' ? g_strconcat (excerpt, "\n", origin, NULL) : g_steal_pointer (&origin);
  return self;
}

void
sonde_alert_free (SondeAlert *self)
{
  if (self == NULL)
    return;

  g_free (self->profile_id);
  g_free (self->rule);
  g_free (self->title);
  g_free (self->body);
  g_free (self);
}
