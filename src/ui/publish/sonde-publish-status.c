/* sonde-publish-status.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-publish-status"

#include "sonde-publish-status.h"

#include "sonde-accessible.h"
#include "sonde-style.h"
#include "sonde-waiting-window.h"

#include <sonde-status.h>

#include <glib/gi18n.h>

#define AGE_SECONDS 60

struct _SondePublishStatus
{
  AdwBin parent_instance;

  SondeConnection       *connection;
  GSignalGroup          *connection_signals;
  GSignalGroup          *waiting_signals;
  SondePublishStatusKind kind;
  guint                  age_source; /* only while something waits and is seen */
  GtkWindow             *window;     /* weak */

  GtkWidget   *waiting_button;
  GtkLabel    *waiting_label;
  GtkLabel    *label;
  GtkWidget   *offer;
  GtkDropDown *lifetime;
};

enum
{
  PROP_CONNECTION = 1,
  PROP_OFFERING,
  N_PROPS
};

enum
{
  SEND_LATER,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint       signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SondePublishStatus, sonde_publish_status, ADW_TYPE_BIN)

/* As the template lists them. */
static const guint lifetimes[] = { 5 * 60, 60 * 60, 24 * 60 * 60, 7 * 24 * 60 * 60 };

/* ---- What became of a publish ---- */

static void
show_text (SondePublishStatus    *self,
           SondePublishStatusKind kind,
           const char            *text)
{
  GtkWidget *label = GTK_WIDGET (self->label);

  self->kind = kind;
  gtk_label_set_label (self->label, text);
  gtk_widget_set_visible (label, *text != '\0');
  sonde_style_set_class (label, "error", kind == SONDE_PUBLISH_STATUS_ERROR);
  sonde_style_set_class (label, "success", kind == SONDE_PUBLISH_STATUS_DONE);
  sonde_style_set_class (label, "dim-label", kind == SONDE_PUBLISH_STATUS_UNDER_WAY || kind == SONDE_PUBLISH_STATUS_NOTE);
}

static void
set_offering (SondePublishStatus *self,
              gboolean            offering)
{
  if (gtk_widget_get_visible (self->offer) == offering)
    return;

  gtk_widget_set_visible (self->offer, offering);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OFFERING]);
}

void
sonde_publish_status_say (SondePublishStatus    *self,
                          SondePublishStatusKind kind,
                          const char            *text)
{
  g_return_if_fail (SONDE_IS_PUBLISH_STATUS (self));
  g_return_if_fail (text != NULL);

  set_offering (self, FALSE);
  show_text (self, kind, text);
}

void
sonde_publish_status_clear (SondePublishStatus *self)
{
  sonde_publish_status_say (self, SONDE_PUBLISH_STATUS_NOTE, "");
}

void
sonde_publish_status_refuse_offline (SondePublishStatus *self)
{
  SondeState state;

  g_return_if_fail (SONDE_IS_PUBLISH_STATUS (self));

  state = self->connection != NULL ? sonde_connection_get_state (self->connection) : SONDE_STATE_IDLE;
  show_text (self, SONDE_PUBLISH_STATUS_ERROR, sonde_status_refuse_publish (state));
  set_offering (self, self->connection != NULL);
}

/* What became of the last publish stays: a broker that refuses one may close the connection too. */
static void
state_cb (SondePublishStatus *self)
{
  gboolean offering = gtk_widget_get_visible (self->offer);

  if (offering && !sonde_connection_get_online (self->connection))
    sonde_publish_status_refuse_offline (self);
  else if (offering || self->kind == SONDE_PUBLISH_STATUS_NOTE)
    sonde_publish_status_clear (self);
}

static void
send_later_cb (SondePublishStatus *self)
{
  guint choice = MIN (gtk_drop_down_get_selected (self->lifetime), G_N_ELEMENTS (lifetimes) - 1);

  g_signal_emit (self, signals[SEND_LATER], 0, lifetimes[choice]);
}

/* ---- What waits to be sent ---- */

static void update_waiting (SondePublishStatus *self);

static gboolean
age_cb (gpointer user_data)
{
  SondePublishStatus *self = user_data;

  self->age_source = 0;
  update_waiting (self);
  if (self->window != NULL)
    sonde_waiting_window_update (SONDE_WAITING_WINDOW (self->window));
  return G_SOURCE_REMOVE;
}

static void
update_waiting (SondePublishStatus *self)
{
  SondeWaitingList *list = self->connection != NULL ? sonde_connection_get_waiting (self->connection) : NULL;
  g_autofree char  *summary = list != NULL ? sonde_waiting_list_dup_summary (list) : g_strdup ("");

  gtk_label_set_label (self->waiting_label, summary);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->waiting_button), GTK_ACCESSIBLE_PROPERTY_LABEL, summary, -1);
  gtk_widget_set_visible (self->waiting_button, *summary != '\0');

  g_clear_handle_id (&self->age_source, g_source_remove);
  if (*summary != '\0' && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->age_source = g_timeout_add_seconds (AGE_SECONDS, age_cb, self);
}

static void
failed_cb (SondePublishStatus *self,
           const char         *sentence)
{
  sonde_publish_status_say (self, SONDE_PUBLISH_STATUS_ERROR, sentence);
}

static void
waiting_clicked_cb (SondePublishStatus *self)
{
  if (self->window == NULL)
    g_set_weak_pointer (&self->window, GTK_WINDOW (sonde_waiting_window_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                                                             self->connection)));
  sonde_waiting_window_update (SONDE_WAITING_WINDOW (self->window));
  gtk_window_present (self->window);
}

/* ---- The widget ---- */

static void
set_connection (SondePublishStatus *self,
                SondeConnection    *connection)
{
  if (!g_set_object (&self->connection, connection))
    return;

  g_signal_group_set_target (self->connection_signals, connection);
  g_signal_group_set_target (self->waiting_signals, connection != NULL ? sonde_connection_get_waiting (connection) : NULL);
  sonde_publish_status_clear (self);
  update_waiting (self);
  if (self->window != NULL)
    gtk_window_close (self->window);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONNECTION]);
}

static void
sonde_publish_status_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (sonde_publish_status_parent_class)->map (widget);

  update_waiting (SONDE_PUBLISH_STATUS (widget));
}

static void
sonde_publish_status_unmap (GtkWidget *widget)
{
  SondePublishStatus *self = SONDE_PUBLISH_STATUS (widget);

  g_clear_handle_id (&self->age_source, g_source_remove);

  GTK_WIDGET_CLASS (sonde_publish_status_parent_class)->unmap (widget);
}

static void
sonde_publish_status_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  SondePublishStatus *self = SONDE_PUBLISH_STATUS (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      g_value_set_object (value, self->connection);
      break;
    case PROP_OFFERING:
      g_value_set_boolean (value, gtk_widget_get_visible (self->offer));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_publish_status_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_CONNECTION:
      set_connection (SONDE_PUBLISH_STATUS (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_publish_status_dispose (GObject *object)
{
  SondePublishStatus *self = SONDE_PUBLISH_STATUS (object);

  g_clear_handle_id (&self->age_source, g_source_remove);
  g_clear_weak_pointer (&self->window);
  g_clear_object (&self->connection_signals);
  g_clear_object (&self->waiting_signals);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (sonde_publish_status_parent_class)->dispose (object);
}

static void
sonde_publish_status_class_init (SondePublishStatusClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = sonde_publish_status_get_property;
  object_class->set_property = sonde_publish_status_set_property;
  object_class->dispose = sonde_publish_status_dispose;
  widget_class->map = sonde_publish_status_map;
  widget_class->unmap = sonde_publish_status_unmap;

  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, SONDE_TYPE_CONNECTION,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_OFFERING] =
    g_param_spec_boolean ("offering", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SEND_LATER] = g_signal_new ("send-later", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                      G_TYPE_NONE, 1, G_TYPE_UINT);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/publish/sonde-publish-status.ui");
  gtk_widget_class_bind_template_child (widget_class, SondePublishStatus, waiting_button);
  gtk_widget_class_bind_template_child (widget_class, SondePublishStatus, waiting_label);
  gtk_widget_class_bind_template_child (widget_class, SondePublishStatus, label);
  gtk_widget_class_bind_template_child (widget_class, SondePublishStatus, offer);
  gtk_widget_class_bind_template_child (widget_class, SondePublishStatus, lifetime);
  gtk_widget_class_bind_template_callback (widget_class, send_later_cb);
  gtk_widget_class_bind_template_callback (widget_class, waiting_clicked_cb);
}

static void
sonde_publish_status_init (SondePublishStatus *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  sonde_accessible_keep_label (GTK_WIDGET (self->lifetime));

  self->connection_signals = g_signal_group_new (SONDE_TYPE_CONNECTION);
  g_signal_group_connect_swapped (self->connection_signals, "notify::state", G_CALLBACK (state_cb), self);
  self->waiting_signals = g_signal_group_new (SONDE_TYPE_WAITING_LIST);
  g_signal_group_connect_swapped (self->waiting_signals, "changed", G_CALLBACK (update_waiting), self);
  g_signal_group_connect_swapped (self->waiting_signals, "failed", G_CALLBACK (failed_cb), self);
}
