/* sonde-general-page.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-general-page"

#include "sonde-general-page.h"

#include "sonde-color-row.h"
#include "sonde-entry-row.h"
#include "sonde-fault-row.h"
#include "sonde-pair-list.h"
#include "sonde-spin-row.h"

#include <sonde-secret-store.h>
#include <sonde-usual-port.h>

#include <glib/gi18n.h>

#include <string.h>

struct _SondeGeneralPage
{
  SondeEditorPage parent_instance;

  GtkEditable   *name_row;
  GtkEditable   *group_row;
  SondeColorRow *color_row;

  GtkWidget      *local_row;
  AdwComboRow    *carrier_row;
  GtkEditable    *host_row;
  SondeFaultRow  *host_fault;
  SondeSpinRow   *port_row;
  GtkEditable    *socket_row;
  SondeFaultRow  *socket_fault;
  GtkEditable    *path_row;
  SondeFaultRow  *path_fault;
  SondeSwitchRow *use_tls_row;
  AdwComboRow    *version_row;
  SondePairList  *headers;

  GtkEditable   *client_id_row;
  SondeFaultRow *client_id_fault;
  GtkEditable   *user_name_row;
  SondeFaultRow *user_name_fault;
  GtkEditable   *password_row;
  SondeFaultRow *password_fault;
  GtkLabel      *password_note;

  /* What the port was last proposed for */
  SondeCarrier carrier;
  gboolean     use_tls;
};

G_DEFINE_FINAL_TYPE (SondeGeneralPage, sonde_general_page, SONDE_TYPE_EDITOR_PAGE)

/* In the order of the choices in the template */
static const SondeMqttVersion versions[] = { SONDE_MQTT_5, SONDE_MQTT_3_1_1, SONDE_MQTT_3_1 };

static SondeMqttVersion
get_version (SondeGeneralPage *self)
{
  guint selected = adw_combo_row_get_selected (self->version_row);

  return selected < G_N_ELEMENTS (versions) ? versions[selected] : SONDE_MQTT_5;
}

static void
generate_cb (SondeGeneralPage *self)
{
  g_autofree char *client_id = sonde_profile_generate_client_id ();

  gtk_editable_set_text (self->client_id_row, client_id);
}

static void
sonde_general_page_load (SondeEditorPage    *page,
                         const SondeProfile *profile)
{
  SondeGeneralPage *self = SONDE_GENERAL_PAGE (page);
  g_autofree char  *address = sonde_profile_dup_address (profile);

  /* One that is only the address was never typed: it goes on following it. */
  gtk_editable_set_text (self->name_row, g_str_equal (profile->name, address) ? "" : profile->name);
  gtk_editable_set_text (self->group_row, profile->group);
  sonde_color_row_set_color (self->color_row, profile->color);
  adw_combo_row_set_selected (self->carrier_row, profile->network->carrier);
  gtk_editable_set_text (self->host_row, profile->host);
  sonde_spin_row_set_value (self->port_row, profile->port);
  gtk_editable_set_text (self->socket_row, profile->network->socket_path);
  gtk_editable_set_text (self->path_row, profile->network->path);
  sonde_pair_list_load (self->headers, profile->network->headers);
  for (guint i = 0; i < G_N_ELEMENTS (versions); i++)
    if (versions[i] == profile->version)
      adw_combo_row_set_selected (self->version_row, i);
  gtk_editable_set_text (self->client_id_row, profile->client_id);
  gtk_editable_set_text (self->user_name_row, profile->user_name);
  self->carrier = profile->network->carrier;
  self->use_tls = profile->tls->use_tls;
}

static void
sonde_general_page_save (SondeEditorPage *page,
                         SondeProfile    *profile)
{
  SondeGeneralPage    *self = SONDE_GENERAL_PAGE (page);
  SondeNetworkOptions *network = profile->network;

  sonde_editor_page_take_stripped (&profile->name, self->name_row);
  sonde_editor_page_take_stripped (&profile->group, self->group_row);
  profile->color = sonde_color_row_get_color (self->color_row);
  network->carrier = MIN (adw_combo_row_get_selected (self->carrier_row), SONDE_CARRIER_UNIX);
  sonde_editor_page_take_stripped (&profile->host, self->host_row);
  profile->port = sonde_spin_row_get_value (self->port_row);
  sonde_editor_page_take_text (&network->socket_path, self->socket_row);
  sonde_editor_page_take_text (&network->path, self->path_row);
  g_ptr_array_unref (network->headers);
  network->headers = sonde_pair_list_dup_pairs (self->headers);
  profile->version = get_version (self);
  sonde_editor_page_take_text (&profile->client_id, self->client_id_row);
  sonde_editor_page_take_text (&profile->user_name, self->user_name_row);
}

static void
check (SondeGeneralPage   *self,
       const SondeProfile *typed)
{
  const char *password = gtk_editable_get_text (self->password_row);

  sonde_fault_row_set_fault (self->host_fault, sonde_profile_check_host (typed->host));
  sonde_fault_row_set_fault (self->socket_fault,
                             sonde_network_options_check_socket_path (typed->network->socket_path));
  sonde_fault_row_set_fault (self->path_fault, sonde_network_options_check_path (typed->network->path));
  sonde_fault_row_set_fault (self->client_id_fault,
                             sonde_profile_check_client_id (typed->client_id, typed->version, typed->clean_start));
  sonde_fault_row_set_fault (self->user_name_fault, sonde_profile_check_user_name (typed->user_name));
  sonde_fault_row_set_fault (self->password_fault, sonde_profile_check_password (password, strlen (password)));
}

static void
show_what_applies (SondeGeneralPage   *self,
                   const SondeProfile *typed)
{
  SondeCarrier carrier = typed->network->carrier;
  gboolean     remote = !typed->local_broker;
  gboolean     over_ip = remote && carrier != SONDE_CARRIER_UNIX;

  gtk_widget_set_visible (self->local_row, typed->local_broker);
  gtk_widget_set_visible (GTK_WIDGET (self->carrier_row), remote);
  gtk_widget_set_visible (GTK_WIDGET (self->host_row), over_ip);
  gtk_widget_set_visible (GTK_WIDGET (self->port_row), over_ip);
  gtk_widget_set_visible (GTK_WIDGET (self->use_tls_row), over_ip);
  gtk_widget_set_visible (GTK_WIDGET (self->socket_row), remote && carrier == SONDE_CARRIER_UNIX);
  gtk_widget_set_visible (GTK_WIDGET (self->path_row), remote && carrier == SONDE_CARRIER_WEBSOCKET);
  gtk_widget_set_visible (GTK_WIDGET (self->headers), remote && carrier == SONDE_CARRIER_WEBSOCKET);
}

static void
propose_port (SondeGeneralPage   *self,
              const SondeProfile *typed)
{
  SondeCarrier carrier = typed->network->carrier;
  gboolean     use_tls = typed->tls->use_tls;
  guint16      port = sonde_propose_port (self->carrier, self->use_tls, carrier, use_tls, typed->port);

  self->carrier = carrier;
  self->use_tls = use_tls;
  if (port != typed->port && sonde_spin_row_get_fault (self->port_row) == NULL)
    sonde_spin_row_set_value (self->port_row, port);
}

static void
sonde_general_page_update (SondeEditorPage    *page,
                           const SondeProfile *typed)
{
  SondeGeneralPage *self = SONDE_GENERAL_PAGE (page);
  g_autofree char  *address = sonde_profile_dup_address (typed);

  /* What it will be called; not worth a word while there is no address. */
  if (sonde_profile_check_host (typed->host) == NULL)
    g_object_set (self->name_row, "placeholder-text", address, NULL);
  show_what_applies (self, typed);
  check (self, typed);
  propose_port (self, typed);
}

static GtkEditable *
sonde_general_page_get_secret_row (SondeEditorPage *page,
                                   const char      *purpose)
{
  return g_str_equal (purpose, SONDE_SECRET_PASSWORD) ? SONDE_GENERAL_PAGE (page)->password_row : NULL;
}

static gboolean
sonde_general_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (SONDE_GENERAL_PAGE (widget)->name_row));
}

static void
sonde_general_page_class_init (SondeGeneralPageClass *klass)
{
  GtkWidgetClass       *widget_class = GTK_WIDGET_CLASS (klass);
  SondeEditorPageClass *page_class = SONDE_EDITOR_PAGE_CLASS (klass);

  widget_class->grab_focus = sonde_general_page_grab_focus;
  page_class->load = sonde_general_page_load;
  page_class->save = sonde_general_page_save;
  page_class->update = sonde_general_page_update;
  page_class->get_secret_row = sonde_general_page_get_secret_row;

  g_type_ensure (SONDE_TYPE_COLOR_ROW);
  g_type_ensure (SONDE_TYPE_ENTRY_ROW);
  g_type_ensure (SONDE_TYPE_FAULT_ROW);
  g_type_ensure (SONDE_TYPE_PAIR_LIST);
  g_type_ensure (SONDE_TYPE_SPIN_ROW);
  g_type_ensure (SONDE_TYPE_SWITCH_ROW);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/sonde_mqtt/Sonde/editor/sonde-general-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeGeneralPage, name_row);
  gtk_widget_class_bind_template_child (widget_class, SondeGeneralPage, group_row);
  gtk_widget_class_bind_template_child (widget_class, SondeGeneralPage, color_row);
  gtk_widget_class_bind_template_child (widget_class, SondeGeneralPage, local_row);
  gtk_widget_class_bind_template_child (widget_class, SondeGeneralPage, carrier_row);
  gtk_widget_class_bind_template_child (widget_class, SondeGeneralPage, host_row);
  gtk_widget_class_bind_template_child (widget_class, SondeGeneralPage, host_fault);
  gtk_widget_class_bind_template_child (widget_class, SondeGeneralPage, port_row);
  gtk_widget_class_bind_template_child (widget_class, SondeGeneralPage, socket_row);
  gtk_widget_class_bind_template_child (widget_class, SondeGeneralPage, socket_fault);
  gtk_widget_class_bind_template_child (widget_class, SondeGeneralPage, path_row);
  gtk_widget_class_bind_template_child (widget_class, SondeGeneralPage, path_fault);
  gtk_widget_class_bind_template_child (widget_class, SondeGeneralPage, use_tls_row);
  gtk_widget_class_bind_template_child (widget_class, SondeGeneralPage, version_row);
  gtk_widget_class_bind_template_child (widget_class, SondeGeneralPage, headers);
  gtk_widget_class_bind_template_child (widget_class, SondeGeneralPage, client_id_row);
  gtk_widget_class_bind_template_child (widget_class, SondeGeneralPage, client_id_fault);
  gtk_widget_class_bind_template_child (widget_class, SondeGeneralPage, user_name_row);
  gtk_widget_class_bind_template_child (widget_class, SondeGeneralPage, user_name_fault);
  gtk_widget_class_bind_template_child (widget_class, SondeGeneralPage, password_row);
  gtk_widget_class_bind_template_child (widget_class, SondeGeneralPage, password_fault);
  gtk_widget_class_bind_template_child (widget_class, SondeGeneralPage, password_note);
  gtk_widget_class_bind_template_callback (widget_class, generate_cb);
  gtk_widget_class_bind_template_callback_full (widget_class, "changed_cb", G_CALLBACK (sonde_editor_page_changed));
}

static void
sonde_general_page_init (SondeGeneralPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

SondeSwitchRow *
sonde_general_page_get_tls_row (SondeGeneralPage *self)
{
  g_return_val_if_fail (SONDE_IS_GENERAL_PAGE (self), NULL);

  return self->use_tls_row;
}

void
sonde_general_page_set_lasting (SondeGeneralPage *self,
                                gboolean          lasting)
{
  g_return_if_fail (SONDE_IS_GENERAL_PAGE (self));

  gtk_label_set_label (self->password_note,
                       lasting
                         ? _ ("The password is kept in the keyring of this desktop.")
                         : _ ("The password is kept for this run only: no keyring answers on this desktop."));
}
