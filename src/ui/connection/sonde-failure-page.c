/* sonde-failure-page.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-failure-page"

#include "sonde-failure-page.h"

#include "sonde-chain-group.h"
#include "sonde-step-row.h"
#include "sonde-style.h"
#include "sonde-trust-row.h"

#include <sonde-tls-trusted.h>

#include <glib/gi18n.h>

struct _SondeFailurePage
{
  AdwBin parent_instance;

  GtkLabel        *title;
  GtkLabel        *summary;
  GtkBox          *steps_box;
  SondeStepRow    *step_rows[SONDE_STAGE_ONLINE];
  SondeChainGroup *chain_group;
  GtkWidget       *advice_row;
  SondeTrustRow   *trust_row;
  GtkWidget       *suggestion_row;
  GtkButton       *suggestion_button;
  GtkWidget       *try_again;

  GSignalGroup *signals;
};

G_DEFINE_FINAL_TYPE (SondeFailurePage, sonde_failure_page, ADW_TYPE_BIN)

enum
{
  PROP_CONNECTION = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
set_suggested (GtkWidget *button,
               gboolean   suggested)
{
  sonde_style_set_class (button, "suggested-action", suggested);
}

static void
show_suggestion (SondeFailurePage *self,
                 SondeSuggestion   suggestion)
{
  gtk_widget_set_visible (self->suggestion_row, suggestion != SONDE_SUGGESTION_NONE);
  if (suggestion == SONDE_SUGGESTION_NONE)
    return;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->suggestion_row), sonde_suggestion_to_title (suggestion));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->suggestion_row), sonde_suggestion_to_sentence (suggestion));
  gtk_button_set_label (self->suggestion_button, sonde_suggestion_to_label (suggestion));
}

/* @connection is the one that it was asked for: another may be shown by now. */
static void
trusted_cb (SondeFailurePage *self,
            SondeConnection  *connection,
            SondeChain       *chain)
{
  g_autoptr (SondeProfile) profile = sonde_profile_copy (sonde_connection_get_profile (connection));
  g_autofree char *before = profile->tls->trusted;

  profile->tls->trusted = sonde_tls_add_trusted (before, sonde_chain_get_to_trust (chain));
  sonde_connection_set_profile (connection, profile);
  sonde_connection_connect (connection);
}

/* One button stands out: the one that may help most, and weakens nothing. */
static void
offer (SondeFailurePage *self,
       SondeConnection  *connection)
{
  SondeSuggestion suggestion = sonde_connection_get_report (connection)->suggestion;
  gboolean        helps = suggestion != SONDE_SUGGESTION_NONE && suggestion != SONDE_SUGGESTION_NO_TLS;

  sonde_trust_row_update (self->trust_row, G_OBJECT (connection), sonde_connection_get_report (connection)->chain);
  show_suggestion (self, suggestion);
  set_suggested (GTK_WIDGET (self->suggestion_button), helps);
  set_suggested (self->try_again, !helps && !gtk_widget_get_visible (GTK_WIDGET (self->trust_row)));
}

static void
update (SondeFailurePage *self)
{
  g_autoptr (SondeConnection) connection = g_signal_group_dup_target (self->signals);
  const SondeReport *report = connection != NULL ? sonde_connection_get_report (connection) : NULL;

  if (report == NULL)
    return;

  gtk_label_set_label (self->title, report->title);
  gtk_label_set_label (self->summary, report->summary != NULL ? report->summary : "");
  gtk_widget_set_visible (GTK_WIDGET (self->summary), report->summary != NULL);
  for (guint i = 0; i < SONDE_STAGE_ONLINE; i++)
    {
      sonde_step_row_set_step (self->step_rows[i], &report->steps[i]);
      gtk_widget_set_visible (GTK_WIDGET (self->step_rows[i]), report->steps[i].applies);
    }

  sonde_chain_group_set_chain (self->chain_group, report->chain);
  offer (self, connection);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->advice_row), report->advice != NULL ? report->advice : "");
  gtk_widget_set_visible (self->advice_row, report->advice != NULL);
}

static void
try_again_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  SondeFailurePage *self = SONDE_FAILURE_PAGE (widget);
  g_autoptr (SondeConnection) connection = g_signal_group_dup_target (self->signals);

  if (connection == NULL)
    return;

  if (sonde_connection_get_state (connection) == SONDE_STATE_WAITING)
    sonde_connection_retry_now (connection);
  else
    sonde_connection_connect (connection);
}

static void
suggestion_clicked_cb (SondeFailurePage *self)
{
  g_autoptr (SondeConnection) connection = g_signal_group_dup_target (self->signals);
  const SondeReport *report = connection != NULL ? sonde_connection_get_report (connection) : NULL;

  if (report != NULL && report->suggestion != SONDE_SUGGESTION_NONE)
    sonde_connection_take_suggestion (connection, report->suggestion);
}

static void
copy_report_action (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  SondeFailurePage *self = SONDE_FAILURE_PAGE (widget);
  g_autoptr (SondeConnection) connection = g_signal_group_dup_target (self->signals);
  const SondeReport *report = connection != NULL ? sonde_connection_get_report (connection) : NULL;
  g_autofree char   *text = NULL;

  if (report == NULL)
    return;

  text = sonde_report_to_text (report);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  gtk_widget_activate_action (widget, "win.toast", "s", _ ("Report copied"));
}

static void
sonde_failure_page_dispose (GObject *object)
{
  SondeFailurePage *self = SONDE_FAILURE_PAGE (object);

  g_clear_object (&self->signals);

  G_OBJECT_CLASS (sonde_failure_page_parent_class)->dispose (object);
}

static void
sonde_failure_page_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  SondeFailurePage *self = SONDE_FAILURE_PAGE (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      g_value_take_object (value, g_signal_group_dup_target (self->signals));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_failure_page_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  SondeFailurePage *self = SONDE_FAILURE_PAGE (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      sonde_failure_page_set_connection (self, g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_failure_page_class_init (SondeFailurePageClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sonde_failure_page_dispose;
  object_class->get_property = sonde_failure_page_get_property;
  object_class->set_property = sonde_failure_page_set_property;

  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, SONDE_TYPE_CONNECTION,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (SONDE_TYPE_CHAIN_GROUP);
  g_type_ensure (SONDE_TYPE_TRUST_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/sonde_mqtt/Sonde/connection/sonde-failure-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeFailurePage, title);
  gtk_widget_class_bind_template_child (widget_class, SondeFailurePage, summary);
  gtk_widget_class_bind_template_child (widget_class, SondeFailurePage, steps_box);
  gtk_widget_class_bind_template_child (widget_class, SondeFailurePage, advice_row);
  gtk_widget_class_bind_template_child (widget_class, SondeFailurePage, chain_group);
  gtk_widget_class_bind_template_child (widget_class, SondeFailurePage, trust_row);
  gtk_widget_class_bind_template_callback (widget_class, trusted_cb);
  gtk_widget_class_bind_template_child (widget_class, SondeFailurePage, suggestion_row);
  gtk_widget_class_bind_template_child (widget_class, SondeFailurePage, suggestion_button);
  gtk_widget_class_bind_template_child (widget_class, SondeFailurePage, try_again);
  gtk_widget_class_bind_template_callback (widget_class, suggestion_clicked_cb);

  gtk_widget_class_install_action (widget_class, "failure.try-again", NULL, try_again_action);
  gtk_widget_class_install_action (widget_class, "failure.copy-report", NULL, copy_report_action);
}

static void
sonde_failure_page_init (SondeFailurePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < SONDE_STAGE_ONLINE; i++)
    {
      self->step_rows[i] = g_object_new (SONDE_TYPE_STEP_ROW, "last", i + 1 == SONDE_STAGE_ONLINE, NULL);
      gtk_box_append (self->steps_box, GTK_WIDGET (self->step_rows[i]));
    }

  self->signals = g_signal_group_new (SONDE_TYPE_CONNECTION);
  g_signal_group_connect_swapped (self->signals, "notify::report", G_CALLBACK (update), self);
}

void
sonde_failure_page_set_connection (SondeFailurePage *self,
                                   SondeConnection  *connection)
{
  g_autoptr (SondeConnection) old = NULL;

  g_return_if_fail (SONDE_IS_FAILURE_PAGE (self));
  g_return_if_fail (connection == NULL || SONDE_IS_CONNECTION (connection));

  old = g_signal_group_dup_target (self->signals);
  if (old == connection)
    return;

  g_signal_group_set_target (self->signals, connection);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONNECTION]);
}
