/* sonde-retained-window.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-retained-window"

#include "sonde-retained-window.h"

#include "sonde-retained-question.h"
#include "sonde-retained-run-bar.h"
#include "sonde-retained-view.h"
#include "sonde-style.h"
#include "sonde-topic-popover.h"

#include <sonde-format.h>
#include <sonde-retained-job.h>
#include <sonde-retained-look.h>
#include <sonde-retained-text.h>
#include <sonde-topic.h>

#include <glib/gi18n.h>

#define ALL_TOPICS "#"

/* What is held, of all that a broker may have. */
#define MAX_BYTES ((gsize) 256 << 20)

typedef struct
{
  SondeRetainedJob *job; /* or NULL */
  char             *filter;
} Run;

struct _SondeRetainedWindow
{
  AdwWindow parent_instance;

  AdwWindowTitle      *title;
  GtkEditable         *filter_entry;
  GtkWidget           *find_button;
  GtkWidget           *stop_looking_button;
  GtkLabel            *note_label;
  SondeRetainedView   *view;
  GtkWidget           *spinner;
  GtkLabel            *count_label;
  GtkWidget           *clear_button;
  SondeRetainedRunBar *run_bar;

  SondeConnection   *connection;
  SondeRetainedList *list;
  char              *filter;  /* of the present or last look; or NULL */
  GCancellable      *looking; /* while it looks */
  SondeRetainedFound found;
  gboolean           partial; /* the look did not come to its end */
  Run                run;     /* the one that is shown */
  GArray            *earlier; /* of Run, none of which is running: what can still be undone, or resumed */
  GPtrArray         *asked;   /* what the question is about */
};

G_DEFINE_FINAL_TYPE (SondeRetainedWindow, sonde_retained_window, ADW_TYPE_WINDOW)

static void
run_clear (Run *run)
{
  g_clear_object (&run->job);
  g_clear_pointer (&run->filter, g_free);
}

static gboolean
is_running (SondeRetainedWindow *self)
{
  return self->run.job != NULL && sonde_retained_job_get_running (self->run.job);
}

static gboolean
is_halted (const Run *run)
{
  SondeRetainedJobState state = run->job != NULL ? sonde_retained_job_get_state (run->job) : SONDE_RETAINED_JOB_IDLE;

  return state == SONDE_RETAINED_JOB_STOPPED || state == SONDE_RETAINED_JOB_INTERRUPTED;
}

static char *
describe_clear (SondeRetainedWindow *self)
{
  guint            n_selected = sonde_retained_view_get_n_selected (self->view);
  guint            n_shown = sonde_retained_view_get_n_shown (self->view);
  g_autofree char *count = sonde_format_count (n_selected > 0 ? n_selected : n_shown);

  if (n_selected > 0)
    return g_strdup_printf (g_dngettext (NULL, "Clear %s selected…", "Clear %s selected…", n_selected), count);
  if (n_shown > 0)
    return g_strdup_printf (g_dngettext (NULL, "Clear %s shown…", "Clear all %s shown…", n_shown), count);

  return g_strdup (_ ("Clear…"));
}

static void
update_empty (SondeRetainedWindow *self)
{
  if (self->filter == NULL)
    sonde_retained_view_set_empty (self->view, _ ("Retained messages"),
                                   _ ("The broker keeps the last retained message of each topic, and sends it to whoever "
                                      "subscribes. Find looks them up over a connection of its own."));
  else if (self->looking != NULL)
    sonde_retained_view_set_empty (self->view, _ ("Looking…"), NULL);
  else
    sonde_retained_view_set_empty (self->view, _ ("No retained message here"),
                                   _ ("The broker has none that this topic filter matches, or does not let this user "
                                      "read them. Some brokers, as RabbitMQ, send them to exact topic names only."));
}

static void
update (SondeRetainedWindow *self)
{
  gboolean         looking = self->looking != NULL;
  gboolean         running = is_running (self);
  g_autofree char *count = NULL;
  g_autofree char *clear = describe_clear (self);

  gtk_widget_set_visible (self->find_button, !looking);
  gtk_widget_set_visible (self->stop_looking_button, looking);
  gtk_widget_set_sensitive (self->find_button, !running);
  gtk_widget_set_visible (self->spinner, looking);
  gtk_button_set_label (GTK_BUTTON (self->clear_button), clear);
  gtk_widget_set_sensitive (self->clear_button,
                            !looking && !running && sonde_retained_view_get_n_shown (self->view) > 0);

  count = sonde_retained_found_to_text (g_list_model_get_n_items (G_LIST_MODEL (self->list)),
                                        sonde_retained_list_get_payload_size (self->list), looking ? NULL : &self->found);
  if (self->partial)
    {
      g_autofree char *complete = g_steal_pointer (&count);

      /* Translators: after “1,204 retained messages, 45.1 kB” */
      count = g_strdup_printf (_ ("%s: there may be more, the look was not finished"), complete);
    }
  gtk_label_set_label (self->count_label, self->filter != NULL ? count : "");
  update_empty (self);
}

/* ---- Looking ---- */

static void
looked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (SondeRetainedWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  SondeRetainedFound found;

  sonde_retained_look_finish (result, &found, &error);
  if (self->connection == NULL)
    return;

  self->found = found;
  self->partial = error != NULL;
  g_clear_object (&self->looking);
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    sonde_style_show_fault (GTK_WIDGET (self->filter_entry), self->note_label, error->message);
  update (self);
}

static void
forget_all (SondeRetainedWindow *self)
{
  g_autoptr (GHashTable) topics = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->list)); i++)
    {
      g_autoptr (SondeRetainedEntry) entry = g_list_model_get_item (G_LIST_MODEL (self->list), i);

      g_hash_table_add (topics, (gpointer) sonde_retained_entry_get_topic (entry));
    }
  sonde_retained_list_remove_all (self->list, topics);
}

/* @filter: a valid one */
/* A row that goes with the focus would leave it to GTK, which looks for another while it lays out what
 * changes below it. */
static void
save_focus (SondeRetainedWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (focus != NULL && (gtk_widget_is_ancestor (focus, GTK_WIDGET (self->view)) ||
                        gtk_widget_is_ancestor (focus, GTK_WIDGET (self->run_bar))))
    gtk_widget_grab_focus (GTK_WIDGET (self->filter_entry));
}

static void
look_below (SondeRetainedWindow *self,
            const char          *filter)
{
  const char *const filters[] = { filter, NULL };

  save_focus (self);
  forget_all (self);
  if (filter != self->filter)
    {
      g_free (self->filter);
      self->filter = g_strdup (filter);
    }
  self->found = (SondeRetainedFound){ .granted_qos = 2 };
  self->partial = FALSE;
  self->looking = g_cancellable_new ();
  update (self);
  sonde_retained_look_async (self->connection, (GStrv) filters, self->list, NULL, self->looking, looked_cb,
                             g_object_ref (self));
}

static void
find_cb (SondeRetainedWindow *self)
{
  const char *typed = gtk_editable_get_text (self->filter_entry);
  const char *filter = *typed != '\0' ? typed : ALL_TOPICS;
  const char *fault = sonde_connection_check_filter (self->connection, filter);

  if (self->looking != NULL || is_running (self))
    return;

  if (fault == NULL && sonde_topic_filter_is_shared (filter))
    fault = _ ("A shared subscription gets no retained messages: leave out $share and the name.");
  sonde_style_show_fault (GTK_WIDGET (self->filter_entry), self->note_label, fault);
  if (fault == NULL)
    look_below (self, filter);
}

static void
stop_looking_cb (SondeRetainedWindow *self)
{
  if (self->looking != NULL)
    g_cancellable_cancel (self->looking);
}

static void
filter_changed_cb (SondeRetainedWindow *self)
{
  const char *typed = gtk_editable_get_text (self->filter_entry);

  sonde_style_show_fault (GTK_WIDGET (self->filter_entry), self->note_label,
                          *typed != '\0' ? sonde_connection_check_filter (self->connection, typed) : NULL);
}

/* ---- Clearing ---- */

/* What was put back may not belong to what is listed by now. */
static void
job_changed_cb (SondeRetainedWindow *self)
{
  update (self);
  if (sonde_retained_job_get_state (self->run.job) == SONDE_RETAINED_JOB_DONE &&
      self->looking == NULL && g_strcmp0 (self->run.filter, self->filter) != 0)
    look_below (self, self->filter);
}

/* The one before goes among the earlier ones, unless there is nothing left of it to do. Takes what @run has. */
static void
set_run (SondeRetainedWindow *self,
         Run                  run)
{
  if (self->run.job != NULL)
    g_signal_handlers_disconnect_by_func (self->run.job, job_changed_cb, self);
  if (self->run.job != NULL && (is_halted (&self->run) || sonde_retained_job_get_can_undo (self->run.job)))
    g_array_append_val (self->earlier, self->run);
  else
    run_clear (&self->run);

  self->run = run;
  g_signal_connect_object (run.job, "changed", G_CALLBACK (job_changed_cb), self, G_CONNECT_SWAPPED);
  sonde_retained_run_bar_set_job (self->run_bar, run.job);
  sonde_retained_run_bar_set_n_earlier (self->run_bar, self->earlier->len);
}

/* The latest of them; what is shown now then comes last, so that none is out of reach. */
static void
earlier_cb (SondeRetainedWindow *self)
{
  Run   run, shown;
  guint n_others;

  if (self->earlier->len == 0 || is_running (self))
    return;

  n_others = self->earlier->len - 1;
  run = g_array_index (self->earlier, Run, n_others);
  self->earlier->len = n_others;
  set_run (self, run);
  if (self->earlier->len > n_others)
    {
      shown = g_array_index (self->earlier, Run, n_others);
      self->earlier->len = n_others;
      g_array_prepend_val (self->earlier, shown);
    }
}

static void
clear_response_cb (SondeRetainedWindow *self,
                   const char          *response)
{
  g_autoptr (GPtrArray) entries = g_steal_pointer (&self->asked);
  Run run;

  if (g_strcmp0 (response, "clear") != 0 || entries == NULL)
    return;

  save_focus (self);
  run = (Run){ sonde_retained_job_new (self->connection, self->filter, entries, self->list), g_strdup (self->filter) };
  set_run (self, run);
  sonde_retained_job_clear (run.job);
}

static void
clear_cb (SondeRetainedWindow *self)
{
  GtkWindow *question;

  g_clear_pointer (&self->asked, g_ptr_array_unref);
  self->asked = sonde_retained_view_list_targets (self->view);
  if (self->asked->len == 0)
    return;

  question = sonde_retained_question_new (GTK_WINDOW (self), self->asked, sonde_connection_get_version (self->connection));
  g_signal_connect_object (question, "response", G_CALLBACK (clear_response_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (question);
}

/* ---- The window ---- */

static gboolean
destroy_cb (gpointer user_data)
{
  gtk_window_destroy (GTK_WINDOW (user_data));

  return G_SOURCE_REMOVE;
}

/* The dialog is still in use. */
static void
close_response_cb (SondeRetainedWindow *self,
                   const char          *response)
{
  if (g_strcmp0 (response, "close") == 0)
    g_idle_add_full (G_PRIORITY_DEFAULT, destroy_cb, g_object_ref (self), g_object_unref);
}

/* What an undo has yet to put back is nowhere else. */
static gboolean
is_half_undone (const Run *run)
{
  return is_halted (run) && sonde_retained_job_get_undoing (run->job);
}

static gboolean
is_unfinished (SondeRetainedWindow *self)
{
  for (guint i = 0; i < self->earlier->len; i++)
    if (is_half_undone (&g_array_index (self->earlier, Run, i)))
      return TRUE;

  return is_running (self) || is_half_undone (&self->run);
}

static gboolean
sonde_retained_window_close_request (GtkWindow *window)
{
  SondeRetainedWindow *self = SONDE_RETAINED_WINDOW (window);
  AdwMessageDialog    *dialog;

  if (!is_unfinished (self))
    {
      stop_looking_cb (self); /* a look that goes on would keep the window */
      return GTK_WINDOW_CLASS (sonde_retained_window_parent_class)->close_request (window);
    }

  dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (window, _ ("Stop and close?"),
                                                       _ ("What was cleared so far cannot be put back then.")));
  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Go on"), "close", _ ("_Stop and close"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "close", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (close_response_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));

  return GDK_EVENT_STOP;
}

static void
sonde_retained_window_dispose (GObject *object)
{
  SondeRetainedWindow *self = SONDE_RETAINED_WINDOW (object);

  stop_looking_cb (self);
  if (self->run.job != NULL)
    sonde_retained_job_stop (self->run.job);
  run_clear (&self->run);
  g_clear_pointer (&self->earlier, g_array_unref);
  g_clear_object (&self->looking);
  g_clear_object (&self->list);
  g_clear_object (&self->connection);
  g_clear_pointer (&self->asked, g_ptr_array_unref);
  g_clear_pointer (&self->filter, g_free);

  G_OBJECT_CLASS (sonde_retained_window_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/sonde_mqtt/Sonde/retained/sonde-retained-window.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeRetainedWindow, title);
  gtk_widget_class_bind_template_child (widget_class, SondeRetainedWindow, filter_entry);
  gtk_widget_class_bind_template_child (widget_class, SondeRetainedWindow, find_button);
  gtk_widget_class_bind_template_child (widget_class, SondeRetainedWindow, stop_looking_button);
  gtk_widget_class_bind_template_child (widget_class, SondeRetainedWindow, note_label);
  gtk_widget_class_bind_template_child (widget_class, SondeRetainedWindow, view);
  gtk_widget_class_bind_template_child (widget_class, SondeRetainedWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, SondeRetainedWindow, count_label);
  gtk_widget_class_bind_template_child (widget_class, SondeRetainedWindow, clear_button);
  gtk_widget_class_bind_template_child (widget_class, SondeRetainedWindow, run_bar);
  gtk_widget_class_bind_template_callback (widget_class, find_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_looking_cb);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, clear_cb);
  gtk_widget_class_bind_template_callback (widget_class, earlier_cb);
}

static void
sonde_retained_window_class_init (SondeRetainedWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sonde_retained_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = sonde_retained_window_close_request;

  g_type_ensure (SONDE_TYPE_RETAINED_RUN_BAR);
  g_type_ensure (SONDE_TYPE_RETAINED_VIEW);
  bind_template (widget_class);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
sonde_retained_window_init (SondeRetainedWindow *self)
{
  self->list = sonde_retained_list_new (MAX_BYTES);
  self->earlier = g_array_new (FALSE, FALSE, sizeof (Run));
  g_array_set_clear_func (self->earlier, (GDestroyNotify) run_clear);
  self->found.granted_qos = 2;
  gtk_widget_init_template (GTK_WIDGET (self));
  sonde_retained_view_set_list (self->view, self->list);
}

SondeRetainedWindow *
sonde_retained_window_new (GtkWindow       *parent,
                           SondeConnection *connection)
{
  SondeRetainedWindow *self;
  SondeTopicPopover   *popover;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (SONDE_IS_CONNECTION (connection), NULL);

  self = g_object_new (SONDE_TYPE_RETAINED_WINDOW, "transient-for", parent, NULL);
  self->connection = g_object_ref (connection);
  adw_window_title_set_subtitle (self->title, sonde_connection_get_name (connection));
  popover = sonde_topic_popover_new (self->filter_entry, FALSE);
  sonde_topic_popover_set_connection (popover, connection);
  g_signal_connect_object (self->view, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->filter_entry));

  return self;
}

SondeConnection *
sonde_retained_window_get_connection (SondeRetainedWindow *self)
{
  g_return_val_if_fail (SONDE_IS_RETAINED_WINDOW (self), NULL);

  return self->connection;
}

void
sonde_retained_window_find (SondeRetainedWindow *self,
                            const char          *filter)
{
  g_return_if_fail (SONDE_IS_RETAINED_WINDOW (self));
  g_return_if_fail (filter != NULL);

  if (self->looking != NULL || is_running (self))
    return;

  gtk_editable_set_text (self->filter_entry, filter);
  find_cb (self);
}
