/* sonde-text-feed.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-text-feed"

#include "sonde-text-feed.h"

#include <string.h>

#define PIECE (64 * 1024) /* bytes; a few milliseconds */

struct _SondeTextFeed
{
  GObject parent_instance;

  GtkTextBuffer *buffer;
  char          *text;
  gsize          length, at;
  guint          idle_id;
};

enum
{
  PROP_BUSY = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SondeTextFeed, sonde_text_feed, G_TYPE_OBJECT)

/* The next piece; a character is not cut in two. */
static gsize
get_piece (SondeTextFeed *self)
{
  gsize end = MIN (self->at + PIECE, self->length);

  while (end < self->length && (self->text[end] & 0xc0) == 0x80)
    end++;
  return end - self->at;
}

static void
insert_piece (SondeTextFeed *self)
{
  gsize       size = get_piece (self);
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (self->buffer, &end);
  gtk_text_buffer_insert (self->buffer, &end, self->text + self->at, size);
  self->at += size;
}

static gboolean
feed_cb (gpointer user_data)
{
  SondeTextFeed *self = SONDE_TEXT_FEED (user_data);

  insert_piece (self);
  if (self->at < self->length)
    return G_SOURCE_CONTINUE;

  self->idle_id = 0;
  g_clear_pointer (&self->text, g_free);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
  return G_SOURCE_REMOVE;
}

static void
sonde_text_feed_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_BUSY:
      g_value_set_boolean (value, sonde_text_feed_get_busy (SONDE_TEXT_FEED (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_text_feed_dispose (GObject *object)
{
  SondeTextFeed *self = SONDE_TEXT_FEED (object);

  g_clear_handle_id (&self->idle_id, g_source_remove);
  g_clear_pointer (&self->text, g_free);
  g_clear_object (&self->buffer);

  G_OBJECT_CLASS (sonde_text_feed_parent_class)->dispose (object);
}

static void
sonde_text_feed_class_init (SondeTextFeedClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = sonde_text_feed_get_property;
  object_class->dispose = sonde_text_feed_dispose;

  properties[PROP_BUSY] =
    g_param_spec_boolean ("busy", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
sonde_text_feed_init (SondeTextFeed *self)
{
}

SondeTextFeed *
sonde_text_feed_new (GtkTextBuffer *buffer)
{
  SondeTextFeed *self = g_object_new (SONDE_TYPE_TEXT_FEED, NULL);

  g_set_object (&self->buffer, buffer);
  return self;
}

void
sonde_text_feed_take (SondeTextFeed *self,
                      char          *text)
{
  GtkTextIter start;

  g_return_if_fail (SONDE_IS_TEXT_FEED (self));
  g_return_if_fail (text != NULL);

  g_clear_handle_id (&self->idle_id, g_source_remove);
  g_free (self->text);
  self->text = text;
  self->length = strlen (text);
  self->at = 0;

  gtk_text_buffer_set_text (self->buffer, "", 0);
  insert_piece (self);
  gtk_text_buffer_get_start_iter (self->buffer, &start);
  gtk_text_buffer_place_cursor (self->buffer, &start);

  if (self->at < self->length)
    self->idle_id = g_idle_add (feed_cb, self);
  else
    g_clear_pointer (&self->text, g_free);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

gboolean
sonde_text_feed_get_busy (SondeTextFeed *self)
{
  g_return_val_if_fail (SONDE_IS_TEXT_FEED (self), FALSE);

  return self->idle_id != 0;
}
