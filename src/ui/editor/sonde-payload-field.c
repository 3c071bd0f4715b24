/* sonde-payload-field.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-payload-field"

#include "sonde-payload-field.h"

#include "sonde-accessible.h"

#include <glib/gi18n.h>

struct _SondePayloadField
{
  AdwPreferencesRow parent_instance;

  GtkDropDown *format_drop;
  GtkTextView *view;

  GBytes          *bytes; /* what was good last */
  SondeTypedFormat format;
  char            *fault;
  gboolean         loading;
};

G_DEFINE_FINAL_TYPE (SondePayloadField, sonde_payload_field, ADW_TYPE_PREFERENCES_ROW)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
take_fault (SondePayloadField *self,
            char              *fault)
{
  g_free (self->fault);
  self->fault = fault;
}

static void
show_text (SondePayloadField *self,
           const char        *text)
{
  self->loading = TRUE;
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->view), text, -1);
  self->loading = FALSE;
}

static void
select_format (SondePayloadField *self,
               SondeTypedFormat   format)
{
  self->format = format;
  self->loading = TRUE;
  gtk_drop_down_set_selected (self->format_drop, format);
  self->loading = FALSE;
}

static void
take_text (SondePayloadField *self)
{
  GtkTextBuffer   *buffer = gtk_text_view_get_buffer (self->view);
  GtkTextIter      begin;
  GtkTextIter      end;
  g_autofree char *text = NULL;
  GBytes          *bytes;
  char            *fault = NULL;

  gtk_text_buffer_get_bounds (buffer, &begin, &end);
  text = gtk_text_buffer_get_text (buffer, &begin, &end, TRUE);
  bytes = sonde_typed_to_bytes (self->format, text, &fault);
  take_fault (self, fault);
  if (bytes == NULL)
    return;

  g_bytes_unref (self->bytes);
  self->bytes = bytes;
}

static void
text_changed_cb (SondePayloadField *self)
{
  if (self->loading)
    return;

  take_text (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* What is not right in the old format may be meant in the new one: then it stays as it was typed. */
static void
format_changed_cb (SondePayloadField *self)
{
  SondeTypedFormat format = gtk_drop_down_get_selected (self->format_drop);
  g_autofree char *text = NULL;

  if (self->loading)
    return;

  if (self->fault != NULL)
    {
      self->format = format;
      take_text (self);
    }
  else if ((text = sonde_typed_from_bytes (format, self->bytes)) != NULL)
    {
      self->format = format;
      show_text (self, text);
      take_text (self);
    }
  else
    {
      select_format (self, self->format);
      take_fault (self, g_strdup (_ ("These bytes are no UTF-8 text: they can be shown as Hex or Base64 only.")));
    }
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
notify_title_cb (SondePayloadField *self)
{
  const char *title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self));
  /* Translators: of a field, “Format of Will payload” */
  g_autofree char *format = g_strdup_printf (_ ("Format of %s"), title);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->format_drop), GTK_ACCESSIBLE_PROPERTY_LABEL, format, -1);
}

static gboolean
sonde_payload_field_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (SONDE_PAYLOAD_FIELD (widget)->view));
}

static void
sonde_payload_field_finalize (GObject *object)
{
  SondePayloadField *self = SONDE_PAYLOAD_FIELD (object);

  g_bytes_unref (self->bytes);
  g_free (self->fault);

  G_OBJECT_CLASS (sonde_payload_field_parent_class)->finalize (object);
}

static void
sonde_payload_field_class_init (SondePayloadFieldClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sonde_payload_field_finalize;
  widget_class->grab_focus = sonde_payload_field_grab_focus;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/sonde_mqtt/Sonde/editor/sonde-payload-field.ui");
  gtk_widget_class_bind_template_child (widget_class, SondePayloadField, format_drop);
  gtk_widget_class_bind_template_child (widget_class, SondePayloadField, view);
  gtk_widget_class_bind_template_callback (widget_class, format_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, text_changed_cb);
}

static void
sonde_payload_field_init (SondePayloadField *self)
{
  self->bytes = g_bytes_new (NULL, 0);
  self->loading = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->loading = FALSE;
  sonde_accessible_keep_label (GTK_WIDGET (self->format_drop));
  g_signal_connect (self, "notify::title", G_CALLBACK (notify_title_cb), NULL);
}

void
sonde_payload_field_load (SondePayloadField *self,
                          GBytes            *bytes,
                          SondeTypedFormat   format)
{
  g_autofree char *text = NULL;

  g_return_if_fail (SONDE_IS_PAYLOAD_FIELD (self));

  text = sonde_typed_from_bytes (format, bytes);
  if (text == NULL)
    {
      format = SONDE_TYPED_HEX;
      text = sonde_typed_from_bytes (format, bytes);
    }
  g_bytes_ref (bytes);
  g_bytes_unref (self->bytes);
  self->bytes = bytes;
  select_format (self, format);
  show_text (self, text);
  take_text (self);
}

GBytes *
sonde_payload_field_ref_bytes (SondePayloadField *self)
{
  g_return_val_if_fail (SONDE_IS_PAYLOAD_FIELD (self), NULL);

  return g_bytes_ref (self->bytes);
}

SondeTypedFormat
sonde_payload_field_get_format (SondePayloadField *self)
{
  g_return_val_if_fail (SONDE_IS_PAYLOAD_FIELD (self), SONDE_TYPED_TEXT);

  return self->format;
}

const char *
sonde_payload_field_get_fault (SondePayloadField *self)
{
  g_return_val_if_fail (SONDE_IS_PAYLOAD_FIELD (self), NULL);

  return self->fault;
}
