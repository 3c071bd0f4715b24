/* sonde-repeat-button.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-repeat-button"

#include "sonde-repeat-button.h"

#include "sonde-publish-pane.h"
#include "sonde-repeat-row.h"

#include <sonde-composer.h>
#include <sonde-form-variables.h>

#include <glib/gi18n.h>

struct _SondeRepeatButton
{
  AdwBin parent_instance;

  GtkWidget       *menu_button;
  GtkWidget       *mark;
  GtkSpinButton   *interval;
  GtkSpinButton   *times;
  GtkWidget       *start_button;
  GtkWidget       *file_button;
  GtkCheckButton  *original;
  GtkLabel        *note;
  GtkWidget       *scrolled;
  GtkListBox      *list;
  GtkNativeDialog *chooser;

  SondeConnection *connection;
  SondeRepeats    *repeats; /* of it */
  GCancellable    *composing;
};

G_DEFINE_FINAL_TYPE (SondeRepeatButton, sonde_repeat_button, ADW_TYPE_BIN)

enum
{
  PROP_CONNECTION = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
say (SondeRepeatButton *self,
     const char        *sentence,
     gboolean           is_fault)
{
  gtk_label_set_label (self->note, sentence);
  gtk_widget_set_visible (GTK_WIDGET (self->note), *sentence != '\0');
  gtk_widget_remove_css_class (GTK_WIDGET (self->note), is_fault ? "dim-label" : "error");
  gtk_widget_add_css_class (GTK_WIDGET (self->note), is_fault ? "error" : "dim-label");
}

/* ---- What runs ---- */

static void
show_running (SondeRepeatButton *self)
{
  guint            n_running = self->repeats != NULL ? sonde_repeats_get_n_running (self->repeats) : 0;
  g_autofree char *text = g_strdup_printf (g_dngettext (NULL, "%u repeat is running", "%u repeats are running", n_running),
                                           n_running);

  gtk_widget_set_visible (self->mark, n_running > 0);
  gtk_widget_set_tooltip_text (self->menu_button, n_running > 0 ? text : _ ("Send again and again"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu_button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  n_running > 0 ? text : "", -1);
}

static void
show_what_can_start (SondeRepeatButton *self)
{
  gboolean online = self->connection != NULL && sonde_connection_get_online (self->connection);
  gboolean room = self->repeats != NULL && sonde_repeats_has_room (self->repeats);

  gtk_widget_set_sensitive (self->start_button, online && room);
  gtk_widget_set_sensitive (self->file_button, online && room);
  if (!online)
    say (self, _ ("Connect first: a repeat starts while connected."), FALSE);
  else if (!room)
    say (self, _ ("More cannot run at once: stop one first."), FALSE);
  else
    say (self, "", FALSE);
}

static void
running_cb (SondeRepeatButton *self)
{
  show_running (self);
  show_what_can_start (self);
}

static GtkWidget *
create_row_cb (gpointer item,
               gpointer user_data)
{
  SondeRepeatButton *self = user_data;

  return GTK_WIDGET (sonde_repeat_row_new (self->repeats, item));
}

static void
items_changed_cb (SondeRepeatButton *self)
{
  gtk_widget_set_visible (self->scrolled, self->repeats != NULL &&
                                            g_list_model_get_n_items (G_LIST_MODEL (self->repeats)) > 0);
}

/* ---- Starting ---- */

static void
start_form (SondeRepeatButton      *self,
            const SondePublishForm *form,
            SondePublish           *first)
{
  /* 3.3.1.3: once is enough, and that asks first. */
  if (first->retain && g_bytes_get_size (first->payload) == 0)
    {
      sonde_publish_free (first);
      say (self, _ ("An empty retained message clears the one that the broker keeps: publish it once."), TRUE);
      return;
    }

  sonde_repeats_start_form (self->repeats, form, sonde_connection_get_profile (self->connection)->variables, first,
                            gtk_spin_button_get_value_as_int (self->interval),
                            gtk_spin_button_get_value_as_int (self->times));
}

typedef struct
{
  SondeRepeatButton *self;
  SondePublishForm  *form; /* as it is typed */
} Start;

static void
start_free (Start *start)
{
  g_object_unref (start->self);
  sonde_publish_form_free (start->form);
  g_free (start);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Start, start_free)

static void
composed_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (Start) start = user_data;
  g_autofree char  *fault = NULL;
  SondeComposerPart part;
  SondePublish     *first = sonde_composer_compose_finish (result, &part, &fault);

  if (first != NULL)
    start_form (start->self, start->form, first);
  else if (fault != NULL)
    say (start->self, fault, TRUE);
}

static void
start_cb (SondeRepeatButton *self)
{
  SondePublishPane  *pane = SONDE_PUBLISH_PANE (gtk_widget_get_ancestor (GTK_WIDGET (self), SONDE_TYPE_PUBLISH_PANE));
  const SondeLimits *limits = sonde_connection_get_limits (self->connection);
  g_autoptr (SondePublishForm) filled = NULL;
  SondeVariables variables;
  Start         *start = g_new0 (Start, 1);

  /* What is typed counts, before the focus has left it. */
  gtk_spin_button_update (self->interval);
  gtk_spin_button_update (self->times);
  start->self = g_object_ref (self);
  start->form = sonde_publish_pane_dup_form (pane);
  sonde_form_variables_init (&variables, sonde_connection_get_profile (self->connection)->variables, 1);
  filled = sonde_form_variables_fill (&variables, start->form, NULL);
  if (filled == NULL)
    {
      say (self, sonde_form_variables_get_size_text (), TRUE);
      start_free (start);
      return;
    }

  say (self, "", FALSE);
  sonde_composer_compose_async (filled, limits != NULL ? limits->maximum_packet_size : G_MAXSIZE, self->composing,
                                composed_cb, start);
}

static void
response_cb (SondeRepeatButton *self,
             int                response)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
  gboolean as_it_was = gtk_check_button_get_active (self->original);

  if (response == GTK_RESPONSE_ACCEPT && file != NULL && self->repeats != NULL)
    {
      say (self, "", FALSE);
      sonde_repeats_start_file (self->repeats, file, as_it_was ? 0 : gtk_spin_button_get_value_as_int (self->interval));
      gtk_menu_button_popup (GTK_MENU_BUTTON (self->menu_button));
    }
  g_clear_object (&self->chooser);
}

static void
file_cb (SondeRepeatButton *self)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  g_clear_object (&self->chooser);
  self->chooser = GTK_NATIVE_DIALOG (gtk_file_chooser_native_new (_ ("Messages to send again"), window,
                                                                  GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Send"), NULL));
  gtk_file_filter_set_name (filter, _ ("JSON Lines"));
  gtk_file_filter_add_pattern (filter, "*.jsonl");
  gtk_file_filter_add_pattern (filter, "*.ndjson");
  gtk_file_filter_add_pattern (filter, "*.json");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), filter);
  gtk_native_dialog_set_modal (self->chooser, TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (response_cb), self, G_CONNECT_SWAPPED);
  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->menu_button));
  gtk_native_dialog_show (self->chooser);
}

/* ---- GObject ---- */

static void
set_connection (SondeRepeatButton *self,
                SondeConnection   *connection)
{
  if (self->connection == connection)
    return;

  if (self->connection != NULL)
    g_signal_handlers_disconnect_by_data (self->connection, self);
  if (self->repeats != NULL)
    g_signal_handlers_disconnect_by_data (self->repeats, self);
  gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  g_clear_object (&self->chooser);
  g_cancellable_cancel (self->composing);
  g_object_unref (self->composing);
  self->composing = g_cancellable_new ();
  g_set_object (&self->connection, connection);
  g_clear_object (&self->repeats);
  if (connection != NULL)
    {
      self->repeats = g_object_ref (sonde_connection_get_repeats (connection));
      g_signal_connect_object (connection, "notify::online", G_CALLBACK (show_what_can_start), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->repeats, "notify::n-running", G_CALLBACK (running_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->repeats, "items-changed", G_CALLBACK (items_changed_cb), self, G_CONNECT_SWAPPED);
      gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->repeats), create_row_cb, self, NULL);
    }
  running_cb (self);
  items_changed_cb (self);
}

static void
sonde_repeat_button_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_CONNECTION:
      g_value_set_object (value, SONDE_REPEAT_BUTTON (object)->connection);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_repeat_button_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_CONNECTION:
      set_connection (SONDE_REPEAT_BUTTON (object), g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_repeat_button_dispose (GObject *object)
{
  SondeRepeatButton *self = SONDE_REPEAT_BUTTON (object);

  g_clear_object (&self->chooser);
  g_cancellable_cancel (self->composing);
  g_clear_object (&self->composing);
  g_clear_object (&self->repeats);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (sonde_repeat_button_parent_class)->dispose (object);
}

static void
show_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  gtk_menu_button_popup (GTK_MENU_BUTTON (SONDE_REPEAT_BUTTON (widget)->menu_button));
}

static void
sonde_repeat_button_class_init (SondeRepeatButtonClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sonde_repeat_button_dispose;
  object_class->get_property = sonde_repeat_button_get_property;
  object_class->set_property = sonde_repeat_button_set_property;

  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, SONDE_TYPE_CONNECTION, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/sonde_mqtt/Sonde/publish/sonde-repeat-button.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeRepeatButton, menu_button);
  gtk_widget_class_bind_template_child (widget_class, SondeRepeatButton, mark);
  gtk_widget_class_bind_template_child (widget_class, SondeRepeatButton, interval);
  gtk_widget_class_bind_template_child (widget_class, SondeRepeatButton, times);
  gtk_widget_class_bind_template_child (widget_class, SondeRepeatButton, start_button);
  gtk_widget_class_bind_template_child (widget_class, SondeRepeatButton, file_button);
  gtk_widget_class_bind_template_child (widget_class, SondeRepeatButton, original);
  gtk_widget_class_bind_template_child (widget_class, SondeRepeatButton, note);
  gtk_widget_class_bind_template_child (widget_class, SondeRepeatButton, scrolled);
  gtk_widget_class_bind_template_child (widget_class, SondeRepeatButton, list);
  gtk_widget_class_bind_template_callback (widget_class, start_cb);
  gtk_widget_class_bind_template_callback (widget_class, file_cb);

  gtk_widget_class_install_action (widget_class, "repeat.show", NULL, show_action);
}

static void
sonde_repeat_button_init (SondeRepeatButton *self)
{
  self->composing = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  running_cb (self);
  items_changed_cb (self);
}
