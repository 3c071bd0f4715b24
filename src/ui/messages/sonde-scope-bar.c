/* sonde-scope-bar.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-scope-bar"

#include "sonde-scope-bar.h"

#include <sonde-format.h>

#include <glib/gi18n.h>

struct _SondeScopeBar
{
  AdwBin parent_instance;

  SondeConnection *connection;
  GSignalGroup    *subscription_signals;

  GtkImage *icon;
  GtkLabel *label;
};

enum
{
  PROP_CONNECTION = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SondeScopeBar, sonde_scope_bar, ADW_TYPE_BIN)

static char *
describe (SondeScope *scope)
{
  gboolean           is_solo = sonde_scope_is_solo (scope);
  const char *const *filters = is_solo ? sonde_scope_get_solo (scope) : sonde_scope_get_muted (scope);
  guint              n = g_strv_length ((GStrv) filters);
  g_autofree char   *count = sonde_format_count (n);

  if (n == 1)
    /* Translators: of a subscription; %s is its topic filter */
    return g_strdup_printf (is_solo ? _ ("Only “%s” is shown") : _ ("“%s” is muted"), filters[0]);
  if (is_solo)
    return g_strdup_printf (ngettext ("Only %s subscription is shown", "Only %s subscriptions are shown", n), count);

  return g_strdup_printf (ngettext ("%s subscription is muted", "%s subscriptions are muted", n), count);
}

static void
update (SondeScopeBar *self)
{
  SondeScope *scope = NULL;

  if (self->connection != NULL)
    scope = sonde_subscriptions_get_scope (sonde_connection_get_subscriptions (self->connection));

  if (scope != NULL)
    {
      gboolean           is_solo = sonde_scope_is_solo (scope);
      const char *const *filters = is_solo ? sonde_scope_get_solo (scope) : sonde_scope_get_muted (scope);
      g_autofree char   *text = describe (scope);
      g_autofree char   *all = g_strjoinv ("\n", (GStrv) filters);

      gtk_label_set_label (self->label, text);
      gtk_widget_set_tooltip_text (GTK_WIDGET (self->label), all);
      gtk_image_set_from_icon_name (self->icon, is_solo ? "view-reveal-symbolic" : "audio-volume-muted-symbolic");
    }
  gtk_widget_set_visible (GTK_WIDGET (self), scope != NULL);
}

static void
clicked_cb (SondeScopeBar *self)
{
  if (self->connection != NULL)
    sonde_connection_unmute_all (self->connection);
}

static void
set_connection (SondeScopeBar   *self,
                SondeConnection *connection)
{
  if (!g_set_object (&self->connection, connection))
    return;

  g_signal_group_set_target (self->subscription_signals,
                             connection != NULL ? sonde_connection_get_subscriptions (connection) : NULL);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONNECTION]);
}

static void
sonde_scope_bar_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  SondeScopeBar *self = SONDE_SCOPE_BAR (object);

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
sonde_scope_bar_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  SondeScopeBar *self = SONDE_SCOPE_BAR (object);

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
sonde_scope_bar_dispose (GObject *object)
{
  SondeScopeBar *self = SONDE_SCOPE_BAR (object);

  g_clear_object (&self->subscription_signals);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (sonde_scope_bar_parent_class)->dispose (object);
}

static void
sonde_scope_bar_class_init (SondeScopeBarClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = sonde_scope_bar_get_property;
  object_class->set_property = sonde_scope_bar_set_property;
  object_class->dispose = sonde_scope_bar_dispose;

  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, SONDE_TYPE_CONNECTION,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/messages/sonde-scope-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeScopeBar, icon);
  gtk_widget_class_bind_template_child (widget_class, SondeScopeBar, label);
  gtk_widget_class_bind_template_callback (widget_class, clicked_cb);
}

static void
sonde_scope_bar_init (SondeScopeBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->subscription_signals = g_signal_group_new (SONDE_TYPE_SUBSCRIPTIONS);
  g_signal_group_connect_swapped (self->subscription_signals, "notify::scope", G_CALLBACK (update), self);
}
