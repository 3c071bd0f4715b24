/* sonde-network-page.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-network-page"

#include "sonde-network-page.h"

#include "sonde-entry-row.h"
#include "sonde-fault-row.h"
#include "sonde-spin-row.h"
#include "sonde-switch-row.h"

#include <sonde-secret-store.h>

#include <glib/gi18n.h>

struct _SondeNetworkPage
{
  SondeEditorPage parent_instance;

  SondeSwitchRow *on_start_row;
  SondeSpinRow   *timeout_row;
  SondeSwitchRow *resubscribe_row;

  SondeSwitchRow *reconnect_row;
  SondeSpinRow   *first_delay_row;
  SondeSpinRow   *greatest_delay_row;
  SondeFaultRow  *greatest_delay_fault;
  SondeSpinRow   *attempts_row;

  GtkWidget     *proxy_group;
  AdwComboRow   *proxy_row;
  GtkEditable   *proxy_host_row;
  SondeFaultRow *proxy_host_fault;
  SondeSpinRow  *proxy_port_row;
  GtkEditable   *proxy_user_row;
  SondeFaultRow *proxy_user_fault;
  GtkEditable   *proxy_password_row;
};

G_DEFINE_FINAL_TYPE (SondeNetworkPage, sonde_network_page, SONDE_TYPE_EDITOR_PAGE)

static void
sonde_network_page_load (SondeEditorPage    *page,
                         const SondeProfile *profile)
{
  SondeNetworkPage          *self = SONDE_NETWORK_PAGE (page);
  const SondeNetworkOptions *network = profile->network;

  sonde_switch_row_set_active (self->on_start_row, profile->connect_on_start);
  sonde_spin_row_set_value (self->timeout_row, profile->connect_timeout);
  sonde_switch_row_set_active (self->resubscribe_row, profile->resubscribe);
  sonde_switch_row_set_active (self->reconnect_row, profile->reconnect);
  sonde_spin_row_set_value (self->first_delay_row, profile->first_delay);
  sonde_spin_row_set_value (self->greatest_delay_row, profile->greatest_delay);
  sonde_spin_row_set_value (self->attempts_row, profile->attempts);
  adw_combo_row_set_selected (self->proxy_row, network->proxy);
  gtk_editable_set_text (self->proxy_host_row, network->proxy_host);
  sonde_spin_row_set_value (self->proxy_port_row, network->proxy_port);
  gtk_editable_set_text (self->proxy_user_row, network->proxy_user);
}

static void
sonde_network_page_save (SondeEditorPage *page,
                         SondeProfile    *profile)
{
  SondeNetworkPage    *self = SONDE_NETWORK_PAGE (page);
  SondeNetworkOptions *network = profile->network;

  profile->connect_on_start = sonde_switch_row_get_active (self->on_start_row);
  profile->connect_timeout = sonde_spin_row_get_value (self->timeout_row);
  profile->resubscribe = sonde_switch_row_get_active (self->resubscribe_row);
  profile->reconnect = sonde_switch_row_get_active (self->reconnect_row);
  profile->first_delay = sonde_spin_row_get_value (self->first_delay_row);
  profile->greatest_delay = sonde_spin_row_get_value (self->greatest_delay_row);
  profile->attempts = sonde_spin_row_get_value (self->attempts_row);
  network->proxy = MIN (adw_combo_row_get_selected (self->proxy_row), SONDE_PROXY_HTTP);
  sonde_editor_page_take_stripped (&network->proxy_host, self->proxy_host_row);
  network->proxy_port = sonde_spin_row_get_value (self->proxy_port_row);
  sonde_editor_page_take_text (&network->proxy_user, self->proxy_user_row);
}

static void
show_proxy (SondeNetworkPage   *self,
            const SondeProfile *typed)
{
  SondeProxy proxy = typed->network->proxy;
  gboolean   custom = proxy == SONDE_PROXY_SOCKS5 || proxy == SONDE_PROXY_HTTP;
  gboolean   applies = !typed->local_broker && typed->network->carrier != SONDE_CARRIER_UNIX;

  gtk_widget_set_visible (self->proxy_group, !typed->local_broker);
  gtk_widget_set_sensitive (GTK_WIDGET (self->proxy_row), applies);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->proxy_row),
                               applies ? NULL : _ ("A Unix socket is reached without one"));
  gtk_widget_set_visible (GTK_WIDGET (self->proxy_host_row), applies && custom);
  gtk_widget_set_visible (GTK_WIDGET (self->proxy_port_row), applies && custom);
  gtk_widget_set_visible (GTK_WIDGET (self->proxy_user_row), applies && custom);
  gtk_widget_set_visible (GTK_WIDGET (self->proxy_password_row), applies && custom);
}

static void
sonde_network_page_update (SondeEditorPage    *page,
                           const SondeProfile *typed)
{
  SondeNetworkPage          *self = SONDE_NETWORK_PAGE (page);
  const SondeNetworkOptions *network = typed->network;

  gtk_widget_set_visible (GTK_WIDGET (self->first_delay_row), typed->reconnect);
  gtk_widget_set_visible (GTK_WIDGET (self->greatest_delay_row), typed->reconnect);
  gtk_widget_set_visible (GTK_WIDGET (self->attempts_row), typed->reconnect);
  show_proxy (self, typed);

  sonde_fault_row_set_fault (self->greatest_delay_fault,
                             sonde_profile_check_delays (typed->first_delay, typed->greatest_delay));
  sonde_fault_row_set_fault (self->proxy_host_fault, sonde_network_options_check_proxy_host (network->proxy_host));
  sonde_fault_row_set_fault (self->proxy_user_fault,
                             sonde_network_options_check_proxy_user (network->proxy, network->proxy_user));
}

static GtkEditable *
sonde_network_page_get_secret_row (SondeEditorPage *page,
                                   const char      *purpose)
{
  return g_str_equal (purpose, SONDE_SECRET_PROXY_PASSWORD) ? SONDE_NETWORK_PAGE (page)->proxy_password_row : NULL;
}

static char *
format_attempts (SondeNetworkPage *self,
                 double            attempts)
{
  return g_strdup (attempts > 0 ? _ ("Then it gives up") : _ ("0: it never gives up"));
}

static void
sonde_network_page_class_init (SondeNetworkPageClass *klass)
{
  GtkWidgetClass       *widget_class = GTK_WIDGET_CLASS (klass);
  SondeEditorPageClass *page_class = SONDE_EDITOR_PAGE_CLASS (klass);

  page_class->load = sonde_network_page_load;
  page_class->save = sonde_network_page_save;
  page_class->update = sonde_network_page_update;
  page_class->get_secret_row = sonde_network_page_get_secret_row;

  g_type_ensure (SONDE_TYPE_ENTRY_ROW);
  g_type_ensure (SONDE_TYPE_FAULT_ROW);
  g_type_ensure (SONDE_TYPE_SPIN_ROW);
  g_type_ensure (SONDE_TYPE_SWITCH_ROW);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/sonde_mqtt/Sonde/editor/sonde-network-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeNetworkPage, on_start_row);
  gtk_widget_class_bind_template_child (widget_class, SondeNetworkPage, timeout_row);
  gtk_widget_class_bind_template_child (widget_class, SondeNetworkPage, resubscribe_row);
  gtk_widget_class_bind_template_child (widget_class, SondeNetworkPage, reconnect_row);
  gtk_widget_class_bind_template_child (widget_class, SondeNetworkPage, first_delay_row);
  gtk_widget_class_bind_template_child (widget_class, SondeNetworkPage, greatest_delay_row);
  gtk_widget_class_bind_template_child (widget_class, SondeNetworkPage, greatest_delay_fault);
  gtk_widget_class_bind_template_child (widget_class, SondeNetworkPage, attempts_row);
  gtk_widget_class_bind_template_child (widget_class, SondeNetworkPage, proxy_group);
  gtk_widget_class_bind_template_child (widget_class, SondeNetworkPage, proxy_row);
  gtk_widget_class_bind_template_child (widget_class, SondeNetworkPage, proxy_host_row);
  gtk_widget_class_bind_template_child (widget_class, SondeNetworkPage, proxy_host_fault);
  gtk_widget_class_bind_template_child (widget_class, SondeNetworkPage, proxy_port_row);
  gtk_widget_class_bind_template_child (widget_class, SondeNetworkPage, proxy_user_row);
  gtk_widget_class_bind_template_child (widget_class, SondeNetworkPage, proxy_user_fault);
  gtk_widget_class_bind_template_child (widget_class, SondeNetworkPage, proxy_password_row);
  gtk_widget_class_bind_template_callback (widget_class, format_attempts);
  gtk_widget_class_bind_template_callback_full (widget_class, "changed_cb", G_CALLBACK (sonde_editor_page_changed));
}

static void
sonde_network_page_init (SondeNetworkPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
