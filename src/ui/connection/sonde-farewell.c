/* sonde-farewell.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-farewell"

#include "sonde-farewell.h"

#include <glib/gi18n.h>

void
sonde_farewell_drop (SondeConnection *connection)
{
  g_return_if_fail (SONDE_IS_CONNECTION (connection));

  sonde_connection_say_goodbye (connection, &(SondeGoodbye){ .drop = TRUE });
}

static AdwMessageDialog *
dialog_new (GtkWidget  *widget,
            const char *heading,
            const char *body)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (widget)), heading, body);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"));
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");

  return ADW_MESSAGE_DIALOG (dialog);
}

/* ---- With will ---- */

static void
edit_response_cb (GtkWidget  *widget,
                  const char *response)
{
  if (g_strcmp0 (response, "edit") == 0)
    gtk_widget_activate_action (widget, "win.edit-connection", "s", "");
}

static void
explain_no_will (GtkWidget *widget)
{
  AdwMessageDialog *dialog =
    dialog_new (widget, _ ("There is no last will"),
                _ ("The broker got none when this connection was made. Set one in the settings of the connection, "
                   "under Last will, then connect again."));

  adw_message_dialog_add_response (dialog, "edit", _ ("_Edit connection"));
  g_signal_connect_object (dialog, "response", G_CALLBACK (edit_response_cb), widget, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
drop_response_cb (SondeConnection *connection,
                  const char      *response)
{
  if (g_strcmp0 (response, "drop") == 0)
    sonde_farewell_drop (connection);
}

static void
explain_version (GtkWidget       *widget,
                 SondeConnection *connection)
{
  AdwMessageDialog *dialog =
    dialog_new (widget, _ ("MQTT 5 only"),
                _ ("In MQTT 3.1 and 3.1.1 the broker always discards the will when it gets a DISCONNECT. "
                   "Drop the connection without one, and the broker publishes it."));

  adw_message_dialog_add_response (dialog, "drop", _ ("_Drop without DISCONNECT"));
  g_signal_connect_object (dialog, "response", G_CALLBACK (drop_response_cb), connection, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
sonde_farewell_with_will (GtkWidget       *widget,
                          SondeConnection *connection)
{
  const SondeProfile *profile;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (SONDE_IS_CONNECTION (connection));

  profile = sonde_connection_get_online_profile (connection);
  if (profile == NULL)
    return;

  if (*profile->will->topic == '\0')
    explain_no_will (widget);
  else if (profile->version != SONDE_MQTT_5)
    explain_version (widget, connection);
  else
    sonde_connection_say_goodbye (connection, &(SondeGoodbye){ .reason = SONDE_GOODBYE_REASON_WITH_WILL });
}

/* ---- The stored session ---- */

static void
discarded_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GtkWidget) widget = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (sonde_connection_discard_session_finish (SONDE_CONNECTION (object), result, &error))
    text = g_strdup (_ ("The stored session is discarded"));
  else
    /* Translators: %s is a sentence that says why */
    text = g_strdup_printf (_ ("The stored session was not discarded: %s"), error->message);

  gtk_widget_activate_action (widget, "win.toast", "s", text);
}

typedef struct
{
  GtkWidget       *widget;
  SondeConnection *connection;
} Question;

static void
question_free (gpointer  data,
               GClosure *closure)
{
  Question *question = data;

  g_object_unref (question->widget);
  g_object_unref (question->connection);
  g_free (question);
}

static void
discard_response_cb (AdwMessageDialog *dialog,
                     const char       *response,
                     Question         *question)
{
  if (g_strcmp0 (response, "discard") == 0)
    sonde_connection_discard_session_async (question->connection, NULL, discarded_cb,
                                            g_object_ref (question->widget));
}

void
sonde_farewell_discard_session (GtkWidget       *widget,
                                SondeConnection *connection)
{
  Question         *question;
  AdwMessageDialog *dialog;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (SONDE_IS_CONNECTION (connection));

  dialog = dialog_new (widget, _ ("Discard the stored session?"), NULL);
  adw_message_dialog_format_body (dialog,
                                  _ ("The broker forgets the subscriptions of “%s” and the messages it keeps for it. "
                                     "Sonde disconnects, then connects once more with a clean start."),
                                  sonde_connection_get_profile (connection)->client_id);
  adw_message_dialog_add_response (dialog, "discard", _ ("_Discard"));
  adw_message_dialog_set_response_appearance (dialog, "discard", ADW_RESPONSE_DESTRUCTIVE);

  question = g_new0 (Question, 1);
  question->widget = g_object_ref (widget);
  question->connection = g_object_ref (connection);
  g_signal_connect_data (dialog, "response", G_CALLBACK (discard_response_cb), question, question_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
