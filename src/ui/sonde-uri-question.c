/* sonde-uri-question.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-uri-question"

#include "sonde-uri-question.h"

#include <sonde-format.h>

#include <glib/gi18n.h>

/* A filter may have 65,535 bytes. */
#define MAX_CHARS 200
#define WIDTH_CHARS 26

static char *
dup_shown (const char *text)
{
  g_autofree char *line = sonde_format_line (text, MAX_CHARS);

  return g_strconcat (line, g_utf8_strlen (text, -1) > MAX_CHARS ? "…" : NULL, NULL);
}

static void
add_row (GtkGrid    *grid,
         const char *name,
         const char *value)
{
  static const char *const dim[] = { "dim-label", NULL };
  g_autofree char         *shown = dup_shown (value);
  GtkWidget               *name_label = gtk_label_new (name);
  GtkWidget               *value_label = gtk_label_new (shown);
  int                      row = 0;

  while (gtk_grid_get_child_at (grid, 0, row) != NULL)
    row++;

  gtk_widget_set_css_classes (name_label, (const char **) dim);
  gtk_label_set_xalign (GTK_LABEL (name_label), 1);
  gtk_widget_set_valign (name_label, GTK_ALIGN_START);
  gtk_label_set_xalign (GTK_LABEL (value_label), 0);
  gtk_label_set_wrap (GTK_LABEL (value_label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (value_label), PANGO_WRAP_WORD_CHAR);
  /* As narrow as it is wide: the dialog would else be as high as a column of single letters. */
  gtk_label_set_width_chars (GTK_LABEL (value_label), WIDTH_CHARS);
  gtk_label_set_max_width_chars (GTK_LABEL (value_label), WIDTH_CHARS);
  gtk_grid_attach (grid, name_label, 0, row, 1, 1);
  gtk_grid_attach (grid, value_label, 1, row, 1, 1);
}

/* A name that only looks like another one is told by how DNS writes it. */
static char *
describe_host (const char *host)
{
  g_autofree char *ascii = g_hostname_is_non_ascii (host) ? g_hostname_to_ascii (host) : NULL;

  return ascii != NULL ? g_strdup_printf ("%s (%s)", host, ascii) : g_strdup (host);
}

static GtkWidget *
create_plan (const SondeProfile *profile)
{
  GtkGrid         *grid = GTK_GRID (gtk_grid_new ());
  g_autofree char *host = describe_host (profile->host);
  g_autofree char *port = g_strdup_printf ("%u", profile->port);

  gtk_grid_set_column_spacing (grid, 12);
  gtk_grid_set_row_spacing (grid, 6);
  gtk_widget_set_halign (GTK_WIDGET (grid), GTK_ALIGN_CENTER);

  add_row (grid, _ ("Host"), host);
  add_row (grid, _ ("Port"), port);
  add_row (grid, _ ("TLS"), profile->tls->use_tls ? _ ("yes") : _ ("no: others on the way can read along"));
  if (profile->network->carrier == SONDE_CARRIER_WEBSOCKET)
    add_row (grid, _ ("WebSocket path"), profile->network->path);
  if (*profile->user_name != '\0')
    add_row (grid, _ ("User name"), profile->user_name);
  for (guint i = 0; i < profile->subscriptions->len; i++)
    add_row (grid, _ ("Subscribes to"), ((const SondeWanted *) g_ptr_array_index (profile->subscriptions, i))->filter);

  return GTK_WIDGET (grid);
}

AdwMessageDialog *
sonde_uri_question_new (GtkWindow          *parent,
                        const SondeProfile *profile)
{
  AdwMessageDialog *dialog;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (profile != NULL, NULL);

  dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (parent, _ ("Connect?"), _ ("Another program asks to connect to this broker.")));
  adw_message_dialog_set_extra_child (dialog, create_plan (profile));
  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), SONDE_URI_QUESTION_CONNECT, _ ("C_onnect to broker"), NULL);
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");

  return dialog;
}
