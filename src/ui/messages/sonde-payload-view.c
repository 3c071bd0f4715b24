/* sonde-payload-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The first part of a payload is converted at once, which takes a few
 * milliseconds; all of it on request, in a worker, since that may take seconds.
 */

#define G_LOG_DOMAIN "sonde-payload-view"

#include "sonde-payload-view.h"

#include "sonde-payload-copy.h"
#include "sonde-payload-save.h"
#include "sonde-source-style.h"
#include "sonde-text-feed.h"

#include <sonde-format.h>
#include <sonde-payload.h>

#include <glib/gi18n.h>

#include <string.h>

#define N_FORMATS 3
#define NO_CHOICE -1
#define HIGHLIGHT_MAX (1024 * 1024)     /* bytes of text; beyond, colours cost too much */
#define SHOW_ALL_MAX (64 * 1024 * 1024) /* bytes of payload; beyond, a text view is the wrong tool */

struct _SondePayloadView
{
  AdwBin parent_instance;

  GBytes            *payload;
  char              *topic;
  SondePayloadFormat guess, format;
  int                choice; /* the user's, kept from message to message, or NO_CHOICE */
  SondeDisplay      *display;
  GCancellable      *cancellable;
  SondeTextFeed     *feed;

  GtkToggleButton *toggles[N_FORMATS];
  GtkSourceView   *view;
  GtkLabel        *note;
  GtkWidget       *show_all_button;
};

G_DEFINE_FINAL_TYPE (SondePayloadView, sonde_payload_view, ADW_TYPE_BIN)

static SondeDisplay *
convert (GBytes            *payload,
         SondePayloadFormat format,
         gsize              limit)
{
  gsize         size;
  const guint8 *bytes = g_bytes_get_data (payload, &size);

  switch (format)
    {
    case SONDE_PAYLOAD_JSON:
      return sonde_payload_to_json (bytes, size, limit);
    case SONDE_PAYLOAD_HEX:
      return sonde_payload_to_hex (bytes, size, limit);
    case SONDE_PAYLOAD_TEXT:
    default:
      return sonde_payload_to_text (bytes, size, limit);
    }
}

static void
add_sentence (GString    *note,
              const char *sentence)
{
  if (note->len > 0)
    g_string_append_c (note, ' ');
  g_string_append (note, sentence);
}

static void
update_note (SondePayloadView *self)
{
  g_autoptr (GString) note = g_string_new (NULL);
  gsize    size = self->payload != NULL ? g_bytes_get_size (self->payload) : 0;
  gboolean busy = self->cancellable != NULL || sonde_text_feed_get_busy (self->feed);
  gboolean more = self->display != NULL && !self->display->complete;

  if (self->payload != NULL && size == 0)
    add_sentence (note, _ ("The payload is empty."));
  if (busy)
    add_sentence (note, _ ("Laying out the payload…"));
  else if (more)
    {
      g_autofree char *shown = sonde_format_size (self->display->shown);
      g_autofree char *all = sonde_format_size (size);
      /* Translators: sizes: "First 256 kB of 10 MB shown." */
      g_autofree char *sentence = g_strdup_printf (_ ("First %s of %s shown."), shown, all);

      add_sentence (note, sentence);
    }
  if (self->display != NULL && self->display->fault != NULL)
    add_sentence (note, self->display->fault);
  if (self->display != NULL && self->display->escaped)
    add_sentence (note, _ ("Bytes that are no text stand as \\xNN."));
  if (self->display != NULL && self->display->broken)
    add_sentence (note, _ ("Long lines are broken here, not in the payload."));

  gtk_label_set_label (self->note, note->str);
  gtk_widget_set_visible (GTK_WIDGET (self->note), note->len > 0);
  gtk_widget_set_visible (self->show_all_button, more && !busy && size <= SHOW_ALL_MAX);
}

/* A line of sixteen bytes means something only in one piece. Looking for words costs four
 * times the layout where a line is one word of 4 kB. */
static GtkWrapMode
choose_wrap_mode (SondePayloadView *self)
{
  if (self->format == SONDE_PAYLOAD_HEX)
    return GTK_WRAP_NONE;
  return self->display->broken ? GTK_WRAP_CHAR : GTK_WRAP_WORD_CHAR;
}

static void
take_display (SondePayloadView *self,
              SondeDisplay     *display)
{
  GtkSourceBuffer *buffer = GTK_SOURCE_BUFFER (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view)));

  g_clear_pointer (&self->display, sonde_display_free);
  self->display = display;

  sonde_source_style_set_json (buffer, self->format == SONDE_PAYLOAD_JSON && display->fault == NULL &&
                                         strlen (display->text) <= HIGHLIGHT_MAX);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self->view), choose_wrap_mode (self));
  sonde_text_feed_take (self->feed, g_steal_pointer (&display->text));
  update_note (self);
}

static void
stop (SondePayloadView *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

typedef struct
{
  GBytes            *payload;
  SondePayloadFormat format;
} Conversion;

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
  Conversion *conversion = task_data;

  g_task_return_pointer (task, convert (conversion->payload, conversion->format, 0), (GDestroyNotify) sonde_display_free);
}

static void
converted_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  SondePayloadView *self = SONDE_PAYLOAD_VIEW (source);
  g_autoptr (GError) error = NULL;
  SondeDisplay *display = g_task_propagate_pointer (G_TASK (result), &error);

  /* Cancelled: another message or another format is shown by now. */
  if (display == NULL)
    return;
  g_clear_object (&self->cancellable);
  take_display (self, display);
}

static void
show_all_clicked_cb (SondePayloadView *self)
{
  g_autoptr (GTask) task = NULL;
  Conversion *conversion = g_new0 (Conversion, 1);

  conversion->payload = g_bytes_ref (self->payload);
  conversion->format = self->format;

  stop (self);
  self->cancellable = g_cancellable_new ();
  task = g_task_new (self, self->cancellable, converted_cb, NULL);
  g_task_set_source_tag (task, show_all_clicked_cb);
  g_task_set_task_data (task, conversion, (GDestroyNotify) conversion_free);
  g_task_run_in_thread (task, convert_worker);

  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  update_note (self);
}

/* The user's choice as long as it fits, else what suits the payload. */
static SondePayloadFormat
choose_format (SondePayloadView *self)
{
  switch (self->choice)
    {
    case SONDE_PAYLOAD_HEX:
      return SONDE_PAYLOAD_HEX;
    case SONDE_PAYLOAD_TEXT:
      return self->guess != SONDE_PAYLOAD_HEX ? SONDE_PAYLOAD_TEXT : self->guess;
    default:
      return self->guess;
    }
}

static void
show (SondePayloadView  *self,
      SondePayloadFormat format)
{
  stop (self);
  self->format = format;
  gtk_toggle_button_set_active (self->toggles[format], TRUE);
  take_display (self, convert (self->payload, format, SONDE_DISPLAY_FIRST));
}

static void
format_clicked_cb (SondePayloadView *self,
                   GtkToggleButton  *toggle)
{
  for (int format = 0; format < N_FORMATS; format++)
    if (self->toggles[format] == toggle && self->payload != NULL)
      {
        self->choice = format;
        show (self, format);
      }
}

static void
copy_clicked_cb (SondePayloadView *self)
{
  if (self->payload != NULL)
    sonde_payload_copy (GTK_WIDGET (self), self->payload);
}

static void
save_clicked_cb (SondePayloadView *self)
{
  static const char *const extensions[N_FORMATS] = {
    [SONDE_PAYLOAD_TEXT] = "txt",
    [SONDE_PAYLOAD_JSON] = "json",
    [SONDE_PAYLOAD_HEX] = "bin",
  };

  if (self->payload != NULL)
    sonde_payload_save (GTK_WIDGET (self), self->payload, self->topic, extensions[self->guess]);
}

static void
sonde_payload_view_dispose (GObject *object)
{
  SondePayloadView *self = SONDE_PAYLOAD_VIEW (object);

  stop (self);
  g_clear_object (&self->feed);
  g_clear_pointer (&self->display, sonde_display_free);
  g_clear_pointer (&self->payload, g_bytes_unref);
  g_clear_pointer (&self->topic, g_free);

  G_OBJECT_CLASS (sonde_payload_view_parent_class)->dispose (object);
}

static void
sonde_payload_view_class_init (SondePayloadViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sonde_payload_view_dispose;

  g_type_ensure (GTK_SOURCE_TYPE_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/messages/sonde-payload-view.ui");
  gtk_widget_class_bind_template_child_full (widget_class, "text_toggle", FALSE,
                                             G_STRUCT_OFFSET (SondePayloadView, toggles[SONDE_PAYLOAD_TEXT]));
  gtk_widget_class_bind_template_child_full (widget_class, "json_toggle", FALSE,
                                             G_STRUCT_OFFSET (SondePayloadView, toggles[SONDE_PAYLOAD_JSON]));
  gtk_widget_class_bind_template_child_full (widget_class, "hex_toggle", FALSE,
                                             G_STRUCT_OFFSET (SondePayloadView, toggles[SONDE_PAYLOAD_HEX]));
  gtk_widget_class_bind_template_child (widget_class, SondePayloadView, view);
  gtk_widget_class_bind_template_child (widget_class, SondePayloadView, note);
  gtk_widget_class_bind_template_child (widget_class, SondePayloadView, show_all_button);
  gtk_widget_class_bind_template_callback (widget_class, format_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_all_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_clicked_cb);
}

static void
sonde_payload_view_init (SondePayloadView *self)
{
  GtkTextBuffer *buffer;

  self->choice = NO_CHOICE;
  gtk_widget_init_template (GTK_WIDGET (self));

  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
  gtk_text_buffer_set_enable_undo (buffer, FALSE);
  gtk_source_buffer_set_highlight_matching_brackets (GTK_SOURCE_BUFFER (buffer), FALSE);
  sonde_source_style_set_up (GTK_SOURCE_BUFFER (buffer));

  self->feed = sonde_text_feed_new (buffer);
  g_signal_connect_object (self->feed, "notify::busy", G_CALLBACK (update_note), self, G_CONNECT_SWAPPED);
}

void
sonde_payload_view_set_payload (SondePayloadView *self,
                                GBytes           *payload,
                                const char       *topic)
{
  gsize         size;
  const guint8 *bytes;

  g_return_if_fail (SONDE_IS_PAYLOAD_VIEW (self));

  stop (self);
  g_clear_pointer (&self->display, sonde_display_free);
  g_clear_pointer (&self->payload, g_bytes_unref);
  g_clear_pointer (&self->topic, g_free);

  if (payload == NULL)
    {
      sonde_text_feed_take (self->feed, g_strdup (""));
      return;
    }

  self->payload = g_bytes_ref (payload);
  self->topic = g_strdup (topic);
  bytes = g_bytes_get_data (payload, &size);
  self->guess = sonde_payload_guess (bytes, size);
  show (self, choose_format (self));
}
