/* sonde-content.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-content"

#include "sonde-content.h"

#include "sonde-banner.h"
#include "sonde-broker-choice.h"
#include "sonde-broker-page.h"
#include "sonde-failure-page.h"
#include "sonde-log-filter.h"
#include "sonde-messages-page.h"
#include "sonde-packets-page.h"
#include "sonde-topics-page.h"

#include <sonde-settings.h>

#include <glib/gi18n.h>

/* In which a new window must have given its pages their places */
#define MOST_FRAMES 60

struct _SondeContent
{
  GtkBox parent_instance;

  SondeBanner  *error_banner;
  GtkStack     *stack;
  AdwViewStack *pages;
  GtkStack     *messages_stack;
  GtkWidget    *messages_page;

  /* Made when first shown, so that a start does not wait for them. */
  GtkWidget *empty_page;
  GtkWidget *failure_page;

  SondeConnection *connection;
  GSignalGroup    *connection_signals;
  GSignalGroup    *log_signals;
  gboolean         details_shown; /* of the failed attempt, in place of the messages */
};

G_DEFINE_FINAL_TYPE (SondeContent, sonde_content, GTK_TYPE_BOX)

enum
{
  PROP_CONNECTION = 1,
  PROP_PAGES,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* The pages beside Messages, each made when it is first shown, with the property "connection". */
typedef struct
{
  const char *name;
  const char *title;
  const char *icon_name;
  GType (*get_type) (void);
} Page;

static const Page pages[] = {
  { "topics", N_ ("Topics"), "network-wired-symbolic", sonde_topics_page_get_type },
  { "broker", N_ ("Broker"), "network-server-symbolic", sonde_broker_page_get_type },
  { "packets", N_ ("Packets"), "network-transmit-receive-symbolic", sonde_packets_page_get_type },
  { NULL, NULL, NULL, NULL },
};

/* What a stack has left keeps its extents for a screen reader unless it is hidden too. */
static void
show_child (GtkStack  *stack,
            GtkWidget *shown)
{
  gtk_widget_set_visible (shown, TRUE);
  gtk_stack_set_visible_child (stack, shown);

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (stack));
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gtk_widget_set_visible (child, child == shown);
}

static void
add_pages (SondeContent *self)
{
  for (const Page *page = pages; page->name != NULL; page++)
    {
      GtkWidget        *place = adw_bin_new ();
      AdwViewStackPage *added = adw_view_stack_add_titled (self->pages, place, page->name, _ (page->title));

      adw_view_stack_page_set_icon_name (added, page->icon_name);
    }
}

static GtkWidget *
make_page (SondeContent *self,
           const char   *name)
{
  for (const Page *page = pages; page->name != NULL; page++)
    if (g_str_equal (page->name, name))
      {
        GtkWidget *made = g_object_new (page->get_type (), NULL);

        g_object_bind_property (self, "connection", made, "connection", G_BINDING_SYNC_CREATE);
        return made;
      }

  g_return_val_if_reached (NULL);
}

/* Of the pages only the one that is shown is visible: as in show_child(). */
static void
page_cb (SondeContent *self)
{
  GtkWidget *shown = adw_view_stack_get_visible_child (self->pages);

  if (adw_bin_get_child (ADW_BIN (shown)) == NULL)
    adw_bin_set_child (ADW_BIN (shown), make_page (self, adw_view_stack_get_visible_child_name (self->pages)));

  for (GtkWidget *place = gtk_widget_get_first_child (GTK_WIDGET (self->pages));
       place != NULL;
       place = gtk_widget_get_next_sibling (place))
    {
      GtkWidget *page = adw_bin_get_child (ADW_BIN (place));

      if (page != NULL)
        gtk_widget_set_visible (page, place == shown);
    }
}

static GtkWidget *
ensure_empty_page (SondeContent *self)
{
  GtkWidget *button;

  if (self->empty_page != NULL)
    return self->empty_page;

  button = gtk_button_new_with_label (_ ("Add a connection"));
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.new-connection");
  gtk_widget_add_css_class (button, "pill");
  gtk_widget_add_css_class (button, "suggested-action");

  self->empty_page = g_object_new (ADW_TYPE_STATUS_PAGE,
                                   "icon-name", "network-transmit-receive-symbolic",
                                   "title", _ ("No connection"),
                                   "description", _ ("A connection says which broker to reach, and how."),
                                   "child", button,
                                   NULL);
  gtk_stack_add_child (self->stack, self->empty_page);

  return self->empty_page;
}

static GtkWidget *
ensure_failure_page (SondeContent *self)
{
  if (self->failure_page == NULL)
    {
      self->failure_page = g_object_new (SONDE_TYPE_FAILURE_PAGE, NULL);
      g_object_bind_property (self, "connection", self->failure_page, "connection", G_BINDING_SYNC_CREATE);
      gtk_stack_add_child (self->messages_stack, self->failure_page);
    }

  return self->failure_page;
}

static gboolean
has_failed (SondeContent *self)
{
  const SondeReport *report = sonde_connection_get_report (self->connection);

  return report != NULL && report->failed;
}

static gboolean
has_rows (SondeContent *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (sonde_connection_get_log (self->connection))) > 0;
}

/* What the button of the banner does; %NULL: there is none. */
static const char *
get_banner_label (SondeContent *self)
{
  SondeSuggestion suggestion = sonde_connection_get_suggestion (self->connection);

  if (self->details_shown)
    return _ ("Back to the messages");
  if (suggestion != SONDE_SUGGESTION_NONE)
    return sonde_suggestion_to_label (suggestion);

  return has_failed (self) ? _ ("What was tried") : NULL;
}

static void
update_error_banner (SondeContent *self,
                     gboolean      page_says_it)
{
  const char *error_text = NULL;

  if (self->connection != NULL && !page_says_it)
    error_text = sonde_connection_get_error_text (self->connection);

  if (error_text == NULL)
    {
      sonde_banner_set_revealed (self->error_banner, FALSE);
      return;
    }

  sonde_banner_set_title (self->error_banner, error_text);
  sonde_banner_set_button_label (self->error_banner, get_banner_label (self));
  sonde_banner_set_revealed (self->error_banner, TRUE);
}

/* The report of a failed attempt fills the page while there are no messages to see, and when it is asked for. */
static void
update (SondeContent *self)
{
  gboolean failed = self->connection != NULL && has_failed (self);
  gboolean rows = self->connection != NULL && has_rows (self);

  self->details_shown = self->details_shown && failed && rows;
  show_child (self->stack, self->connection != NULL ? GTK_WIDGET (self->pages) : ensure_empty_page (self));
  if (self->connection != NULL)
    show_child (self->messages_stack, failed && (self->details_shown || !rows) ? ensure_failure_page (self)
                                                                               : self->messages_page);
  update_error_banner (self, failed && !rows);
}

static void
banner_clicked_cb (SondeContent *self)
{
  SondeSuggestion suggestion = sonde_connection_get_suggestion (self->connection);

  if (!self->details_shown && suggestion != SONDE_SUGGESTION_NONE)
    {
      sonde_connection_take_suggestion (self->connection, suggestion);
      return;
    }

  self->details_shown = !self->details_shown;
  update (self);
}

static void
set_connection (SondeContent    *self,
                SondeConnection *connection)
{
  if (!g_set_object (&self->connection, connection))
    return;

  self->details_shown = FALSE;
  g_signal_group_set_target (self->connection_signals, connection);
  g_signal_group_set_target (self->log_signals, connection != NULL ? sonde_connection_get_log (connection) : NULL);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONNECTION]);
}

/* Actions of a page that lead to another */

static void
publish_to_action (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  SondeContent *self = SONDE_CONTENT (widget);

  adw_view_stack_set_visible_child_name (self->pages, "messages");
  sonde_messages_page_publish_to (SONDE_MESSAGES_PAGE (self->messages_page), g_variant_get_string (parameter, NULL));
}

static void
sonde_content_constructed (GObject *object)
{
  G_OBJECT_CLASS (sonde_content_parent_class)->constructed (object);

  update (SONDE_CONTENT (object));
}

static void
sonde_content_dispose (GObject *object)
{
  SondeContent *self = SONDE_CONTENT (object);

  /* A page that goes leaves the next one to be shown: none is to be made for that. */
  if (self->pages != NULL)
    g_signal_handlers_disconnect_by_func (self->pages, page_cb, self);
  self->pages = NULL;
  g_clear_object (&self->connection_signals);
  g_clear_object (&self->log_signals);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (sonde_content_parent_class)->dispose (object);
}

static void
sonde_content_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  SondeContent *self = SONDE_CONTENT (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      g_value_set_object (value, self->connection);
      break;

    case PROP_PAGES:
      g_value_set_object (value, self->pages);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_content_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  SondeContent *self = SONDE_CONTENT (object);

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
sonde_content_class_init (SondeContentClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = sonde_content_constructed;
  object_class->dispose = sonde_content_dispose;
  object_class->get_property = sonde_content_get_property;
  object_class->set_property = sonde_content_set_property;

  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, SONDE_TYPE_CONNECTION,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_PAGES] =
    g_param_spec_object ("pages", NULL, NULL, ADW_TYPE_VIEW_STACK, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (SONDE_TYPE_BANNER);
  g_type_ensure (SONDE_TYPE_BROKER_CHOICE);
  g_type_ensure (SONDE_TYPE_MESSAGES_PAGE);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/sonde-content.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeContent, error_banner);
  gtk_widget_class_bind_template_child (widget_class, SondeContent, stack);
  gtk_widget_class_bind_template_child (widget_class, SondeContent, pages);
  gtk_widget_class_bind_template_child (widget_class, SondeContent, messages_stack);
  gtk_widget_class_bind_template_child (widget_class, SondeContent, messages_page);
  gtk_widget_class_bind_template_callback (widget_class, banner_clicked_cb);

  gtk_widget_class_install_action (widget_class, "pages.publish-to", "s", publish_to_action);
}

static void
sonde_content_init (SondeContent *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_pages (self);
  g_signal_connect_swapped (self->pages, "notify::visible-child", G_CALLBACK (page_cb), self);

  self->connection_signals = g_signal_group_new (SONDE_TYPE_CONNECTION);
  g_signal_group_connect_swapped (self->connection_signals, "notify::state", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->connection_signals, "notify::report", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->connection_signals, "notify::error-text", G_CALLBACK (update), self);

  self->log_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_swapped (self->log_signals, "items-changed", G_CALLBACK (update), self);
}

void
sonde_content_bind_settings (SondeContent *self,
                             GSettings    *settings)
{
  static const char *const names[][2] = {
    { SONDE_SETTING_INSPECTOR_VISIBLE, "inspector-visible" },
    { SONDE_SETTING_INSPECTOR_WIDTH, "inspector-width" },
    { SONDE_SETTING_PUBLISH_PANE_HEIGHT, "publish-height" },
  };

  g_return_if_fail (SONDE_IS_CONTENT (self));
  g_return_if_fail (G_IS_SETTINGS (settings));

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_settings_bind (settings, names[i][0], self->messages_page, names[i][1], G_SETTINGS_BIND_DEFAULT);
}

void
sonde_content_show_page (SondeContent *self,
                         const char   *name)
{
  g_return_if_fail (SONDE_IS_CONTENT (self));

  if (adw_view_stack_get_child_by_name (self->pages, name) != NULL)
    adw_view_stack_set_visible_child_name (self->pages, name);
}

gboolean
sonde_content_shows_log (SondeContent *self)
{
  g_return_val_if_fail (SONDE_IS_CONTENT (self), FALSE);

  return gtk_widget_get_mapped (self->messages_page);
}

/* What is typed in the filter stays: the message is shown among all, if the filter leaves it out. */
static void
uncover (SondeContent *self,
         guint64       serial)
{
  SondeLogFilter *filter = sonde_log_filter_get_for (self->connection);
  guint           position;

  if (sonde_message_log_get_position (sonde_connection_get_log (self->connection), serial, &position) &&
      !sonde_log_filter_get_position (filter, serial, &position))
    sonde_log_filter_set_highlights (filter, TRUE);
}

/* A message to be shown */
typedef struct
{
  SondeConnection *connection;
  guint64          serial;
  guint            n_frames; /* that went by */
} Wanted;

static void
wanted_free (Wanted *self)
{
  g_object_unref (self->connection);
  g_free (self);
}

/* A list without a place yet cannot be scrolled. */
static gboolean
show_serial_cb (GtkWidget     *widget,
                GdkFrameClock *clock,
                gpointer       user_data)
{
  SondeContent *self = SONDE_CONTENT (widget);
  Wanted       *wanted = user_data;

  if (wanted->connection != self->connection || wanted->n_frames++ == MOST_FRAMES)
    return G_SOURCE_REMOVE;
  if (gtk_widget_get_height (self->messages_page) == 0)
    return G_SOURCE_CONTINUE;

  gtk_widget_activate_action (self->messages_page, "messages.show-serial", "t", wanted->serial);
  return G_SOURCE_REMOVE;
}

void
sonde_content_show_message (SondeContent *self,
                            guint64       serial)
{
  Wanted *wanted;

  g_return_if_fail (SONDE_IS_CONTENT (self));

  if (self->connection == NULL)
    return;

  self->details_shown = FALSE;
  update (self);
  sonde_content_show_page (self, "messages");
  uncover (self, serial);
  wanted = g_new0 (Wanted, 1);
  wanted->connection = g_object_ref (self->connection);
  wanted->serial = serial;
  gtk_widget_add_tick_callback (GTK_WIDGET (self), show_serial_cb, wanted, (GDestroyNotify) wanted_free);
}
