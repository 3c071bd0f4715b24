/* sonde-payload-editor.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-payload-editor"

#include "sonde-payload-editor.h"

#include "sonde-file-choice.h"
#include "sonde-source-style.h"

#include <sonde-format.h>
#include <sonde-json-format.h>
#include <sonde-payload-typed.h>

#include <glib/gi18n.h>

#include <string.h>

/* So long nobody types: then it is looked at. */
#define CHECK_MS 250

struct _SondePayloadEditor
{
  AdwBin parent_instance;

  SondeFormFormat format;
  SondeFormFormat text_format; /* of the text, which may lie beneath a file */
  gboolean        variables;
  char           *size_text;
  guint           check_id;
  int             place; /* of the fault, in characters; -1 where there is none */

  GtkWidget       *text_area;
  GtkSourceView   *view;
  GtkTextBuffer   *buffer; /* of @view */
  GtkTextTag      *mark;
  GtkWidget       *placeholder;
  GtkWidget       *format_json;
  SondeFileChoice *file;
  GtkLabel        *fault;
};

enum
{
  PROP_VARIABLES = 1,
  PROP_SIZE_TEXT,
  N_PROPS
};

enum
{
  CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint       signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SondePayloadEditor, sonde_payload_editor, ADW_TYPE_BIN)

static char *
dup_text (SondePayloadEditor *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  return gtk_text_buffer_get_text (self->buffer, &start, &end, TRUE);
}

/* ---- What is wrong with it ---- */

static void
show_fault (SondePayloadEditor *self,
            const char         *fault)
{
  gboolean wrong = fault != NULL;

  gtk_label_set_label (self->fault, wrong ? fault : "");
  gtk_widget_set_visible (GTK_WIDGET (self->fault), wrong);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_STATE_INVALID,
                               wrong ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  wrong ? fault : "", -1);
}

static void
set_size_text (SondePayloadEditor *self,
               char               *text)
{
  g_autofree char *before = self->size_text;

  self->size_text = text;
  if (g_strcmp0 (before, text) != 0)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SIZE_TEXT]);
}

/* One character or, at the end of the text, the last one before it. */
static void
get_place (SondePayloadEditor *self,
           GtkTextIter        *start,
           GtkTextIter        *end)
{
  gtk_text_buffer_get_iter_at_offset (self->buffer, start, self->place);
  *end = *start;
  if (!gtk_text_iter_forward_char (end))
    gtk_text_iter_backward_char (start);
}

static void
mark_place (SondePayloadEditor *self,
            int                 place)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  gtk_text_buffer_remove_tag (self->buffer, self->mark, &start, &end);
  self->place = place;
  if (place < 0)
    return;

  get_place (self, &start, &end);
  gtk_text_tag_set_priority (self->mark, gtk_text_tag_table_get_size (gtk_text_buffer_get_tag_table (self->buffer)) - 1);
  gtk_text_buffer_apply_tag (self->buffer, self->mark, &start, &end);
}

static void
check (SondePayloadEditor *self)
{
  g_autofree char *text = NULL;
  g_autofree char *fault = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gsize place;

  g_clear_handle_id (&self->check_id, g_source_remove);
  if (self->format == SONDE_FORM_FILE)
    {
      show_fault (self, NULL);
      set_size_text (self, g_strdup (""));
      return;
    }

  text = dup_text (self);
  if (self->variables && strstr (text, "{{") != NULL)
    {
      show_fault (self, NULL);
      mark_place (self, -1);
      set_size_text (self, g_strdup (""));
      return;
    }

  bytes = sonde_typed_parse ((SondeTypedFormat) self->format, text, &place, &fault);
  show_fault (self, fault);
  mark_place (self, bytes == NULL ? g_utf8_pointer_to_offset (text, text + place) : -1);
  set_size_text (self, bytes != NULL ? sonde_format_size (g_bytes_get_size (bytes)) : g_strdup (""));
}

static gboolean
check_cb (gpointer user_data)
{
  SondePayloadEditor *self = user_data;

  self->check_id = 0;
  check (self);
  return G_SOURCE_REMOVE;
}

/* ---- What is typed ---- */

/* Colours for JSON, and for a text that begins as an object or an array. */
static gboolean
looks_like_json (SondePayloadEditor *self)
{
  GtkTextIter at;
  gunichar    first;

  if (self->format != SONDE_FORM_TEXT)
    return self->format == SONDE_FORM_JSON;

  gtk_text_buffer_get_start_iter (self->buffer, &at);
  while (g_unichar_isspace (gtk_text_iter_get_char (&at)) && gtk_text_iter_forward_char (&at))
    ;
  first = gtk_text_iter_get_char (&at);
  return first == '{' || first == '[';
}

static void
text_changed_cb (SondePayloadEditor *self)
{
  sonde_source_style_set_json (GTK_SOURCE_BUFFER (self->buffer), looks_like_json (self));
  gtk_widget_set_visible (self->placeholder, gtk_text_buffer_get_char_count (self->buffer) == 0);

  g_clear_handle_id (&self->check_id, g_source_remove);
  self->check_id = g_timeout_add (CHECK_MS, check_cb, self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
file_changed_cb (SondePayloadEditor *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
set_text (SondePayloadEditor *self,
          const char         *text,
          gboolean            undoable)
{
  GtkTextIter start, end;

  if (!undoable)
    {
      gtk_text_buffer_set_enable_undo (self->buffer, FALSE);
      gtk_text_buffer_set_text (self->buffer, text, -1);
      gtk_text_buffer_set_enable_undo (self->buffer, TRUE);
      return;
    }

  gtk_text_buffer_begin_user_action (self->buffer);
  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  gtk_text_buffer_delete (self->buffer, &start, &end);
  gtk_text_buffer_insert (self->buffer, &start, text, -1);
  gtk_text_buffer_end_user_action (self->buffer);
}

static void
set_format (SondePayloadEditor *self,
            SondeFormFormat     format)
{
  gboolean is_file = format == SONDE_FORM_FILE;

  self->format = format;
  if (!is_file)
    self->text_format = format;
  gtk_widget_set_visible (GTK_WIDGET (self->file), is_file);
  gtk_widget_set_visible (self->text_area, !is_file);
  gtk_widget_set_visible (self->format_json, format == SONDE_FORM_JSON);
  sonde_source_style_set_json (GTK_SOURCE_BUFFER (self->buffer), looks_like_json (self));
}

static void
format_json_cb (SondePayloadEditor *self)
{
  g_autofree char *text = dup_text (self);
  g_autofree char *formatted = sonde_json_format (text);

  if (formatted != NULL && !g_str_equal (formatted, text))
    set_text (self, formatted, TRUE);
  check (self);
  if (self->place >= 0)
    {
      g_autofree char *fault = g_strdup (gtk_label_get_label (self->fault));

      sonde_payload_editor_point_out (self, fault);
    }
}

static gboolean
take_focus (SondePayloadEditor *self)
{
  return gtk_widget_grab_focus (self->format == SONDE_FORM_FILE ? GTK_WIDGET (self->file) : GTK_WIDGET (self->view));
}

/* GTK asks for it too when the focus leaves backwards, which would hold it here for ever. */
static gboolean
sonde_payload_editor_grab_focus (GtkWidget *widget)
{
  GtkRoot   *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus != NULL && gtk_widget_is_ancestor (focus, widget))
    return FALSE;

  return take_focus (SONDE_PAYLOAD_EDITOR (widget));
}

static void
sonde_payload_editor_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  SondePayloadEditor *self = SONDE_PAYLOAD_EDITOR (object);

  switch (prop_id)
    {
    case PROP_VARIABLES:
      g_value_set_boolean (value, self->variables);
      break;
    case PROP_SIZE_TEXT:
      g_value_set_string (value, self->size_text);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_payload_editor_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  SondePayloadEditor *self = SONDE_PAYLOAD_EDITOR (object);

  switch (prop_id)
    {
    case PROP_VARIABLES:
      if (self->variables == g_value_get_boolean (value))
        break;
      self->variables = g_value_get_boolean (value);
      check (self);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_payload_editor_dispose (GObject *object)
{
  g_clear_handle_id (&SONDE_PAYLOAD_EDITOR (object)->check_id, g_source_remove);

  G_OBJECT_CLASS (sonde_payload_editor_parent_class)->dispose (object);
}

static void
sonde_payload_editor_finalize (GObject *object)
{
  g_free (SONDE_PAYLOAD_EDITOR (object)->size_text);

  G_OBJECT_CLASS (sonde_payload_editor_parent_class)->finalize (object);
}

static void
sonde_payload_editor_class_init (SondePayloadEditorClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags     flags = G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = sonde_payload_editor_get_property;
  object_class->set_property = sonde_payload_editor_set_property;
  object_class->dispose = sonde_payload_editor_dispose;
  object_class->finalize = sonde_payload_editor_finalize;
  widget_class->grab_focus = sonde_payload_editor_grab_focus;

  properties[PROP_VARIABLES] =
    g_param_spec_boolean ("variables", NULL, NULL, FALSE, G_PARAM_READWRITE | flags);
  properties[PROP_SIZE_TEXT] =
    g_param_spec_string ("size-text", NULL, NULL, "", G_PARAM_READABLE | flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);

  g_type_ensure (GTK_SOURCE_TYPE_VIEW);
  g_type_ensure (SONDE_TYPE_FILE_CHOICE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/publish/sonde-payload-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, SondePayloadEditor, text_area);
  gtk_widget_class_bind_template_child (widget_class, SondePayloadEditor, view);
  gtk_widget_class_bind_template_child (widget_class, SondePayloadEditor, buffer);
  gtk_widget_class_bind_template_child (widget_class, SondePayloadEditor, placeholder);
  gtk_widget_class_bind_template_child (widget_class, SondePayloadEditor, format_json);
  gtk_widget_class_bind_template_child (widget_class, SondePayloadEditor, file);
  gtk_widget_class_bind_template_child (widget_class, SondePayloadEditor, fault);
  gtk_widget_class_bind_template_callback (widget_class, text_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, file_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, format_json_cb);
}

static void
sonde_payload_editor_init (SondePayloadEditor *self)
{
  self->place = -1;
  self->size_text = g_strdup ("");
  gtk_widget_init_template (GTK_WIDGET (self));
  /* GtkSourceView keeps its line numbers at the left; what lies over it goes by that. */
  gtk_widget_set_direction (GTK_WIDGET (self->placeholder), GTK_TEXT_DIR_LTR);
  gtk_widget_set_direction (GTK_WIDGET (self->format_json), GTK_TEXT_DIR_LTR);
  sonde_source_style_set_up (GTK_SOURCE_BUFFER (self->buffer));
  self->mark = gtk_text_buffer_create_tag (self->buffer, NULL, "underline", PANGO_UNDERLINE_ERROR, NULL);
}

void
sonde_payload_editor_load (SondePayloadEditor     *self,
                           const SondePublishForm *form,
                           gboolean                undoable)
{
  gboolean is_file;

  g_return_if_fail (SONDE_IS_PAYLOAD_EDITOR (self));
  g_return_if_fail (form != NULL);

  is_file = form->format == SONDE_FORM_FILE;
  sonde_file_choice_set_path (self->file, is_file ? form->payload : "");
  set_format (self, form->format);
  if (!is_file || !undoable)
    set_text (self, is_file ? "" : form->payload, undoable);
  if (is_file)
    self->text_format = SONDE_FORM_TEXT;
  check (self);
}

void
sonde_payload_editor_save (SondePayloadEditor *self,
                           SondePublishForm   *form)
{
  g_return_if_fail (SONDE_IS_PAYLOAD_EDITOR (self));
  g_return_if_fail (form != NULL);

  form->format = self->format;
  g_free (form->payload);
  form->payload = self->format == SONDE_FORM_FILE ? g_strdup (sonde_file_choice_get_path (self->file)) : dup_text (self);
}

SondeFormFormat
sonde_payload_editor_get_format (SondePayloadEditor *self)
{
  g_return_val_if_fail (SONDE_IS_PAYLOAD_EDITOR (self), SONDE_FORM_TEXT);

  return self->format;
}

gboolean
sonde_payload_editor_choose_format (SondePayloadEditor *self,
                                    SondeFormFormat     format)
{
  g_autofree char *text = NULL;
  g_autofree char *converted = NULL;

  g_return_val_if_fail (SONDE_IS_PAYLOAD_EDITOR (self), FALSE);

  if (format != SONDE_FORM_FILE)
    {
      text = dup_text (self);
      converted = sonde_typed_convert ((SondeTypedFormat) self->text_format, (SondeTypedFormat) format, text);
      if (converted == NULL)
        return FALSE;
    }

  set_format (self, format);
  if (converted != NULL && !g_str_equal (converted, text))
    set_text (self, converted, TRUE);
  check (self);
  g_signal_emit (self, signals[CHANGED], 0);
  return TRUE;
}

SondePublishForm *
sonde_payload_editor_dup_beneath (SondePayloadEditor *self)
{
  SondePublishForm *form;

  g_return_val_if_fail (SONDE_IS_PAYLOAD_EDITOR (self), NULL);

  form = sonde_publish_form_new ();
  if (self->format == SONDE_FORM_FILE)
    {
      form->format = self->text_format;
      g_free (form->payload);
      form->payload = dup_text (self);
    }
  return form;
}

void
sonde_payload_editor_set_beneath (SondePayloadEditor     *self,
                                  const SondePublishForm *form)
{
  g_return_if_fail (SONDE_IS_PAYLOAD_EDITOR (self));
  g_return_if_fail (form != NULL && form->format != SONDE_FORM_FILE);

  if (self->format != SONDE_FORM_FILE)
    return;

  self->text_format = form->format;
  set_text (self, form->payload, FALSE);
}

void
sonde_payload_editor_point_out (SondePayloadEditor *self,
                                const char         *fault)
{
  GtkTextIter start, end;

  g_return_if_fail (SONDE_IS_PAYLOAD_EDITOR (self));
  g_return_if_fail (fault != NULL);

  take_focus (self);
  if (self->format == SONDE_FORM_FILE)
    {
      sonde_file_choice_show_fault (self->file, fault);
      return;
    }

  check (self);
  show_fault (self, fault);
  if (self->place < 0)
    return;

  get_place (self, &start, &end);
  gtk_text_buffer_select_range (self->buffer, &start, &end);
  gtk_text_view_scroll_to_iter (GTK_TEXT_VIEW (self->view), &start, 0.1, FALSE, 0, 0);
}
