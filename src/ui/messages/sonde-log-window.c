/* sonde-log-window.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-log-window"

#include "sonde-log-window.h"

#include "sonde-banner.h"
#include "sonde-messages-page.h"
#include "sonde-notice.h"

#include <sonde-connection.h>
#include <sonde-format.h>
#include <sonde-log-import.h>

#include <glib/gi18n.h>

struct _SondeLogWindow
{
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toast_overlay;
  AdwWindowTitle  *window_title;
  GtkWidget       *spinner;
  SondeBanner     *banner;
  GtkWidget       *messages_page;

  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (SondeLogWindow, sonde_log_window, ADW_TYPE_APPLICATION_WINDOW)

static void
show_banner (SondeLogWindow *self,
             const char     *sentence)
{
  sonde_banner_set_title (self->banner, sentence);
  sonde_banner_set_revealed (self->banner, TRUE);
}

static void
show_report (SondeLogWindow             *self,
             const SondeLogImportReport *report)
{
  g_autofree char *count = sonde_format_count (report->n_faults);
  g_autofree char *line = sonde_format_count (report->first_line);
  g_autofree char *sentence = NULL;

  if (report->n_faults == 0 && report->n_read == 0)
    show_banner (self, _ ("The file holds no message."));
  if (report->n_faults == 0)
    return;

  /* Translators: a number of lines, a line's number, and a sentence why that line is none */
  sentence = g_strdup_printf (g_dngettext (NULL, "%s line is no message. Line %s: %s",
                                           "%s lines are no messages. The first, line %s: %s", report->n_faults),
                              count, line, report->first_fault);
  show_banner (self, sentence);
}

static void
import_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (SondeLogWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SondeLogImportReport) report = sonde_log_import_finish (SONDE_MESSAGE_LOG (source), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  gtk_widget_set_visible (self->spinner, FALSE);
  if (report != NULL)
    show_report (self, report);
  else
    {
      g_autofree char *sentence = g_strdup_printf (_ ("The file could not be read to its end: %s"), error->message);

      show_banner (self, sentence);
    }
}

static void
toast_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  SondeLogWindow *self = SONDE_LOG_WINDOW (widget);

  sonde_notice_show (self->toast_overlay, g_variant_get_string (parameter, NULL));
}

static void
sonde_log_window_dispose (GObject *object)
{
  SondeLogWindow *self = SONDE_LOG_WINDOW (object);

  g_cancellable_cancel (self->cancellable);

  G_OBJECT_CLASS (sonde_log_window_parent_class)->dispose (object);
}

static void
sonde_log_window_finalize (GObject *object)
{
  SondeLogWindow *self = SONDE_LOG_WINDOW (object);

  g_object_unref (self->cancellable);

  G_OBJECT_CLASS (sonde_log_window_parent_class)->finalize (object);
}

static void
sonde_log_window_class_init (SondeLogWindowClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sonde_log_window_dispose;
  object_class->finalize = sonde_log_window_finalize;

  g_type_ensure (SONDE_TYPE_BANNER);
  g_type_ensure (SONDE_TYPE_MESSAGES_PAGE);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/sonde_mqtt/Sonde/messages/sonde-log-window.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeLogWindow, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, SondeLogWindow, window_title);
  gtk_widget_class_bind_template_child (widget_class, SondeLogWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, SondeLogWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, SondeLogWindow, messages_page);
  gtk_widget_class_install_action (widget_class, "win.toast", "s", toast_action);
}

static void
sonde_log_window_init (SondeLogWindow *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* A connection that is nobody's: it lends its log to the panes. */
static SondeConnection *
make_connection (SondeServices *services,
                 const char    *name)
{
  g_autoptr (SondeProfile) profile = sonde_profile_new ();
  SondeConnection *connection;

  g_free (profile->name);
  profile->name = g_strdup (name);
  connection = sonde_connection_new (services, profile, FALSE);

  /* It is read from its beginning. */
  sonde_connection_get_draft (connection)->live = FALSE;

  return connection;
}

SondeLogWindow *
sonde_log_window_new (GtkApplication *application,
                      SondeServices  *services,
                      GFile          *file)
{
  SondeLogWindow  *self;
  g_autofree char *base = NULL;
  g_autofree char *name = NULL;
  g_autoptr (SondeConnection) connection = NULL;

  g_return_val_if_fail (GTK_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (SONDE_IS_SERVICES (services), NULL);
  g_return_val_if_fail (G_IS_FILE (file), NULL);

  base = g_file_get_basename (file);
  name = g_filename_display_name (base);
  self = g_object_new (SONDE_TYPE_LOG_WINDOW, "application", application, "title", name, NULL);
  adw_window_title_set_title (self->window_title, name);
  adw_window_title_set_subtitle (self->window_title, _ ("Messages of a file"));

  connection = make_connection (services, name);
  g_object_set (self->messages_page, "connection", connection, NULL);
  sonde_log_import_async (sonde_connection_get_log (connection), file, self->cancellable, import_cb, g_object_ref (self));

  return self;
}

/* ---- Choosing ---- */

static void
response_cb (GtkNativeDialog *chooser,
             int              response,
             SondeServices   *services)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      GtkApplication *application = gtk_window_get_application (gtk_native_dialog_get_transient_for (chooser));
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

      gtk_window_present (GTK_WINDOW (sonde_log_window_new (application, services, file)));
    }
  g_object_unref (chooser);
}

void
sonde_log_window_choose (GtkWindow     *parent,
                         SondeServices *services)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  GtkFileChooserNative *chooser;

  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (SONDE_IS_SERVICES (services));

  chooser = gtk_file_chooser_native_new (_ ("Open exported messages"), parent, GTK_FILE_CHOOSER_ACTION_OPEN,
                                         _ ("_Open"), _ ("_Cancel"));
  gtk_file_filter_set_name (filter, _ ("JSON Lines"));
  gtk_file_filter_add_suffix (filter, "jsonl");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), filter);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (chooser, "response", G_CALLBACK (response_cb), services, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}
