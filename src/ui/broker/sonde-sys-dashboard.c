/* sonde-sys-dashboard.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-sys-dashboard"

#include "sonde-sys-dashboard.h"

#include "sonde-accessible.h"
#include "sonde-emqx-window.h"
#include "sonde-sys-card.h"
#include "sonde-sys-rates.h"
#include "sonde-sys-table.h"

#include <sonde-format.h>
#include <sonde-sys-watch.h>

#include <adwaita.h>
#include <glib/gi18n.h>

struct _SondeSysDashboard
{
  GtkWidget parent_instance;

  GtkStack      *stack;
  AdwStatusPage *status_page;
  GtkWidget     *retry_button;
  GtkWidget     *status_emqx_button;
  GtkWidget     *spinner;
  GtkWidget     *figures;
  GtkWidget     *note_box;
  GtkLabel      *note_label;
  GtkWidget     *note_button;
  GtkWidget     *bar;
  GtkWidget     *emqx_button;
  GtkWidget     *node_box;
  GtkDropDown   *node_drop_down;
  GtkStringList *nodes; /* "All nodes", then each */
  SondeSysCard  *broker_card;
  SondeSysCard  *uptime_card;
  SondeSysCard  *clients_card;
  SondeSysCard  *subscriptions_card;
  SondeSysCard  *retained_card;
  SondeSysRates *messages_rates;
  SondeSysRates *bytes_rates;
  SondeSysTable *table;

  SondeConnection *connection;
  SondeSysWatch   *watch;   /* borrowed: lives as long as the connection */
  GSignalGroup    *signals; /* of the watch */
  GSignalGroup    *connection_signals;
  gboolean         held;
};

G_DEFINE_FINAL_TYPE (SondeSysDashboard, sonde_sys_dashboard, GTK_TYPE_WIDGET)

enum
{
  PROP_CONNECTION = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static char *
format_figure (gint64 figure)
{
  return figure >= 0 ? sonde_format_count (figure) : g_strdup ("");
}

static char *
format_uptime (gint64 ms)
{
  int seconds = MIN (ms / 1000, G_MAXINT);
  int minutes = seconds / 60;
  int hours = minutes / 60;

  if (ms < 0)
    return g_strdup ("");
  if (minutes == 0)
    /* Translators: seconds; and below minutes, hours and days, as short as may be */
    return g_strdup_printf (_ ("%d s"), seconds);
  if (hours == 0)
    return g_strdup_printf (_ ("%d min %d s"), minutes, seconds % 60);
  if (hours < 24)
    return g_strdup_printf (_ ("%d h %d min"), hours, minutes % 60);

  return g_strdup_printf (_ ("%d d %d h"), hours / 24, hours % 24);
}

static char *
format_clients_detail (const SondeSysFacts *facts)
{
  g_autofree char *total = format_figure (facts->clients_total);
  g_autofree char *maximum = format_figure (facts->clients_maximum);

  if (facts->clients_total >= 0 && facts->clients_maximum >= 0)
    /* Translators: of %s clients some are away, and their session is kept; at most %s were connected at once */
    return g_strdup_printf (_ ("of %s; at most %s"), total, maximum);
  if (facts->clients_total >= 0)
    /* Translators: of %s clients some are away, and their session is kept */
    return g_strdup_printf (_ ("of %s"), total);
  if (facts->clients_maximum >= 0)
    return g_strdup_printf (_ ("at most %s"), maximum);

  return g_strdup ("");
}

static void
show_broker (SondeSysDashboard   *self,
             const SondeSysFacts *facts)
{
  const char *name = sonde_sys_dialect_to_string (facts->dialect);

  /* One that we do not know says all in its version. */
  if (name == NULL)
    sonde_sys_card_set (self->broker_card, facts->version, "");
  else
    sonde_sys_card_set (self->broker_card, name, facts->version);
}

static void
show_figures (SondeSysDashboard   *self,
              const SondeSysFacts *facts)
{
  g_autofree char *uptime = format_uptime (facts->uptime);
  g_autofree char *clients = format_figure (facts->clients);
  g_autofree char *clients_detail = format_clients_detail (facts);
  g_autofree char *subscriptions = format_figure (facts->subscriptions);
  g_autofree char *retained = format_figure (facts->retained);

  show_broker (self, facts);
  sonde_sys_card_set (self->uptime_card, uptime, "");
  sonde_sys_card_set (self->clients_card, clients, clients_detail);
  sonde_sys_card_set (self->subscriptions_card, subscriptions, "");
  sonde_sys_card_set (self->retained_card, retained, "");
}

/* Nodes come and never go while it is online; offline none are left. */
static void
update_nodes (SondeSysDashboard *self)
{
  guint n = sonde_sys_watch_get_n_nodes (self->watch);

  if (g_list_model_get_n_items (G_LIST_MODEL (self->nodes)) > n + 1)
    {
      gtk_drop_down_set_selected (self->node_drop_down, 0);
      gtk_string_list_splice (self->nodes, 1, g_list_model_get_n_items (G_LIST_MODEL (self->nodes)) - 1, NULL);
    }
  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->nodes)); i < n + 1; i++)
    {
      g_autofree char *name = sonde_format_line (sonde_sys_watch_get_facts (self->watch, i - 1)->node, G_MAXUINT8);

      gtk_string_list_append (self->nodes, *name != '\0' ? name : _ ("Broker"));
    }
  gtk_widget_set_visible (self->node_box, n > 1);
}

static int
get_node (SondeSysDashboard *self)
{
  guint selected = gtk_drop_down_get_selected (self->node_drop_down);
  guint n = sonde_sys_watch_get_n_nodes (self->watch);

  return selected == GTK_INVALID_LIST_POSITION || selected == 0 || selected > n ? SONDE_SYS_ALL_NODES : (int) selected - 1;
}

static const char *
get_title (SondeSysState state)
{
  switch (state)
    {
    case SONDE_SYS_SILENT:
      return _ ("Nothing below $SYS so far");
    case SONDE_SYS_REFUSED:
      return _ ("$SYS cannot be read");
    case SONDE_SYS_OFFLINE:
      return _ ("Not connected");
    case SONDE_SYS_CONNECTING:
    case SONDE_SYS_WAITING:
    case SONDE_SYS_READING:
    default:
      return _ ("Reading $SYS…");
    }
}

/* What happened and what to do, @between them; or what is being done */
static char *
dup_text (SondeSysDashboard *self,
          SondeSysState      state,
          const char        *between)
{
  const char *reason = self->watch != NULL ? sonde_sys_watch_get_reason (self->watch) : NULL;
  const char *advice = self->watch != NULL ? sonde_sys_watch_get_advice (self->watch) : NULL;

  if (reason != NULL)
    return advice != NULL ? g_strconcat (reason, between, advice, NULL) : g_strdup (reason);
  if (state == SONDE_SYS_OFFLINE)
    return g_strdup (_ ("Connect to see what the broker publishes of itself below $SYS."));

  return g_strdup (_ ("The first figures of the broker are on their way."));
}

static void
show_status (SondeSysDashboard *self,
             SondeSysState      state)
{
  g_autofree char *text = dup_text (self, state, "\n\n");
  g_autofree char *markup = g_markup_escape_text (text, -1);
  gboolean         busy = state == SONDE_SYS_CONNECTING || state == SONDE_SYS_WAITING || state == SONDE_SYS_READING;

  adw_status_page_set_title (self->status_page, get_title (state));
  adw_status_page_set_description (self->status_page, markup);
  gtk_widget_set_visible (self->spinner, busy);
  gtk_widget_set_visible (self->retry_button, state == SONDE_SYS_REFUSED);
  gtk_widget_set_visible (self->status_emqx_button, state == SONDE_SYS_REFUSED || state == SONDE_SYS_SILENT);
}

/* What was read stays in sight when no more comes. */
static void
show_note (SondeSysDashboard *self,
           SondeSysState      state)
{
  g_autofree char *text = NULL;

  if (state == SONDE_SYS_REFUSED)
    text = dup_text (self, state, " ");
  else if (sonde_sys_watch_get_n_nodes (self->watch) == 0)
    text = g_strdup (_ ("Sonde does not know the topics of this broker: here they are as they come."));
  gtk_label_set_label (self->note_label, text != NULL ? text : "");
  gtk_widget_set_visible (self->note_button, state == SONDE_SYS_REFUSED);
  gtk_widget_set_visible (self->note_box, text != NULL);
}

static void
show_content (SondeSysDashboard *self,
              SondeSysState      state)
{
  gboolean any = sonde_sys_watch_get_n_nodes (self->watch) > 0;
  gboolean emqx;
  int      node;

  update_nodes (self);
  node = get_node (self);
  emqx = any && sonde_sys_watch_get_facts (self->watch, 0)->dialect == SONDE_SYS_EMQX;
  gtk_widget_set_visible (self->emqx_button, emqx);
  gtk_widget_set_visible (self->bar, emqx || gtk_widget_get_visible (self->node_box));
  gtk_widget_set_visible (self->figures, any);
  if (any)
    {
      show_figures (self, sonde_sys_watch_get_facts (self->watch, node));
      sonde_sys_rates_show (self->messages_rates, self->watch, node);
      sonde_sys_rates_show (self->bytes_rates, self->watch, node);
    }
  show_note (self, state);
  sonde_sys_table_refresh (self->table);
}

/* What a stack has left keeps its extents for a screen reader unless it is hidden too. */
static void
show_child (SondeSysDashboard *self,
            const char        *name)
{
  GtkWidget *shown = gtk_stack_get_child_by_name (self->stack, name);

  gtk_widget_set_visible (shown, TRUE);
  gtk_stack_set_visible_child (self->stack, shown);
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->stack));
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gtk_widget_set_visible (child, child == shown);
}

static void
update (SondeSysDashboard *self)
{
  gboolean      online = self->connection != NULL && sonde_connection_get_online (self->connection);
  SondeSysState state = self->watch != NULL ? sonde_sys_watch_get_state (self->watch) : SONDE_SYS_OFFLINE;
  gboolean      any;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  any = online && g_list_model_get_n_items (G_LIST_MODEL (sonde_sys_watch_get_topics (self->watch))) > 0;
  if (any)
    show_content (self, state);
  else
    show_status (self, state);
  show_child (self, any ? "content" : "status");
}

static void
retry_cb (SondeSysDashboard *self)
{
  if (self->watch != NULL)
    sonde_sys_watch_retry (self->watch);
}

static void
emqx_cb (SondeSysDashboard *self)
{
  if (self->connection != NULL)
    gtk_window_present (GTK_WINDOW (sonde_emqx_window_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                                           self->connection)));
}

/* Read only for as long as it is looked at. */
static void
update_hold (SondeSysDashboard *self)
{
  gboolean wanted = self->watch != NULL && gtk_widget_get_mapped (GTK_WIDGET (self));

  if (wanted == self->held)
    return;

  self->held = wanted;
  if (wanted)
    sonde_sys_watch_hold (self->watch);
  else
    sonde_sys_watch_release (self->watch);
}

static void
let_go (SondeSysDashboard *self)
{
  if (self->held)
    sonde_sys_watch_release (self->watch);
  self->held = FALSE;
}

static void
set_connection (SondeSysDashboard *self,
                SondeConnection   *connection)
{
  if (connection == self->connection)
    return;

  g_signal_group_set_target (self->signals, NULL);
  let_go (self);
  self->watch = NULL;
  g_set_object (&self->connection, connection);
  g_signal_group_set_target (self->connection_signals, connection);
  if (connection != NULL)
    self->watch = sonde_sys_watch_get_for (connection);
  g_signal_group_set_target (self->signals, self->watch);
  g_object_set (self->table, "topics", self->watch != NULL ? sonde_sys_watch_get_topics (self->watch) : NULL, NULL);
  gtk_drop_down_set_selected (self->node_drop_down, 0);
  gtk_string_list_splice (self->nodes, 1, g_list_model_get_n_items (G_LIST_MODEL (self->nodes)) - 1, NULL);
  update_hold (self);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONNECTION]);
}

static void
sonde_sys_dashboard_map (GtkWidget *widget)
{
  SondeSysDashboard *self = SONDE_SYS_DASHBOARD (widget);

  GTK_WIDGET_CLASS (sonde_sys_dashboard_parent_class)->map (widget);

  update_hold (self);
  update (self);
}

static void
sonde_sys_dashboard_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (sonde_sys_dashboard_parent_class)->unmap (widget);

  update_hold (SONDE_SYS_DASHBOARD (widget));
}

static void
sonde_sys_dashboard_dispose (GObject *object)
{
  SondeSysDashboard *self = SONDE_SYS_DASHBOARD (object);
  GtkWidget         *child;

  if (self->signals != NULL)
    g_signal_group_set_target (self->signals, NULL);
  if (self->connection != NULL)
    let_go (self);
  self->watch = NULL;
  g_clear_object (&self->signals);
  g_clear_object (&self->connection_signals);
  g_clear_object (&self->connection);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (sonde_sys_dashboard_parent_class)->dispose (object);
}

static void
sonde_sys_dashboard_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  SondeSysDashboard *self = SONDE_SYS_DASHBOARD (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      g_value_set_object (value, self->connection);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_sys_dashboard_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  SondeSysDashboard *self = SONDE_SYS_DASHBOARD (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      set_connection (self, g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, SondeSysDashboard, stack);
  gtk_widget_class_bind_template_child (widget_class, SondeSysDashboard, status_page);
  gtk_widget_class_bind_template_child (widget_class, SondeSysDashboard, retry_button);
  gtk_widget_class_bind_template_child (widget_class, SondeSysDashboard, status_emqx_button);
  gtk_widget_class_bind_template_child (widget_class, SondeSysDashboard, spinner);
  gtk_widget_class_bind_template_child (widget_class, SondeSysDashboard, figures);
  gtk_widget_class_bind_template_child (widget_class, SondeSysDashboard, note_box);
  gtk_widget_class_bind_template_child (widget_class, SondeSysDashboard, note_label);
  gtk_widget_class_bind_template_child (widget_class, SondeSysDashboard, note_button);
  gtk_widget_class_bind_template_child (widget_class, SondeSysDashboard, bar);
  gtk_widget_class_bind_template_child (widget_class, SondeSysDashboard, emqx_button);
  gtk_widget_class_bind_template_child (widget_class, SondeSysDashboard, node_box);
  gtk_widget_class_bind_template_child (widget_class, SondeSysDashboard, node_drop_down);
  gtk_widget_class_bind_template_child (widget_class, SondeSysDashboard, nodes);
  gtk_widget_class_bind_template_child (widget_class, SondeSysDashboard, broker_card);
  gtk_widget_class_bind_template_child (widget_class, SondeSysDashboard, uptime_card);
  gtk_widget_class_bind_template_child (widget_class, SondeSysDashboard, clients_card);
  gtk_widget_class_bind_template_child (widget_class, SondeSysDashboard, subscriptions_card);
  gtk_widget_class_bind_template_child (widget_class, SondeSysDashboard, retained_card);
  gtk_widget_class_bind_template_child (widget_class, SondeSysDashboard, messages_rates);
  gtk_widget_class_bind_template_child (widget_class, SondeSysDashboard, bytes_rates);
  gtk_widget_class_bind_template_child (widget_class, SondeSysDashboard, table);
}

static void
sonde_sys_dashboard_class_init (SondeSysDashboardClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sonde_sys_dashboard_dispose;
  object_class->get_property = sonde_sys_dashboard_get_property;
  object_class->set_property = sonde_sys_dashboard_set_property;
  widget_class->map = sonde_sys_dashboard_map;
  widget_class->unmap = sonde_sys_dashboard_unmap;

  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, SONDE_TYPE_CONNECTION,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (SONDE_TYPE_SYS_CARD);
  g_type_ensure (SONDE_TYPE_SYS_RATES);
  g_type_ensure (SONDE_TYPE_SYS_TABLE);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/broker/sonde-sys-dashboard.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, emqx_cb);
  gtk_widget_class_bind_template_callback (widget_class, retry_cb);
  gtk_widget_class_bind_template_callback (widget_class, update);
}

static void
sonde_sys_dashboard_init (SondeSysDashboard *self)
{
  self->signals = g_signal_group_new (SONDE_TYPE_SYS_WATCH);
  g_signal_group_connect_swapped (self->signals, "changed", G_CALLBACK (update), self);
  self->connection_signals = g_signal_group_new (SONDE_TYPE_CONNECTION);
  g_signal_group_connect_swapped (self->connection_signals, "notify::online", G_CALLBACK (update), self);

  gtk_widget_init_template (GTK_WIDGET (self));
  sonde_accessible_keep_label (GTK_WIDGET (self->node_drop_down));
}

GtkWidget *
sonde_sys_dashboard_new (void)
{
  return g_object_new (SONDE_TYPE_SYS_DASHBOARD, NULL);
}
