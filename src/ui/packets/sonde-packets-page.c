/* sonde-packets-page.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The ring records whether the page is shown or not. While it is, the list reads on: often
 * while packets come, seldom while none do.
 */

#define G_LOG_DOMAIN "sonde-packets-page"

#include "sonde-packets-page.h"

#include "sonde-packet-bar.h"
#include "sonde-packet-details.h"
#include "sonde-packet-view.h"
#include "sonde-packets-save.h"

#include <sonde-connection-packets.h>
#include <sonde-format.h>

#include <glib/gi18n.h>

#define BUSY_MS 100
#define QUIET_MS 400
#define MORE_MS 8 /* to what else there is to do */

struct _SondePacketsPage
{
  AdwBin parent_instance;

  SondeConnection *connection;
  SondePacketList *list;
  guint64          n_seen; /* packets that had passed when the list was last read */
  guint            followed;
  guint            source;

  SondePacketView *view;
  SondePacketBar  *bar;
  GtkToggleButton *follow;
  GtkLabel        *status;
  GtkWidget       *empty;
  GtkLabel        *empty_title;
  GtkLabel        *empty_text;
};

enum
{
  PROP_CONNECTION = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SondePacketsPage, sonde_packets_page, ADW_TYPE_BIN)

static gboolean read_cb (gpointer user_data);

/* ---- What is said of it ---- */

static char *
dup_status (SondePacketsPage           *self,
            const SondePacketRingState *state)
{
  guint            n_listed = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  gint64           round_trip = sonde_packet_list_get_round_trip (self->list);
  g_autofree char *count = sonde_format_count (state->n_packets);
  g_autofree char *size = sonde_format_size (state->n_bytes);
  GString         *text = g_string_new (NULL);

  if (!sonde_packet_filter_is_empty (sonde_packet_list_get_filter (self->list)))
    {
      g_autofree char *listed = sonde_format_count (n_listed);

      /* Translators: "12 of 3,204 packets, 1.2 MB": first the number of those that are shown */
      g_string_append_printf (text, g_dngettext (NULL, "%s of %s packet, %s", "%s of %s packets, %s", state->n_packets), listed, count, size);
    }
  else
    {
      /* Translators: "3,204 packets, 1.2 MB" */
      g_string_append_printf (text, g_dngettext (NULL, "%s packet, %s", "%s packets, %s", state->n_packets), count, size);
    }

  if (state->n_discarded > 0)
    {
      g_autofree char *discarded = sonde_format_count (state->n_discarded);

      /* Translators: behind a number of packets */
      g_string_append_printf (text, g_dngettext (NULL, ", %s older one discarded", ", %s older ones discarded", state->n_discarded), discarded);
    }
  if (round_trip >= 0)
    {
      g_autofree char *duration = sonde_format_duration (round_trip);

      /* Translators: from PINGREQ to PINGRESP */
      g_string_append_printf (text, _ (" · Keep-alive round trip %s"), duration);
    }

  return g_string_free (text, FALSE);
}

static void
update_empty (SondePacketsPage           *self,
              const SondePacketRingState *state)
{
  gboolean is_empty = g_list_model_get_n_items (G_LIST_MODEL (self->list)) == 0;

  gtk_widget_set_visible (self->empty, is_empty);
  if (!is_empty)
    return;

  gtk_label_set_label (self->empty_title, state->n_packets > 0 ? _ ("No packet matches") : _ ("No packets yet"));
  gtk_label_set_label (self->empty_text, state->n_packets > 0
                                           ? _ ("Change the type, the packet ID or the topic above.")
                                           : _ ("What passes between Sonde and the broker is recorded from the first byte on, also of a connection that fails. Connect to see it."));
}

static void
update_actions (SondePacketsPage *self)
{
  SondePacketItem *item = sonde_packet_view_get_selected_item (self->view);
  gboolean         may_follow = item != NULL && sonde_packet_item_get_note (item)->exchange != 0;
  gboolean         any = self->list != NULL && g_list_model_get_n_items (G_LIST_MODEL (self->list)) > 0;

  gtk_widget_set_sensitive (GTK_WIDGET (self->follow), may_follow || self->followed != 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "packets.export", any);
}

static void
update (SondePacketsPage *self)
{
  SondePacketRingState state;
  g_autofree char     *status = NULL;

  if (self->list == NULL)
    return;

  sonde_packet_ring_get_state (sonde_connection_get_packets (self->connection), &state);
  status = dup_status (self, &state);
  gtk_label_set_label (self->status, status);
  update_empty (self, &state);
  update_actions (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "packets.clear", state.n_packets > 0);

  self->n_seen = state.n_packets + state.n_discarded;
}

/* ---- Reading ---- */

static void
stop (SondePacketsPage *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
}

/* Below redraw, like all that comes in. */
static void
read_later (SondePacketsPage *self,
            guint             ms)
{
  stop (self);
  self->source = g_timeout_add_full (G_PRIORITY_DEFAULT_IDLE, ms, read_cb, self, NULL);
}

static gboolean
read_cb (gpointer user_data)
{
  SondePacketsPage *self = SONDE_PACKETS_PAGE (user_data);
  guint64           n_seen = self->n_seen;
  gboolean          more;

  stop (self); /* called by hand, too */
  if (self->list == NULL)
    return G_SOURCE_REMOVE;

  more = sonde_packet_list_update (self->list);
  sonde_packet_view_restore_selection (self->view);
  update (self);
  read_later (self, more ? MORE_MS : self->n_seen != n_seen ? BUSY_MS
                                                            : QUIET_MS);

  return G_SOURCE_REMOVE;
}

static void
sonde_packets_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (sonde_packets_page_parent_class)->map (widget);

  read_cb (widget);
}

static void
sonde_packets_page_unmap (GtkWidget *widget)
{
  stop (SONDE_PACKETS_PAGE (widget));

  GTK_WIDGET_CLASS (sonde_packets_page_parent_class)->unmap (widget);
}

/* ---- What the user does ---- */

static void
apply_filter (SondePacketsPage *self)
{
  SondePacketFilter filter = *sonde_packet_bar_get_filter (self->bar);

  if (self->list == NULL)
    return;

  filter.exchange = self->followed;
  if (sonde_packet_filter_is_equal (sonde_packet_list_get_filter (self->list), &filter))
    return;
  sonde_packet_view_set_filter (self->view, &filter);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    read_cb (self);
}

/* What the packet belongs to, from PUBLISH to PUBCOMP: those of the other type and topic, too. */
static void
follow_toggled_cb (SondePacketsPage *self)
{
  SondePacketItem *item = sonde_packet_view_get_selected_item (self->view);

  self->followed = 0;
  if (gtk_toggle_button_get_active (self->follow) && item != NULL)
    self->followed = sonde_packet_item_get_note (item)->exchange;
  gtk_widget_set_sensitive (GTK_WIDGET (self->bar), self->followed == 0);
  apply_filter (self);
  update_actions (self);
}

static void
clear_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  SondePacketsPage *self = SONDE_PACKETS_PAGE (widget);

  sonde_packet_ring_clear (sonde_connection_get_packets (self->connection));
  gtk_toggle_button_set_active (self->follow, FALSE);
  read_cb (self);
}

static void
export_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  SondePacketsPage       *self = SONDE_PACKETS_PAGE (widget);
  SondePacketExportFormat format =
    g_str_equal (g_variant_get_string (parameter, NULL), "pcapng") ? SONDE_PACKET_EXPORT_PCAPNG : SONDE_PACKET_EXPORT_TEXT;

  sonde_packets_save (widget, sonde_connection_get_packets (self->connection), self->list, format,
                      sonde_connection_get_name (self->connection));
}

/* ---- Life ---- */

static void
set_connection (SondePacketsPage *self,
                SondeConnection  *connection)
{
  if (!g_set_object (&self->connection, connection))
    return;

  self->followed = 0;
  sonde_packet_view_set_list (self->view, NULL);
  gtk_toggle_button_set_active (self->follow, FALSE);
  g_clear_object (&self->list);
  self->n_seen = 0;
  if (connection != NULL)
    {
      self->list = sonde_packet_list_new (sonde_connection_get_packets (connection));
      sonde_packet_list_set_filter (self->list, sonde_packet_bar_get_filter (self->bar));
      sonde_packet_view_set_list (self->view, self->list);
    }

  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    read_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONNECTION]);
}

static void
sonde_packets_page_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_CONNECTION:
      g_value_set_object (value, SONDE_PACKETS_PAGE (object)->connection);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_packets_page_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_CONNECTION:
      set_connection (SONDE_PACKETS_PAGE (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_packets_page_dispose (GObject *object)
{
  SondePacketsPage *self = SONDE_PACKETS_PAGE (object);

  stop (self);
  g_clear_object (&self->list);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (sonde_packets_page_parent_class)->dispose (object);
}

static void
sonde_packets_page_class_init (SondePacketsPageClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = sonde_packets_page_get_property;
  object_class->set_property = sonde_packets_page_set_property;
  object_class->dispose = sonde_packets_page_dispose;
  widget_class->map = sonde_packets_page_map;
  widget_class->unmap = sonde_packets_page_unmap;

  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, SONDE_TYPE_CONNECTION,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (SONDE_TYPE_PACKET_BAR);
  g_type_ensure (SONDE_TYPE_PACKET_DETAILS);
  g_type_ensure (SONDE_TYPE_PACKET_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/packets/sonde-packets-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SondePacketsPage, view);
  gtk_widget_class_bind_template_child (widget_class, SondePacketsPage, bar);
  gtk_widget_class_bind_template_child (widget_class, SondePacketsPage, follow);
  gtk_widget_class_bind_template_child (widget_class, SondePacketsPage, status);
  gtk_widget_class_bind_template_child (widget_class, SondePacketsPage, empty);
  gtk_widget_class_bind_template_child (widget_class, SondePacketsPage, empty_title);
  gtk_widget_class_bind_template_child (widget_class, SondePacketsPage, empty_text);
  gtk_widget_class_bind_template_callback (widget_class, apply_filter);
  gtk_widget_class_bind_template_callback (widget_class, follow_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_actions);
  gtk_widget_class_install_action (widget_class, "packets.clear", NULL, clear_action);
  gtk_widget_class_install_action (widget_class, "packets.export", "s", export_action);
}

static void
sonde_packets_page_init (SondePacketsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
