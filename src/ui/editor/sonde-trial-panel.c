/* sonde-trial-panel.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-trial-panel"

#include "sonde-trial-panel.h"

#include "sonde-chain-group.h"
#include "sonde-step-row.h"
#include "sonde-trust-row.h"

#include <sonde-format.h>

#include <glib/gi18n.h>

struct _SondeTrialPanel
{
  AdwBin parent_instance;

  GtkImage        *icon;
  GtkSpinner      *spinner;
  GtkLabel        *title;
  GtkWidget       *stop_button;
  GtkWidget       *close_button;
  GtkLabel        *summary;
  GtkLabel        *advice;
  GtkLabel        *suggestion;
  GtkLabel        *stale;
  SondeTrustRow   *trust_row;
  GtkWidget       *trust_list;
  GtkToggleButton *steps;
  GtkBox          *steps_box;
  SondeChainGroup *chain_group;

  SondeStepRow *step_rows[SONDE_STAGE_ONLINE];
  SondeTrial   *trial;
  GCancellable *cancellable; /* of the trial that runs */
};

G_DEFINE_FINAL_TYPE (SondeTrialPanel, sonde_trial_panel, ADW_TYPE_BIN)

enum
{
  TRUSTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
set_text (GtkLabel   *label,
          const char *text)
{
  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
}

static void
set_running (SondeTrialPanel *self,
             gboolean         running)
{
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), running);
  gtk_spinner_set_spinning (self->spinner, running);
  gtk_widget_set_visible (GTK_WIDGET (self->icon), !running);
  gtk_widget_set_visible (self->stop_button, running);
  gtk_widget_set_visible (self->close_button, !running);
}

static void
set_outcome (SondeTrialPanel *self,
             const char      *icon_name,
             const char      *css_class,
             const char      *title)
{
  const char *css_classes[] = { css_class, NULL };

  gtk_image_set_from_icon_name (self->icon, icon_name);
  gtk_widget_set_css_classes (GTK_WIDGET (self->icon), css_classes);
  gtk_label_set_label (self->title, title);
}

static void
show_steps (SondeTrialPanel *self)
{
  const SondeReport *report = sonde_trial_get_report (self->trial);
  SondeStepRow      *last = NULL;

  for (guint i = 0; i < SONDE_STAGE_ONLINE; i++)
    {
      sonde_step_row_set_step (self->step_rows[i], &report->steps[i]);
      gtk_widget_set_visible (GTK_WIDGET (self->step_rows[i]), report->steps[i].applies);
      g_object_set (self->step_rows[i], "last", FALSE, NULL);
      if (report->steps[i].applies)
        last = self->step_rows[i];
    }
  if (last != NULL)
    g_object_set (last, "last", TRUE, NULL);
}

static void
show_accepted (SondeTrialPanel *self)
{
  const SondeReport *report = sonde_trial_get_report (self->trial);
  g_autofree char   *duration = NULL;
  g_autofree char   *title = NULL;
  gint64             total = 0;

  for (guint i = 0; i < SONDE_STAGE_ONLINE; i++)
    total += MAX (report->steps[i].duration, 0);
  duration = sonde_format_duration (total);
  /* Translators: after how long, “12 ms” */
  title = g_strdup_printf (_ ("The broker accepted the connection after %s"), duration);

  set_outcome (self, "object-select-symbolic", "success", title);
  set_text (self->summary, sonde_trial_get_connack_text (self->trial));
  set_text (self->advice, sonde_trial_get_id (self->trial) == SONDE_TRIAL_OWN_ID
                            ? _ ("Tested with a client ID of its own, so that the connection and its session stay as they are.")
                            : NULL);
}

static void
show_suggestion (SondeTrialPanel *self,
                 SondeSuggestion  suggestion)
{
  g_autofree char *text = NULL;

  /* Translators: what to change, “Use TLS”; and a sentence on it */
  if (suggestion != SONDE_SUGGESTION_NONE)
    text = g_strdup_printf (_ ("This may help: %s. %s"), sonde_suggestion_to_label (suggestion), sonde_suggestion_to_sentence (suggestion));
  set_text (self->suggestion, text);
}

static void
offer_trust (SondeTrialPanel *self,
             SondeChain      *chain)
{
  sonde_trust_row_update (self->trust_row, G_OBJECT (self->trial), chain);
  gtk_widget_set_visible (self->trust_list, gtk_widget_get_visible (GTK_WIDGET (self->trust_row)));
}

/* What was shown of an earlier trial is trusted no less. */
static void
trusted_cb (SondeTrialPanel *self,
            GObject         *trial,
            SondeChain      *chain)
{
  g_signal_emit (self, signals[TRUSTED], 0, chain);
}

static void
show_failed (SondeTrialPanel *self,
             const GError    *error)
{
  const SondeReport *report = sonde_trial_get_report (self->trial);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      set_outcome (self, "process-stop-symbolic", "dim-label", _ ("The test was stopped"));
      return;
    }

  set_outcome (self, "dialog-error-symbolic", "error", report->title);
  set_text (self->summary, error->message);
  set_text (self->advice, report->advice);
  show_suggestion (self, report->suggestion);
  sonde_chain_group_set_chain (self->chain_group, report->chain);
  offer_trust (self, report->chain);
}

static void
ran_cb (GObject      *object,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (SondeTrialPanel) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean accepted = sonde_trial_run_finish (SONDE_TRIAL (object), result, &error);

  /* Another one has begun, or the window is gone. */
  if (self->trial != SONDE_TRIAL (object))
    return;

  /* While it runs they are what there is to see; then what came of it is. */
  show_steps (self);
  gtk_toggle_button_set_active (self->steps, FALSE);
  set_running (self, FALSE);
  if (accepted)
    show_accepted (self);
  else
    show_failed (self, error);
}

static void
clear (SondeTrialPanel *self)
{
  if (self->trial != NULL)
    g_signal_handlers_disconnect_by_data (self->trial, self);
  g_clear_object (&self->trial);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
stop_cb (SondeTrialPanel *self)
{
  g_cancellable_cancel (self->cancellable);
  gtk_widget_grab_focus (self->close_button);
}

static void
close_cb (SondeTrialPanel *self)
{
  clear (self);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static void
sonde_trial_panel_dispose (GObject *object)
{
  clear (SONDE_TRIAL_PANEL (object));

  G_OBJECT_CLASS (sonde_trial_panel_parent_class)->dispose (object);
}

static void
sonde_trial_panel_class_init (SondeTrialPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sonde_trial_panel_dispose;

  signals[TRUSTED] = g_signal_new ("trusted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_POINTER);

  g_type_ensure (SONDE_TYPE_CHAIN_GROUP);
  g_type_ensure (SONDE_TYPE_TRUST_ROW);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/editor/sonde-trial-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeTrialPanel, icon);
  gtk_widget_class_bind_template_child (widget_class, SondeTrialPanel, spinner);
  gtk_widget_class_bind_template_child (widget_class, SondeTrialPanel, title);
  gtk_widget_class_bind_template_child (widget_class, SondeTrialPanel, stop_button);
  gtk_widget_class_bind_template_child (widget_class, SondeTrialPanel, close_button);
  gtk_widget_class_bind_template_child (widget_class, SondeTrialPanel, summary);
  gtk_widget_class_bind_template_child (widget_class, SondeTrialPanel, advice);
  gtk_widget_class_bind_template_child (widget_class, SondeTrialPanel, suggestion);
  gtk_widget_class_bind_template_child (widget_class, SondeTrialPanel, stale);
  gtk_widget_class_bind_template_child (widget_class, SondeTrialPanel, trust_row);
  gtk_widget_class_bind_template_child (widget_class, SondeTrialPanel, trust_list);
  gtk_widget_class_bind_template_child (widget_class, SondeTrialPanel, steps);
  gtk_widget_class_bind_template_child (widget_class, SondeTrialPanel, steps_box);
  gtk_widget_class_bind_template_child (widget_class, SondeTrialPanel, chain_group);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
  gtk_widget_class_bind_template_callback (widget_class, trusted_cb);
}

static void
sonde_trial_panel_init (SondeTrialPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < SONDE_STAGE_ONLINE; i++)
    {
      self->step_rows[i] = g_object_new (SONDE_TYPE_STEP_ROW, NULL);
      gtk_box_append (self->steps_box, GTK_WIDGET (self->step_rows[i]));
    }
}

void
sonde_trial_panel_run (SondeTrialPanel *self,
                       SondeTrial      *trial)
{
  g_return_if_fail (SONDE_IS_TRIAL_PANEL (self));
  g_return_if_fail (SONDE_IS_TRIAL (trial));

  clear (self);
  self->trial = g_object_ref (trial);
  self->cancellable = g_cancellable_new ();

  gtk_label_set_label (self->title, _ ("Testing the connection…"));
  set_text (self->summary, NULL);
  set_text (self->advice, NULL);
  set_text (self->suggestion, NULL);
  sonde_chain_group_set_chain (self->chain_group, NULL);
  offer_trust (self, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->stale), FALSE);
  gtk_toggle_button_set_active (self->steps, TRUE);
  set_running (self, TRUE);
  show_steps (self);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  g_signal_connect_object (trial, "notify::report", G_CALLBACK (show_steps), self, G_CONNECT_SWAPPED);
  sonde_trial_run_async (trial, self->cancellable, ran_cb, g_object_ref (self));
}

void
sonde_trial_panel_mark_stale (SondeTrialPanel *self)
{
  g_return_if_fail (SONDE_IS_TRIAL_PANEL (self));

  gtk_widget_set_visible (GTK_WIDGET (self->stale), TRUE);
}
