/* sonde-retained-run-bar.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-retained-run-bar"

#include "sonde-retained-run-bar.h"

#include "sonde-retained-question.h"
#include "sonde-style.h"

#include <sonde-retained-text.h>

#include <glib/gi18n.h>

struct _SondeRetainedRunBar
{
  AdwBin parent_instance;

  GtkLabel       *text;
  GtkProgressBar *progress;
  GtkWidget      *stop_button;
  GtkWidget      *resume_button;
  GtkWidget      *undo_button;
  GtkWidget      *earlier_button;

  SondeRetainedJob *job;
  SondeRetainedJob *asked; /* about which there is a question */
};

enum
{
  EARLIER,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SondeRetainedRunBar, sonde_retained_run_bar, ADW_TYPE_BIN)

static double
get_fraction (SondeRetainedJobState       state,
              const SondeRetainedFigures *is)
{
  if (state == SONDE_RETAINED_JOB_CHECKING)
    return 0;
  if (state == SONDE_RETAINED_JOB_VERIFYING)
    return 1;

  return (double) (is->total - is->waiting - is->unsure) / MAX (is->total, 1);
}

static gboolean
is_halted (SondeRetainedJob *job)
{
  SondeRetainedJobState state = sonde_retained_job_get_state (job);

  return state == SONDE_RETAINED_JOB_STOPPED || state == SONDE_RETAINED_JOB_INTERRUPTED;
}

static void
update (SondeRetainedRunBar *self)
{
  const SondeRetainedFigures *figures = sonde_retained_job_get_figures (self->job);
  SondeRetainedJobState       state = sonde_retained_job_get_state (self->job);
  gboolean                    running = sonde_retained_job_get_running (self->job);
  g_autofree char            *text = sonde_retained_run_to_text (state, sonde_retained_job_get_undoing (self->job), figures,
                                                                 sonde_retained_job_get_reason (self->job),
                                                                 sonde_retained_job_get_failure (self->job));

  gtk_label_set_label (self->text, text);
  sonde_style_set_class (GTK_WIDGET (self->text), "error", state == SONDE_RETAINED_JOB_INTERRUPTED);
  gtk_progress_bar_set_fraction (self->progress, get_fraction (state, figures));
  gtk_widget_set_visible (GTK_WIDGET (self->progress), running);
  gtk_widget_set_visible (self->stop_button, running);
  gtk_widget_set_visible (self->resume_button, is_halted (self->job));
  gtk_widget_set_visible (self->undo_button, sonde_retained_job_get_can_undo (self->job));
  gtk_widget_set_sensitive (self->earlier_button, !running);
}

static void
stop_cb (SondeRetainedRunBar *self)
{
  sonde_retained_job_stop (self->job);
}

/* To begin with it, or to go on where it was stopped. */
static void
put_back (SondeRetainedJob *job)
{
  if (sonde_retained_job_get_undoing (job) && is_halted (job))
    sonde_retained_job_resume (job);
  else if (sonde_retained_job_get_can_undo (job))
    sonde_retained_job_undo (job);
}

static void
response_cb (SondeRetainedRunBar *self,
             const char          *response)
{
  g_autoptr (SondeRetainedJob) job = g_steal_pointer (&self->asked);

  if (g_strcmp0 (response, "undo") == 0 && job != NULL && job == self->job)
    put_back (job);
}

static void
ask_or_put_back (SondeRetainedRunBar *self)
{
  GtkWindow *question;

  if (!sonde_retained_job_get_loses_properties (self->job))
    {
      put_back (self->job);
      return;
    }

  g_set_object (&self->asked, self->job);
  question = sonde_retained_question_new_undo (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));
  g_signal_connect_object (question, "response", G_CALLBACK (response_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (question);
}

static void
resume_cb (SondeRetainedRunBar *self)
{
  if (sonde_retained_job_get_undoing (self->job))
    ask_or_put_back (self);
  else
    sonde_retained_job_resume (self->job);
}

static void
undo_cb (SondeRetainedRunBar *self)
{
  ask_or_put_back (self);
}

static void
earlier_cb (SondeRetainedRunBar *self)
{
  g_signal_emit (self, signals[EARLIER], 0);
}

static void
sonde_retained_run_bar_dispose (GObject *object)
{
  SondeRetainedRunBar *self = SONDE_RETAINED_RUN_BAR (object);

  sonde_retained_run_bar_set_job (self, NULL);
  g_clear_object (&self->asked);

  G_OBJECT_CLASS (sonde_retained_run_bar_parent_class)->dispose (object);
}

static void
sonde_retained_run_bar_class_init (SondeRetainedRunBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sonde_retained_run_bar_dispose;

  signals[EARLIER] = g_signal_new ("earlier", SONDE_TYPE_RETAINED_RUN_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/sonde_mqtt/Sonde/retained/sonde-retained-run-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeRetainedRunBar, text);
  gtk_widget_class_bind_template_child (widget_class, SondeRetainedRunBar, progress);
  gtk_widget_class_bind_template_child (widget_class, SondeRetainedRunBar, stop_button);
  gtk_widget_class_bind_template_child (widget_class, SondeRetainedRunBar, resume_button);
  gtk_widget_class_bind_template_child (widget_class, SondeRetainedRunBar, undo_button);
  gtk_widget_class_bind_template_child (widget_class, SondeRetainedRunBar, earlier_button);
  gtk_widget_class_bind_template_callback (widget_class, earlier_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
  gtk_widget_class_bind_template_callback (widget_class, resume_cb);
  gtk_widget_class_bind_template_callback (widget_class, undo_cb);
}

static void
sonde_retained_run_bar_init (SondeRetainedRunBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
sonde_retained_run_bar_set_job (SondeRetainedRunBar *self,
                                SondeRetainedJob    *job)
{
  g_return_if_fail (SONDE_IS_RETAINED_RUN_BAR (self));
  g_return_if_fail (job == NULL || SONDE_IS_RETAINED_JOB (job));

  if (self->job != NULL)
    g_signal_handlers_disconnect_by_func (self->job, update, self);
  g_set_object (&self->job, job);
  gtk_widget_set_visible (GTK_WIDGET (self), job != NULL);
  if (job == NULL)
    return;

  g_signal_connect_object (job, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

void
sonde_retained_run_bar_set_n_earlier (SondeRetainedRunBar *self,
                                      guint                n)
{
  g_autofree char *label = NULL;

  g_return_if_fail (SONDE_IS_RETAINED_RUN_BAR (self));

  label = g_strdup_printf (g_dngettext (NULL, "%u earlier clear", "%u earlier clears", n), n);
  gtk_button_set_label (GTK_BUTTON (self->earlier_button), label);
  gtk_widget_set_visible (self->earlier_button, n > 0);
}
