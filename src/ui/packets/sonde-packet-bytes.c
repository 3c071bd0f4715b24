/* sonde-packet-bytes.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-packet-bytes"

#include "sonde-packet-bytes.h"

#include <sonde-payload-hex.h>
#include <sonde-payload.h>

struct _SondePacketBytes
{
  AdwBin parent_instance;

  gsize size;

  GtkTextView   *view;
  GtkTextBuffer *buffer;
  GtkTextTag    *mark; /* the buffer's */
};

enum
{
  BYTE_PICKED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SondePacketBytes, sonde_packet_bytes, ADW_TYPE_BIN)

static void
mark_columns (SondePacketBytes *self,
              guint             line,
              guint             begin,
              guint             end)
{
  GtkTextIter from, to;

  gtk_text_buffer_get_iter_at_line_offset (self->buffer, &from, line, begin);
  gtk_text_buffer_get_iter_at_line_offset (self->buffer, &to, line, end);
  gtk_text_buffer_apply_tag (self->buffer, self->mark, &from, &to);
}

/* From byte @first to @last of one line, both included */
static void
mark_line (SondePacketBytes *self,
           gsize             first,
           gsize             last)
{
  guint line = first / SONDE_HEX_BYTES_PER_LINE;
  guint first_digits, first_character, last_digits, last_character;

  sonde_payload_hex_get_columns (first, &first_digits, &first_character);
  sonde_payload_hex_get_columns (last, &last_digits, &last_character);
  mark_columns (self, line, first_digits, last_digits + 2);
  mark_columns (self, line, first_character, last_character + 1);
}

void
sonde_packet_bytes_mark (SondePacketBytes *self,
                         gsize             offset,
                         gsize             length)
{
  GtkTextIter begin, end;
  gsize       stop;

  g_return_if_fail (SONDE_IS_PACKET_BYTES (self));

  gtk_text_buffer_get_bounds (self->buffer, &begin, &end);
  gtk_text_buffer_remove_tag (self->buffer, self->mark, &begin, &end);

  stop = MIN (offset + length, self->size);
  if (offset >= stop)
    return;

  for (gsize at = offset; at < stop; at += SONDE_HEX_BYTES_PER_LINE - at % SONDE_HEX_BYTES_PER_LINE)
    mark_line (self, at, MIN (stop, at + SONDE_HEX_BYTES_PER_LINE - at % SONDE_HEX_BYTES_PER_LINE) - 1);

  gtk_text_buffer_get_iter_at_line (self->buffer, &begin, offset / SONDE_HEX_BYTES_PER_LINE);
  gtk_text_buffer_place_cursor (self->buffer, &begin);
  gtk_text_view_scroll_to_mark (self->view, gtk_text_buffer_get_insert (self->buffer), 0, FALSE, 0, 0);
}

void
sonde_packet_bytes_set (SondePacketBytes *self,
                        const guint8     *bytes,
                        gsize             size)
{
  g_autoptr (SondeDisplay) display = sonde_payload_to_hex (bytes, size, 0);

  g_return_if_fail (SONDE_IS_PACKET_BYTES (self));

  self->size = size;
  gtk_text_buffer_set_text (self->buffer, display->text, -1);
}

static void
released_cb (SondePacketBytes *self,
             int               n_press,
             double            x,
             double            y)
{
  GtkTextIter iter;
  int         buffer_x, buffer_y;
  guint       byte, offset;

  gtk_text_view_window_to_buffer_coords (self->view, GTK_TEXT_WINDOW_WIDGET, x, y, &buffer_x, &buffer_y);
  if (gtk_text_buffer_get_has_selection (self->buffer) ||
      !gtk_text_view_get_iter_at_location (self->view, &iter, buffer_x, buffer_y) ||
      !sonde_payload_hex_find_byte (gtk_text_iter_get_line_offset (&iter), &byte))
    return;

  offset = gtk_text_iter_get_line (&iter) * SONDE_HEX_BYTES_PER_LINE + byte;
  if (offset < self->size)
    g_signal_emit (self, signals[BYTE_PICKED], 0, offset);
}

/* The colour of the platform's accent, which a tag cannot take from a style sheet. */
static void
update_color (SondePacketBytes *self)
{
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (self->view));
  GdkRGBA          color;

  if (!gtk_style_context_lookup_color (context, "accent_bg_color", &color))
    return;
  color.alpha *= 0.35;
  g_object_set (self->mark, "background-rgba", &color, NULL);
}

static void
sonde_packet_bytes_css_changed (GtkWidget         *widget,
                                GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (sonde_packet_bytes_parent_class)->css_changed (widget, change);

  if (SONDE_PACKET_BYTES (widget)->mark != NULL)
    update_color (SONDE_PACKET_BYTES (widget));
}

static void
sonde_packet_bytes_dispose (GObject *object)
{
  SONDE_PACKET_BYTES (object)->mark = NULL;

  G_OBJECT_CLASS (sonde_packet_bytes_parent_class)->dispose (object);
}

static void
sonde_packet_bytes_class_init (SondePacketBytesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sonde_packet_bytes_dispose;
  widget_class->css_changed = sonde_packet_bytes_css_changed;

  signals[BYTE_PICKED] = g_signal_new ("byte-picked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, G_TYPE_UINT);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/packets/sonde-packet-bytes.ui");
  gtk_widget_class_bind_template_child (widget_class, SondePacketBytes, view);
  gtk_widget_class_bind_template_child (widget_class, SondePacketBytes, buffer);
  gtk_widget_class_bind_template_callback (widget_class, released_cb);
}

static void
sonde_packet_bytes_init (SondePacketBytes *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->mark = gtk_text_buffer_create_tag (self->buffer, NULL, NULL);
  update_color (self);
}
