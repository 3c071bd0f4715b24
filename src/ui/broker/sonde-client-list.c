/* sonde-client-list.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-client-list"

#include "sonde-client-list.h"

#include "sonde-client-row.h"

#include <sonde-format.h>

#include <glib/gi18n.h>
#include <string.h>

#define NAME_MAX_CHARS 80

struct _SondeClientList
{
  GtkBox parent_instance;

  GtkEditable     *find_entry;
  GtkLabel        *count;
  GtkWidget       *titles;
  GtkWidget       *scrolled;
  GtkListView     *view;
  GtkWidget       *hint;
  GtkLabel        *last_left;
  GtkCustomFilter *filter;

  SondeBrokerClients *clients;
  GListModel         *shown;
  char               *wanted; /* case folded; "" is all */
};

G_DEFINE_FINAL_TYPE (SondeClientList, sonde_client_list, GTK_TYPE_BOX)

static gboolean
is_wanted (gpointer item,
           gpointer user_data)
{
  SondeClientList *self = user_data;
  g_autofree char *name = NULL;
  g_autofree char *folded = NULL;

  if (*self->wanted == '\0')
    return TRUE;

  name = sonde_client_row_dup_name (item);
  folded = g_utf8_casefold (name, -1);

  return strstr (folded, self->wanted) != NULL || strstr (sonde_broker_client_get_address (item), self->wanted) != NULL;
}

static void
update (SondeClientList *self)
{
  guint            n_clients = g_list_model_get_n_items (G_LIST_MODEL (self->clients));
  guint            n_shown = g_list_model_get_n_items (self->shown);
  g_autofree char *number = sonde_format_count (n_clients);
  g_autofree char *part = sonde_format_count (n_shown);
  g_autofree char *text = NULL;

  if (n_shown < n_clients)
    /* Translators: how many clients a search found, of how many */
    text = g_strdup_printf (_ ("%s of %s clients"), part, number);
  else
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s client", "%s clients", n_clients), number);
  gtk_label_set_label (self->count, text);
  gtk_widget_set_visible (self->scrolled, n_clients > 0);
  gtk_widget_set_visible (self->titles, n_clients > 0);
  gtk_widget_set_visible (self->hint, n_clients == 0);
}

static void
find_changed_cb (SondeClientList *self)
{
  g_free (self->wanted);
  self->wanted = g_utf8_casefold (gtk_editable_get_text (self->find_entry), -1);
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
}

static void
left_cb (SondeClientList *self,
         const char      *client_id,
         const char      *why)
{
  g_autofree char *name = sonde_format_line (client_id, NAME_MAX_CHARS);
  g_autofree char *time = sonde_format_time (g_get_real_time ());
  /* Translators: the time, a client id, and why it went, as in “closed its connection without DISCONNECT” */
  g_autofree char *text = g_strdup_printf (_ ("%s · “%s” left: %s"), time, name, why);

  gtk_label_set_label (self->last_left, text);
  gtk_widget_set_visible (GTK_WIDGET (self->last_left), TRUE);
}

static void
unlisted_cb (SondeClientList *self)
{
  gtk_label_set_label (self->last_left, _ ("A client came that is not listed: its client ID is too long for the broker’s log."));
  gtk_widget_set_visible (GTK_WIDGET (self->last_left), TRUE);
}

static void
setup_cb (SondeClientList *self,
          GtkListItem     *item)
{
  gtk_list_item_set_child (item, g_object_new (SONDE_TYPE_CLIENT_ROW, NULL));
}

static void
bind_cb (SondeClientList *self,
         GtkListItem     *item)
{
  sonde_client_row_set_client (SONDE_CLIENT_ROW (gtk_list_item_get_child (item)), gtk_list_item_get_item (item));
}

static void
sonde_client_list_dispose (GObject *object)
{
  SondeClientList *self = SONDE_CLIENT_LIST (object);

  if (self->clients != NULL)
    g_signal_handlers_disconnect_by_data (self->clients, self);
  gtk_list_view_set_model (self->view, NULL);
  g_clear_object (&self->shown);
  g_clear_object (&self->clients);

  G_OBJECT_CLASS (sonde_client_list_parent_class)->dispose (object);
}

static void
sonde_client_list_finalize (GObject *object)
{
  g_free (SONDE_CLIENT_LIST (object)->wanted);

  G_OBJECT_CLASS (sonde_client_list_parent_class)->finalize (object);
}

static void
sonde_client_list_class_init (SondeClientListClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sonde_client_list_dispose;
  object_class->finalize = sonde_client_list_finalize;

  g_type_ensure (SONDE_TYPE_CLIENT_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/broker/sonde-client-list.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeClientList, find_entry);
  gtk_widget_class_bind_template_child (widget_class, SondeClientList, count);
  gtk_widget_class_bind_template_child (widget_class, SondeClientList, titles);
  gtk_widget_class_bind_template_child (widget_class, SondeClientList, scrolled);
  gtk_widget_class_bind_template_child (widget_class, SondeClientList, view);
  gtk_widget_class_bind_template_child (widget_class, SondeClientList, hint);
  gtk_widget_class_bind_template_child (widget_class, SondeClientList, last_left);
  gtk_widget_class_bind_template_callback (widget_class, find_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
}

static void
sonde_client_list_init (SondeClientList *self)
{
  self->wanted = g_strdup ("");
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
sonde_client_list_set_clients (SondeClientList    *self,
                               SondeBrokerClients *clients)
{
  g_autoptr (GtkNoSelection) selection = NULL;

  g_return_if_fail (SONDE_IS_CLIENT_LIST (self));
  g_return_if_fail (SONDE_IS_BROKER_CLIENTS (clients));
  g_return_if_fail (self->clients == NULL);

  self->clients = g_object_ref (clients);
  self->filter = gtk_custom_filter_new (is_wanted, self, NULL);
  self->shown = G_LIST_MODEL (gtk_filter_list_model_new (G_LIST_MODEL (g_object_ref (clients)), GTK_FILTER (self->filter)));
  selection = gtk_no_selection_new (g_object_ref (self->shown));
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (selection));

  g_signal_connect_swapped (clients, "left", G_CALLBACK (left_cb), self);
  g_signal_connect_swapped (clients, "unlisted", G_CALLBACK (unlisted_cb), self);
  g_signal_connect_object (self->shown, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (clients, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  update (self);
}
