/* sonde-session-page.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-session-page"

#include "sonde-session-page.h"

#include "sonde-fault-row.h"
#include "sonde-pair-list.h"
#include "sonde-spin-row.h"
#include "sonde-switch-row.h"

#include <glib/gi18n.h>

#define DAY_SECONDS 86400

struct _SondeSessionPage
{
  SondeEditorPage parent_instance;

  SondeSwitchRow *clean_start_row;
  SondeSpinRow   *session_expiry_row;
  GtkWidget      *ends_row;
  SondeSpinRow   *keep_alive_row;
  SondeFaultRow  *keep_alive_fault;

  GtkWidget      *properties_group;
  SondeSpinRow   *receive_maximum_row;
  SondeSpinRow   *packet_size_row;
  SondeSwitchRow *response_row;
  SondeSwitchRow *problem_row;
  SondePairList  *user_properties;
  SondePairList  *variables;
};

G_DEFINE_FINAL_TYPE (SondeSessionPage, sonde_session_page, SONDE_TYPE_EDITOR_PAGE)

static void
sonde_session_page_load (SondeEditorPage    *page,
                         const SondeProfile *profile)
{
  SondeSessionPage *self = SONDE_SESSION_PAGE (page);

  sonde_switch_row_set_active (self->clean_start_row, profile->clean_start);
  sonde_spin_row_set_value (self->session_expiry_row, profile->session_expiry);
  sonde_spin_row_set_value (self->keep_alive_row, profile->keep_alive);
  sonde_spin_row_set_value (self->receive_maximum_row, profile->receive_maximum);
  sonde_spin_row_set_value (self->packet_size_row, profile->maximum_packet_size);
  sonde_switch_row_set_active (self->response_row, profile->request_response_information);
  sonde_switch_row_set_active (self->problem_row, profile->request_problem_information);
  sonde_pair_list_load (self->user_properties, profile->user_properties);
  sonde_pair_list_load (self->variables, profile->variables);
}

static void
sonde_session_page_save (SondeEditorPage *page,
                         SondeProfile    *profile)
{
  SondeSessionPage *self = SONDE_SESSION_PAGE (page);

  profile->clean_start = sonde_switch_row_get_active (self->clean_start_row);
  profile->session_expiry = sonde_spin_row_get_value (self->session_expiry_row);
  profile->keep_alive = sonde_spin_row_get_value (self->keep_alive_row);
  profile->receive_maximum = sonde_spin_row_get_value (self->receive_maximum_row);
  profile->maximum_packet_size = sonde_spin_row_get_value (self->packet_size_row);
  profile->request_response_information = sonde_switch_row_get_active (self->response_row);
  profile->request_problem_information = sonde_switch_row_get_active (self->problem_row);
  g_ptr_array_unref (profile->user_properties);
  profile->user_properties = sonde_pair_list_dup_pairs (self->user_properties);
  g_ptr_array_unref (profile->variables);
  profile->variables = sonde_pair_list_dup_pairs (self->variables);
}

/* "Clean session" of MQTT 3.x became "Clean start" and "Session expiry" in MQTT 5 (5.0, 3.1.2.4 and 3.1.2.11.2). */
static void
show_version (SondeSessionPage *self,
              gboolean          is_5)
{
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->clean_start_row),
                                 is_5 ? _ ("Clean start") : _ ("Clean session"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->clean_start_row),
                               is_5
                                 ? _ ("The broker forgets an earlier session of this client ID")
                                 : _ ("The broker keeps no subscriptions and messages for this client ID"));
  gtk_widget_set_visible (GTK_WIDGET (self->session_expiry_row), is_5);
  gtk_widget_set_visible (self->properties_group, is_5);
  gtk_widget_set_visible (GTK_WIDGET (self->user_properties), is_5);
}

static void
sonde_session_page_update (SondeEditorPage    *page,
                           const SondeProfile *typed)
{
  SondeSessionPage *self = SONDE_SESSION_PAGE (page);
  gboolean          is_5 = typed->version == SONDE_MQTT_5;

  show_version (self, is_5);
  gtk_widget_set_visible (self->ends_row, is_5 && !typed->clean_start && typed->session_expiry == 0);
  sonde_fault_row_set_fault (self->keep_alive_fault, sonde_profile_check_keep_alive (typed->keep_alive));
}

static void
keep_cb (SondeSessionPage *self)
{
  sonde_spin_row_set_value (self->session_expiry_row, DAY_SECONDS);
  gtk_widget_grab_focus (GTK_WIDGET (self->session_expiry_row));
}

static char *
format_expiry (SondeSessionPage *self,
               double            seconds)
{
  guint64 value = seconds;

  if (value == 0)
    return g_strdup (_ ("Seconds; 0: the session ends with the connection"));
  if (value >= SONDE_SESSION_EXPIRY_NEVER)
    return g_strdup (_ ("Seconds; this largest number means that it never ends"));
  if (value >= 2 * DAY_SECONDS)
    return g_strdup_printf (_ ("Seconds the broker keeps the session: about %u days"), (guint) (value / DAY_SECONDS));
  if (value >= 2 * 3600)
    return g_strdup_printf (_ ("Seconds the broker keeps the session: about %u hours"), (guint) (value / 3600));

  return g_strdup (_ ("Seconds the broker keeps the session after the connection ended"));
}

static void
sonde_session_page_class_init (SondeSessionPageClass *klass)
{
  GtkWidgetClass       *widget_class = GTK_WIDGET_CLASS (klass);
  SondeEditorPageClass *page_class = SONDE_EDITOR_PAGE_CLASS (klass);

  page_class->load = sonde_session_page_load;
  page_class->save = sonde_session_page_save;
  page_class->update = sonde_session_page_update;

  g_type_ensure (SONDE_TYPE_FAULT_ROW);
  g_type_ensure (SONDE_TYPE_PAIR_LIST);
  g_type_ensure (SONDE_TYPE_SPIN_ROW);
  g_type_ensure (SONDE_TYPE_SWITCH_ROW);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/sonde_mqtt/Sonde/editor/sonde-session-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeSessionPage, clean_start_row);
  gtk_widget_class_bind_template_child (widget_class, SondeSessionPage, session_expiry_row);
  gtk_widget_class_bind_template_child (widget_class, SondeSessionPage, ends_row);
  gtk_widget_class_bind_template_child (widget_class, SondeSessionPage, keep_alive_row);
  gtk_widget_class_bind_template_child (widget_class, SondeSessionPage, keep_alive_fault);
  gtk_widget_class_bind_template_child (widget_class, SondeSessionPage, properties_group);
  gtk_widget_class_bind_template_child (widget_class, SondeSessionPage, receive_maximum_row);
  gtk_widget_class_bind_template_child (widget_class, SondeSessionPage, packet_size_row);
  gtk_widget_class_bind_template_child (widget_class, SondeSessionPage, response_row);
  gtk_widget_class_bind_template_child (widget_class, SondeSessionPage, problem_row);
  gtk_widget_class_bind_template_child (widget_class, SondeSessionPage, user_properties);
  gtk_widget_class_bind_template_child (widget_class, SondeSessionPage, variables);
  gtk_widget_class_bind_template_callback (widget_class, format_expiry);
  gtk_widget_class_bind_template_callback (widget_class, keep_cb);
  gtk_widget_class_bind_template_callback_full (widget_class, "changed_cb", G_CALLBACK (sonde_editor_page_changed));
}

static void
sonde_session_page_init (SondeSessionPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
