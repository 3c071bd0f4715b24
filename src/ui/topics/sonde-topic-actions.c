/* sonde-topic-actions.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-topic-actions"

#include "sonde-topic-actions.h"

#include "sonde-log-filter.h"

#include <sonde-subscribe-form.h>
#include <sonde-topic.h>

#include <glib/gi18n.h>

#include <string.h>

/* Both owned; %FALSE without them where nothing is selected */
static gboolean
get_topic (GtkWidget        *widget,
           SondeConnection **connection,
           char            **topic)
{
  g_autoptr (GBytes) bytes = NULL;
  gsize       length;
  const char *data;

  *topic = NULL;
  g_object_get (widget, "connection", connection, "topic", &bytes, NULL);
  if (*connection == NULL || bytes == NULL)
    return FALSE;

  data = g_bytes_get_data (bytes, &length);
  *topic = g_utf8_make_valid (data, length);

  return TRUE;
}

/* For it and what is below, owned; %NULL where nothing is selected */
static char *
dup_filter (GtkWidget        *widget,
            SondeConnection **connection)
{
  g_autofree char *topic = NULL;

  return get_topic (widget, connection, &topic) ? g_strconcat (topic, "/#", NULL) : NULL;
}

/* @text: (transfer full) */
static void
say (GtkWidget *widget,
     char      *text)
{
  gtk_widget_activate_action (widget, "win.toast", "s", text);
  g_free (text);
}

static void
copy_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  g_autoptr (SondeConnection) connection = NULL;
  g_autofree char *topic = NULL;

  if (!get_topic (widget, &connection, &topic))
    return;

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), topic);
  gtk_widget_activate_action (widget, "win.toast", "s", _ ("Topic copied"));
}

void
sonde_topic_subscribe (GtkWidget       *widget,
                       SondeConnection *connection,
                       const char      *filter)
{
  g_autoptr (GError) error = NULL;
  SondeSubscribeOptions options;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (SONDE_IS_CONNECTION (connection));
  g_return_if_fail (filter != NULL);

  if (sonde_subscriptions_find (sonde_connection_get_subscriptions (connection), filter) != NULL)
    {
      say (widget, g_strdup_printf (_ ("“%s” is in the subscriptions already"), filter));
      return;
    }

  sonde_subscribe_options_init (&options, sonde_connection_get_draft (connection)->subscribe->options.qos);
  if (!sonde_connection_subscribe (connection, filter, &options, &error))
    gtk_widget_activate_action (widget, "win.toast", "s", error->message);
  else if (sonde_connection_get_online (connection))
    say (widget, g_strdup_printf (_ ("Subscribed to “%s”"), filter));
  else
    say (widget, g_strdup_printf (_ ("“%s” will be subscribed to on connect"), filter));
  sonde_subscribe_options_clear (&options);
}

static void
subscribe_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  g_autoptr (SondeConnection) connection = NULL;
  g_autofree char *filter = dup_filter (widget, &connection);

  if (filter != NULL)
    sonde_topic_subscribe (widget, connection, filter);
}

char *
sonde_topic_dup_filter_term (const char *topic_filter)
{
  GString *term = g_string_new ("topic:\"");

  for (const char *p = topic_filter; *p != '\0'; p++)
    {
      if (*p == '"' || *p == '\\')
        g_string_append_c (term, '\\');
      g_string_append_c (term, *p);
    }
  g_string_append_c (term, '"');

  return g_string_free (term, FALSE);
}

static gboolean
needs_quotes (const char *text)
{
  return strpbrk (text, " \t\r\n\v\f\"\\") != NULL;
}

static void
show_messages_action (GtkWidget  *widget,
                      const char *action_name,
                      GVariant   *parameter)
{
  g_autoptr (SondeConnection) connection = NULL;
  g_autofree char *filter = dup_filter (widget, &connection);
  g_autofree char *term = NULL;

  if (filter == NULL)
    return;

  term = needs_quotes (filter) ? sonde_topic_dup_filter_term (filter) : g_strconcat ("topic:", filter, NULL);
  sonde_log_filter_set_text (sonde_log_filter_get_for (connection), term);
  gtk_widget_activate_action (widget, "win.show-page", "s", "messages");
}

static void
retained_action (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  g_autoptr (SondeConnection) connection = NULL;
  g_autofree char *filter = dup_filter (widget, &connection);

  if (filter != NULL)
    gtk_widget_activate_action (widget, "win.retained", "s", filter);
}

static void
publish_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  g_autoptr (SondeConnection) connection = NULL;
  g_autofree char *topic = NULL;

  if (get_topic (widget, &connection, &topic))
    gtk_widget_activate_action (widget, "pages.publish-to", "s", topic);
}

void
sonde_topic_actions_install (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "topics.copy", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "topics.subscribe", NULL, subscribe_action);
  gtk_widget_class_install_action (widget_class, "topics.show-messages", NULL, show_messages_action);
  gtk_widget_class_install_action (widget_class, "topics.publish", NULL, publish_action);
  gtk_widget_class_install_action (widget_class, "topics.retained", NULL, retained_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "topics.copy", NULL);
}

void
sonde_topic_actions_update (GtkWidget *widget,
                            GBytes    *topic)
{
  gsize       length = 0;
  const char *name = topic != NULL ? g_bytes_get_data (topic, &length) : NULL;
  gboolean    valid = name != NULL && sonde_topic_name_check (name, length) == SONDE_TOPIC_FAULT_NONE;

  /* A first level may be empty, and what a broker sends no topic at all. */
  gtk_widget_action_set_enabled (widget, "topics.copy", name != NULL);
  gtk_widget_action_set_enabled (widget, "topics.publish", valid);
  gtk_widget_action_set_enabled (widget, "topics.subscribe", valid || (name != NULL && length == 0));
  gtk_widget_action_set_enabled (widget, "topics.show-messages", valid || (name != NULL && length == 0));
  gtk_widget_action_set_enabled (widget, "topics.retained", valid || (name != NULL && length == 0));
}
