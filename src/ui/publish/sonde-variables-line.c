/* sonde-variables-line.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-variables-line"

#include "sonde-variables-line.h"

#include "sonde-publish-pane.h"

#include <sonde-composer.h>
#include <sonde-form-variables.h>
#include <sonde-format.h>
#include <sonde-topic.h>

#include <glib/gi18n.h>
#include <string.h>

/* After the last key */
#define DELAY_MS 150

#define LINE_CHARS 200
#define PREVIEW_BYTES 4096

struct _SondeVariablesLine
{
  AdwBin parent_instance;

  GtkLabel  *note;
  GtkWidget *preview_button;
  GtkLabel  *topic;
  GtkLabel  *payload;

  SondeConnection *connection;
  guint            source;
};

G_DEFINE_FINAL_TYPE (SondeVariablesLine, sonde_variables_line, ADW_TYPE_BIN)

enum
{
  PROP_CONNECTION = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* ---- In words ---- */

static void
say (SondeVariablesLine *self,
     const char         *sentence,
     gboolean            is_fault)
{
  gtk_label_set_label (self->note, sentence);
  gtk_widget_remove_css_class (GTK_WIDGET (self->note), is_fault ? "dim-label" : "error");
  gtk_widget_add_css_class (GTK_WIDGET (self->note), is_fault ? "error" : "dim-label");
  gtk_widget_set_visible (GTK_WIDGET (self), *sentence != '\0');
}

/* A text of any length, cut where a character ends. */
static char *
cut (const char *text)
{
  gsize       length = strlen (text);
  const char *end = text + MIN (length, PREVIEW_BYTES);

  if (length <= PREVIEW_BYTES)
    return g_strdup (text);
  if (!g_utf8_validate_len (text, end - text, &end))
    return g_strdup_printf ("%.*s…", (int) (end - text), text);

  return g_strdup_printf ("%.*s…", PREVIEW_BYTES, text);
}

static gboolean
is_text (const SondePublishForm *form)
{
  return form->format == SONDE_FORM_TEXT || form->format == SONDE_FORM_JSON;
}

static void
show_preview (SondeVariablesLine     *self,
              const SondePublishForm *filled)
{
  g_autofree char *payload = is_text (filled) ? cut (filled->payload) : NULL;

  gtk_label_set_label (self->topic, filled->topic);
  gtk_label_set_label (self->payload, payload != NULL ? payload : "");
  gtk_widget_set_visible (GTK_WIDGET (self->payload), payload != NULL && *payload != '\0');
}

static char *
dup_result (const SondePublishForm *filled)
{
  g_autofree char *start = is_text (filled) ? cut (filled->payload) : NULL;
  g_autofree char *topic = sonde_format_line (filled->topic, LINE_CHARS);
  g_autofree char *payload = sonde_format_line (start != NULL ? start : "", LINE_CHARS);

  /* Translators: a topic, and a payload */
  return g_strdup_printf (_ ("Now: %s  %s"), topic, payload);
}

/* ---- What is typed ---- */

/* What would be wrong with it once it is filled in. %NULL: nothing, or what is said elsewhere */
static char *
find_fault (const SondePublishForm *form,
            const SondePublishForm *filled)
{
  g_autoptr (SondePublish) publish = NULL;
  SondeComposerPart part;
  char             *fault = NULL;

  /* What is wrong as it is typed is said there; an empty topic is no fault until one publishes; a
   * file is read when it is sent. */
  if (filled == NULL)
    return g_strdup (sonde_form_variables_get_size_text ());
  if (!is_text (form) || sonde_topic_name_check (form->topic, strlen (form->topic)) != SONDE_TOPIC_FAULT_NONE)
    return NULL;

  publish = sonde_composer_compose (filled, &part, &fault);

  return fault;
}

static void
show_filled (SondeVariablesLine     *self,
             const SondePublishForm *form)
{
  g_autoptr (GPtrArray) unknown = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (SondePublishForm) filled = NULL;
  SondeVariables   variables;
  g_autofree char *fault = NULL;
  g_autofree char *as_typed = NULL;
  g_autofree char *result = NULL;

  sonde_connection_init_variables (self->connection, &variables);
  filled = sonde_form_variables_fill (&variables, form, unknown);
  fault = find_fault (form, filled);
  as_typed = sonde_form_variables_dup_unknown_text (unknown);
  gtk_widget_set_visible (self->preview_button, filled != NULL);
  if (filled != NULL)
    {
      show_preview (self, filled);
      result = dup_result (filled);
    }

  if (fault != NULL)
    say (self, fault, TRUE);
  else
    say (self, as_typed != NULL ? as_typed : result, FALSE);
}

static gboolean
look_cb (gpointer user_data)
{
  SondeVariablesLine *self = user_data;
  GtkWidget          *pane = gtk_widget_get_ancestor (GTK_WIDGET (self), SONDE_TYPE_PUBLISH_PANE);
  g_autoptr (SondePublishForm) form = pane != NULL ? sonde_publish_pane_dup_form (SONDE_PUBLISH_PANE (pane)) : NULL;

  self->source = 0;
  if (form == NULL || self->connection == NULL || !sonde_form_variables_may_be_in (form))
    {
      say (self, "", FALSE);
    }
  else if (form->variables)
    {
      show_filled (self, form);
    }
  else
    {
      gtk_widget_set_visible (self->preview_button, FALSE);
      say (self, _ ("{{…}} goes out as typed; turn on Variables to have it filled in."), FALSE);
    }

  return G_SOURCE_REMOVE;
}

void
sonde_variables_line_changed (SondeVariablesLine *self)
{
  g_return_if_fail (SONDE_IS_VARIABLES_LINE (self));

  g_clear_handle_id (&self->source, g_source_remove);
  self->source = g_timeout_add (DELAY_MS, look_cb, self);
}

/* The time has gone on. */
static void
mapped_cb (SondeVariablesLine *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  look_cb (self);
}

/* ---- GObject ---- */

static void
sonde_variables_line_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_CONNECTION:
      g_value_set_object (value, SONDE_VARIABLES_LINE (object)->connection);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
set_connection (SondeVariablesLine *self,
                SondeConnection    *connection)
{
  if (self->connection == connection)
    return;

  if (self->connection != NULL)
    g_signal_handlers_disconnect_by_data (self->connection, self);
  g_set_object (&self->connection, connection);
  if (connection != NULL)
    g_signal_connect_object (connection, "notify::profile", G_CALLBACK (sonde_variables_line_changed), self,
                             G_CONNECT_SWAPPED);
  sonde_variables_line_changed (self);
}

static void
sonde_variables_line_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_CONNECTION:
      set_connection (SONDE_VARIABLES_LINE (object), g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_variables_line_dispose (GObject *object)
{
  SondeVariablesLine *self = SONDE_VARIABLES_LINE (object);

  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (sonde_variables_line_parent_class)->dispose (object);
}

static void
sonde_variables_line_class_init (SondeVariablesLineClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sonde_variables_line_dispose;
  object_class->get_property = sonde_variables_line_get_property;
  object_class->set_property = sonde_variables_line_set_property;

  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, SONDE_TYPE_CONNECTION, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/sonde_mqtt/Sonde/publish/sonde-variables-line.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeVariablesLine, note);
  gtk_widget_class_bind_template_child (widget_class, SondeVariablesLine, preview_button);
  gtk_widget_class_bind_template_child (widget_class, SondeVariablesLine, topic);
  gtk_widget_class_bind_template_child (widget_class, SondeVariablesLine, payload);
  gtk_widget_class_bind_template_callback (widget_class, mapped_cb);
}

static void
sonde_variables_line_init (SondeVariablesLine *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
