/* sonde-text-pane.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The first part of a payload is converted at once, which takes a few
 * milliseconds; all of it on request, in a worker, since that may take seconds.
 */

#define G_LOG_DOMAIN "sonde-text-pane"

#include "sonde-text-pane.h"

#include "sonde-find-bar.h"
#include "sonde-source-style.h"
#include "sonde-text-feed.h"

#include <sonde-format.h>
#include <sonde-payload-encoding.h>

#include <glib/gi18n.h>

#include <string.h>

#define HIGHLIGHT_MAX (1024 * 1024)     /* bytes of text; beyond, colours cost too much */
#define SHOW_ALL_MAX (64 * 1024 * 1024) /* bytes of payload; beyond, a text view is the wrong tool */

struct _SondeTextPane
{
  AdwBin parent_instance;

  GBytes            *payload;
  SondePayloadFormat format;
  SondeEncoding      encoding; /* of text; the user's, kept from message to message */
  SondeDisplay      *display;
  GCancellable      *cancellable;
  SondeTextFeed     *feed;

  GtkScrolledWindow *scrolled_window;
  GtkSourceView     *view;
  SondeFindBar      *find_bar;
  GtkWidget         *encoding_box;
  GtkDropDown       *encoding_choice;
};

static void sonde_text_pane_init_pane (SondePayloadPaneInterface *iface);

/* clang-format off */
G_DEFINE_FINAL_TYPE_WITH_CODE (SondeTextPane, sonde_text_pane, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (SONDE_TYPE_PAYLOAD_PANE, sonde_text_pane_init_pane))
/* clang-format on */

typedef struct
{
  GBytes            *payload;
  SondePayloadFormat format;
  SondeEncoding      encoding;
} Conversion;

static SondeDisplay *
convert (const Conversion *conversion,
         gsize             limit)
{
  gsize         size;
  const guint8 *bytes = g_bytes_get_data (conversion->payload, &size);

  switch (conversion->format)
    {
    case SONDE_PAYLOAD_JSON:
      return sonde_payload_to_json (bytes, size, limit);
    case SONDE_PAYLOAD_HEX:
      return sonde_payload_to_hex (bytes, size, limit);
    case SONDE_PAYLOAD_BASE64:
      return sonde_payload_to_base64 (bytes, size, limit);
    case SONDE_PAYLOAD_TEXT:
    default:
      return sonde_payload_to_text_of (bytes, size, limit, conversion->encoding);
    }
}

static gboolean
is_busy (SondeTextPane *self)
{
  return self->cancellable != NULL || sonde_text_feed_get_busy (self->feed);
}

/* A line of bytes means something only in one piece. Looking for words costs four
 * times the layout where a line is one word of 4 kB. */
static void
update_wrap_mode (SondeTextPane *self)
{
  gboolean whole = self->format == SONDE_PAYLOAD_HEX;

  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self->view), whole                   ? GTK_WRAP_NONE
                                                           : self->display->broken ? GTK_WRAP_CHAR
                                                                                   : GTK_WRAP_WORD_CHAR);
  /* Where lines go on beyond the edge, that is to be seen. */
  gtk_scrolled_window_set_overlay_scrolling (self->scrolled_window, !whole);
}

static void
take_display (SondeTextPane *self,
              SondeDisplay  *display)
{
  GtkSourceBuffer *buffer = GTK_SOURCE_BUFFER (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view)));

  g_clear_pointer (&self->display, sonde_display_free);
  self->display = display;

  sonde_source_style_set_json (buffer, self->format == SONDE_PAYLOAD_JSON && display->fault == NULL &&
                                         strlen (display->text) <= HIGHLIGHT_MAX);
  update_wrap_mode (self);
  sonde_text_feed_take (self->feed, g_steal_pointer (&display->text));
  sonde_payload_pane_changed (SONDE_PAYLOAD_PANE (self));
}

static void
stop (SondeTextPane *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
conversion_free (Conversion *conversion)
{
  g_bytes_unref (conversion->payload);
  g_free (conversion);
}

static void
convert_worker (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  g_task_return_pointer (task, convert (task_data, 0), (GDestroyNotify) sonde_display_free);
}

static void
converted_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  SondeTextPane *self = SONDE_TEXT_PANE (source);
  g_autoptr (GError) error = NULL;
  SondeDisplay *display = g_task_propagate_pointer (G_TASK (result), &error);

  /* Cancelled: another message or another format is shown by now. */
  if (display == NULL)
    return;
  g_clear_object (&self->cancellable);
  take_display (self, display);
}

static void
sonde_text_pane_show_all (SondePayloadPane *pane)
{
  SondeTextPane *self = SONDE_TEXT_PANE (pane);
  g_autoptr (GTask) task = NULL;
  Conversion *conversion = g_new0 (Conversion, 1);

  conversion->payload = g_bytes_ref (self->payload);
  conversion->format = self->format;
  conversion->encoding = self->encoding;

  stop (self);
  self->cancellable = g_cancellable_new ();
  task = g_task_new (self, self->cancellable, converted_cb, NULL);
  g_task_set_source_tag (task, sonde_text_pane_show_all);
  g_task_set_task_data (task, conversion, (GDestroyNotify) conversion_free);
  g_task_run_in_thread (task, convert_worker);

  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  sonde_payload_pane_changed (pane);
}

static gboolean
is_too_large (SondeTextPane *self)
{
  return g_bytes_get_size (self->payload) > SHOW_ALL_MAX;
}

static gboolean
sonde_text_pane_has_more (SondePayloadPane *pane)
{
  SondeTextPane *self = SONDE_TEXT_PANE (pane);

  return self->display != NULL && !self->display->complete && !is_busy (self) && !is_too_large (self);
}

static char *
sonde_text_pane_dup_note (SondePayloadPane *pane)
{
  SondeTextPane *self = SONDE_TEXT_PANE (pane);
  g_autoptr (GString) note = g_string_new (NULL);

  if (is_busy (self))
    sonde_payload_pane_add_sentence (note, _ ("Laying out the payload…"));
  else if (self->display != NULL && !self->display->complete)
    {
      g_autofree char *shown = sonde_format_size (self->display->shown);
      g_autofree char *all = sonde_format_size (g_bytes_get_size (self->payload));
      /* Translators: sizes: "First 256 kB of 10 MB shown." */
      g_autofree char *sentence = g_strdup_printf (_ ("First %s of %s shown."), shown, all);

      sonde_payload_pane_add_sentence (note, sentence);
      if (is_too_large (self))
        sonde_payload_pane_add_sentence (note, _ ("It is too large to be shown whole, but it can be saved."));
    }
  if (self->display != NULL && self->display->fault != NULL)
    sonde_payload_pane_add_sentence (note, self->display->fault);
  if (self->display != NULL && self->display->escaped)
    sonde_payload_pane_add_sentence (note, _ ("Bytes that are no text stand as \\xNN."));
  if (self->display != NULL && self->display->broken)
    sonde_payload_pane_add_sentence (note, _ ("Long lines are broken here, not in the payload."));

  return g_strdup (note->str);
}

static void
show_first (SondeTextPane *self)
{
  Conversion conversion = { self->payload, self->format, self->encoding };

  take_display (self, convert (&conversion, SONDE_DISPLAY_FIRST));
}

static void
sonde_text_pane_set_item (SondePayloadPane *pane,
                          SondeMessageItem *item)
{
  SondeTextPane *self = SONDE_TEXT_PANE (pane);

  stop (self);
  g_clear_pointer (&self->display, sonde_display_free);
  g_clear_pointer (&self->payload, g_bytes_unref);

  if (item == NULL)
    {
      sonde_text_feed_take (self->feed, g_strdup (""));
      return;
    }

  self->payload = sonde_message_item_ref_payload (item);
  gtk_widget_set_visible (self->encoding_box, self->format == SONDE_PAYLOAD_TEXT);
  show_first (self);
}

static void
encoding_changed_cb (SondeTextPane *self)
{
  guint selected = gtk_drop_down_get_selected (self->encoding_choice);

  if (selected >= SONDE_N_ENCODINGS)
    return;
  self->encoding = selected;
  if (self->payload == NULL)
    return;

  stop (self);
  show_first (self);
}

static void
find_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  sonde_find_bar_open (SONDE_TEXT_PANE (widget)->find_bar);
}

static void
sonde_text_pane_init_pane (SondePayloadPaneInterface *iface)
{
  iface->set_item = sonde_text_pane_set_item;
  iface->dup_note = sonde_text_pane_dup_note;
  iface->has_more = sonde_text_pane_has_more;
  iface->show_all = sonde_text_pane_show_all;
}

static void
sonde_text_pane_dispose (GObject *object)
{
  SondeTextPane *self = SONDE_TEXT_PANE (object);

  stop (self);
  g_clear_object (&self->feed);
  g_clear_pointer (&self->display, sonde_display_free);
  g_clear_pointer (&self->payload, g_bytes_unref);

  G_OBJECT_CLASS (sonde_text_pane_parent_class)->dispose (object);
}

static void
sonde_text_pane_class_init (SondeTextPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sonde_text_pane_dispose;

  g_type_ensure (GTK_SOURCE_TYPE_VIEW);
  g_type_ensure (SONDE_TYPE_FIND_BAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/messages/sonde-text-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeTextPane, scrolled_window);
  gtk_widget_class_bind_template_child (widget_class, SondeTextPane, view);
  gtk_widget_class_bind_template_child (widget_class, SondeTextPane, find_bar);
  gtk_widget_class_bind_template_child (widget_class, SondeTextPane, encoding_box);
  gtk_widget_class_bind_template_child_full (widget_class, "encoding", FALSE, G_STRUCT_OFFSET (SondeTextPane, encoding_choice));
  gtk_widget_class_bind_template_callback (widget_class, encoding_changed_cb);
  gtk_widget_class_install_action (widget_class, "text.find", NULL, find_action);
}

static void
list_encodings (SondeTextPane *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; i < SONDE_N_ENCODINGS; i++)
    gtk_string_list_append (names, sonde_encoding_to_name (i));
  gtk_drop_down_set_model (self->encoding_choice, G_LIST_MODEL (names));
}

static void
sonde_text_pane_init (SondeTextPane *self)
{
  GtkTextBuffer *buffer;

  gtk_widget_init_template (GTK_WIDGET (self));
  list_encodings (self);

  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
  gtk_text_buffer_set_enable_undo (buffer, FALSE);
  gtk_source_buffer_set_highlight_matching_brackets (GTK_SOURCE_BUFFER (buffer), FALSE);
  sonde_source_style_set_up (GTK_SOURCE_BUFFER (buffer));

  self->feed = sonde_text_feed_new (buffer);
  g_signal_connect_object (self->feed, "notify::busy", G_CALLBACK (sonde_payload_pane_changed), self, G_CONNECT_SWAPPED);
}

void
sonde_text_pane_set_format (SondeTextPane     *self,
                            SondePayloadFormat format)
{
  g_return_if_fail (SONDE_IS_TEXT_PANE (self));

  self->format = format;
}
