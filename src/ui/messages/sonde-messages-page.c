/* sonde-messages-page.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One set of panes, bound to whichever connection is selected: each pane keeps
 * what belongs to a connection with that connection.
 */

#define G_LOG_DOMAIN "sonde-messages-page"

#include "sonde-messages-page.h"

#include "sonde-inspector.h"
#include "sonde-log-view.h"
#include "sonde-publish-edit.h"
#include "sonde-publish-pane.h"
#include "sonde-style.h"

/* Below this width of the window log and inspector do not both fit: the inspector folds. */
#define WIDE 1150

#define INSPECTOR_MIN 280
#define INSPECTOR_DEFAULT 352
#define PUBLISH_MIN 150
#define PUBLISH_DEFAULT 208

struct _SondeMessagesPage
{
  AdwBin parent_instance;

  SondeConnection *connection;
  gboolean         inspector_wanted;
  int              inspector_width;
  int              publish_height;
  gboolean         log_only;

  gboolean narrow;
  gboolean settled; /* the panes have their first size; from now on the user moves them */
  guint    idle_id;

  GtkPaned  *inspector_paned;
  GtkPaned  *publish_paned;
  GtkWidget *log_view;
  GtkWidget *publish_pane;
  GtkWidget *inspector;
};

enum
{
  PROP_CONNECTION = 1,
  PROP_INSPECTOR_VISIBLE,
  PROP_INSPECTOR_WIDTH,
  PROP_PUBLISH_HEIGHT,
  PROP_LOG_ONLY,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SondeMessagesPage, sonde_messages_page, ADW_TYPE_BIN)

static void
show_inspector (SondeMessagesPage *self)
{
  g_object_set (self->log_view, "inspector-visible", self->inspector_wanted && !self->narrow, NULL);
}

/* In a narrow window it is shown for the moment, which says nothing about a wide one. */
static void
inspector_toggled_cb (SondeMessagesPage *self)
{
  gboolean visible;

  g_object_get (self->log_view, "inspector-visible", &visible, NULL);
  if (self->narrow || self->inspector_wanted == visible)
    return;
  self->inspector_wanted = visible;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_INSPECTOR_VISIBLE]);
}

static void
toggle_inspector_action (GtkWidget  *widget,
                         const char *action_name,
                         GVariant   *parameter)
{
  SondeMessagesPage *self = SONDE_MESSAGES_PAGE (widget);
  gboolean           visible;

  g_object_get (self->log_view, "inspector-visible", &visible, NULL);
  g_object_set (self->log_view, "inspector-visible", !visible, NULL);
}

static void
edit_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  SondeMessagesPage *self = SONDE_MESSAGES_PAGE (widget);
  g_autoptr (SondeMessageItem) item = NULL;

  g_object_get (self->inspector, "item", &item, NULL);
  if (item != NULL && self->connection != NULL)
    sonde_publish_edit (SONDE_PUBLISH_PANE (self->publish_pane), item);
}

/* Where something is typed it stays, and this is published beside it. */
static void
publish_hello_action (GtkWidget  *widget,
                      const char *action_name,
                      GVariant   *parameter)
{
  SondePublishPane *pane = SONDE_PUBLISH_PANE (SONDE_MESSAGES_PAGE (widget)->publish_pane);
  g_autoptr (SondePublishForm) typed = sonde_publish_pane_dup_form (pane);
  g_autoptr (SondePublishForm) form = sonde_publish_form_new ();

  g_free (form->topic);
  form->topic = g_variant_dup_string (parameter, NULL);
  g_free (form->payload);
  form->payload = g_strdup ("hello");
  if (sonde_publish_form_is_empty (typed))
    sonde_publish_pane_set_form (pane, form, FALSE);
  /* The button that asked for it goes with the first message. */
  sonde_publish_pane_focus_payload (pane);
  sonde_publish_pane_publish_form (pane, form);
}

static void
show_serial_action (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  sonde_log_view_show_serial (SONDE_LOG_VIEW (SONDE_MESSAGES_PAGE (widget)->log_view), g_variant_get_uint64 (parameter));
}

/* The width to come while the window has none yet, so that it need not grow for an inspector that folds. */
static gboolean
is_narrow (SondeMessagesPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  int      width;

  if (!GTK_IS_WINDOW (root))
    return FALSE;
  width = gtk_widget_get_width (GTK_WIDGET (root));
  if (width == 0)
    g_object_get (root, "default-width", &width, NULL);
  return width > 0 && width < sonde_style_scale_to_text (GTK_WIDGET (self), WIDE);
}

/*
 * GtkPaned has no first position for its end child other than the child's
 * minimum. So the panes ask for their remembered size until they have it; in a
 * narrow window the inspector takes what is left.
 */
static void
request_sizes (SondeMessagesPage *self)
{
  gtk_widget_set_size_request (self->inspector, self->settled || self->narrow ? INSPECTOR_MIN : self->inspector_width, -1);
  gtk_widget_set_size_request (self->publish_pane, -1, self->settled ? PUBLISH_MIN : self->publish_height);
}

static void
update_narrow (SondeMessagesPage *self)
{
  gboolean narrow = is_narrow (self);

  if (self->narrow == narrow)
    return;
  self->narrow = narrow;
  sonde_style_set_class (GTK_WIDGET (self), "narrow", narrow);
  request_sizes (self);
  show_inspector (self);
}

static void
sonde_messages_page_root (GtkWidget *widget)
{
  GtkRoot *root;

  GTK_WIDGET_CLASS (sonde_messages_page_parent_class)->root (widget);

  root = gtk_widget_get_root (widget);
  if (GTK_IS_WINDOW (root))
    g_signal_connect_object (root, "notify::default-width", G_CALLBACK (update_narrow), widget, G_CONNECT_SWAPPED);
  update_narrow (SONDE_MESSAGES_PAGE (widget));
}

static void
settle (SondeMessagesPage *self)
{
  self->settled = TRUE;
  gtk_paned_set_position (self->inspector_paned, gtk_paned_get_position (self->inspector_paned));
  gtk_paned_set_position (self->publish_paned, gtk_paned_get_position (self->publish_paned));
  request_sizes (self);
}

static void
allocated_cb (gpointer user_data)
{
  SondeMessagesPage *self = SONDE_MESSAGES_PAGE (user_data);

  self->idle_id = 0;
  update_narrow (self);
  /* Its width is known once it was shown. */
  if (!self->settled && !self->narrow && gtk_widget_get_width (self->inspector) > 0)
    settle (self);
}

static void
remember (SondeMessagesPage *self,
          int               *size,
          int                now,
          guint              property)
{
  if (now <= 0 || *size == now)
    return;
  *size = now;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
sonde_messages_page_size_allocate (GtkWidget *widget,
                                   int        width,
                                   int        height,
                                   int        baseline)
{
  SondeMessagesPage *self = SONDE_MESSAGES_PAGE (widget);

  GTK_WIDGET_CLASS (sonde_messages_page_parent_class)->size_allocate (widget, width, height, baseline);

  /* What is shown must not change while sizes are given out. */
  if (self->idle_id == 0 && (self->narrow != is_narrow (self) || !self->settled))
    self->idle_id = g_idle_add_once (allocated_cb, self);

  if (self->settled && !self->narrow && gtk_widget_get_visible (self->inspector))
    remember (self, &self->inspector_width, gtk_widget_get_width (self->inspector), PROP_INSPECTOR_WIDTH);
  if (self->settled && !self->log_only)
    remember (self, &self->publish_height, gtk_widget_get_height (self->publish_pane), PROP_PUBLISH_HEIGHT);
}

static void
sonde_messages_page_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  SondeMessagesPage *self = SONDE_MESSAGES_PAGE (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      g_value_set_object (value, self->connection);
      break;
    case PROP_INSPECTOR_VISIBLE:
      g_value_set_boolean (value, self->inspector_wanted);
      break;
    case PROP_INSPECTOR_WIDTH:
      g_value_set_int (value, self->inspector_width);
      break;
    case PROP_PUBLISH_HEIGHT:
      g_value_set_int (value, self->publish_height);
      break;
    case PROP_LOG_ONLY:
      g_value_set_boolean (value, self->log_only);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_messages_page_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  SondeMessagesPage *self = SONDE_MESSAGES_PAGE (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      if (g_set_object (&self->connection, g_value_get_object (value)))
        g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_INSPECTOR_VISIBLE:
      if (self->inspector_wanted == g_value_get_boolean (value))
        return;
      self->inspector_wanted = g_value_get_boolean (value);
      show_inspector (self);
      g_object_notify_by_pspec (object, pspec);
      break;
    /* Only the first size is taken from outside; later the user's hand rules. */
    case PROP_INSPECTOR_WIDTH:
      if (self->settled)
        return;
      self->inspector_width = MAX (g_value_get_int (value), INSPECTOR_MIN);
      request_sizes (self);
      break;
    case PROP_PUBLISH_HEIGHT:
      if (self->settled)
        return;
      self->publish_height = MAX (g_value_get_int (value), PUBLISH_MIN);
      request_sizes (self);
      break;
    case PROP_LOG_ONLY:
      self->log_only = g_value_get_boolean (value);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_messages_page_dispose (GObject *object)
{
  SondeMessagesPage *self = SONDE_MESSAGES_PAGE (object);

  g_clear_handle_id (&self->idle_id, g_source_remove);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (sonde_messages_page_parent_class)->dispose (object);
}

static void
sonde_messages_page_class_init (SondeMessagesPageClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = sonde_messages_page_get_property;
  object_class->set_property = sonde_messages_page_set_property;
  object_class->dispose = sonde_messages_page_dispose;
  widget_class->root = sonde_messages_page_root;
  widget_class->size_allocate = sonde_messages_page_size_allocate;

  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, SONDE_TYPE_CONNECTION,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_INSPECTOR_VISIBLE] =
    g_param_spec_boolean ("inspector-visible", NULL, NULL, TRUE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_INSPECTOR_WIDTH] =
    g_param_spec_int ("inspector-width", NULL, NULL, 0, G_MAXINT, INSPECTOR_DEFAULT,
                      G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_PUBLISH_HEIGHT] =
    g_param_spec_int ("publish-height", NULL, NULL, 0, G_MAXINT, PUBLISH_DEFAULT,
                      G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_LOG_ONLY] =
    g_param_spec_boolean ("log-only", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (SONDE_TYPE_INSPECTOR);
  g_type_ensure (SONDE_TYPE_LOG_VIEW);
  g_type_ensure (SONDE_TYPE_PUBLISH_PANE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/messages/sonde-messages-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeMessagesPage, inspector_paned);
  gtk_widget_class_bind_template_child (widget_class, SondeMessagesPage, publish_paned);
  gtk_widget_class_bind_template_child (widget_class, SondeMessagesPage, log_view);
  gtk_widget_class_bind_template_child (widget_class, SondeMessagesPage, publish_pane);
  gtk_widget_class_bind_template_child (widget_class, SondeMessagesPage, inspector);
  gtk_widget_class_bind_template_callback (widget_class, inspector_toggled_cb);
  gtk_widget_class_install_action (widget_class, "messages.toggle-inspector", NULL, toggle_inspector_action);
  gtk_widget_class_install_action (widget_class, "messages.edit", NULL, edit_action);
  gtk_widget_class_install_action (widget_class, "messages.publish-hello", "s", publish_hello_action);
  gtk_widget_class_install_action (widget_class, "messages.show-serial", "t", show_serial_action);
}

static void
sonde_messages_page_init (SondeMessagesPage *self)
{
  self->inspector_wanted = TRUE;
  self->inspector_width = INSPECTOR_DEFAULT;
  self->publish_height = PUBLISH_DEFAULT;

  gtk_widget_init_template (GTK_WIDGET (self));

  request_sizes (self);
  show_inspector (self);
}

void
sonde_messages_page_publish_to (SondeMessagesPage *self,
                                const char        *topic)
{
  g_autoptr (SondePublishForm) form = NULL;

  g_return_if_fail (SONDE_IS_MESSAGES_PAGE (self));
  g_return_if_fail (topic != NULL);

  form = sonde_publish_pane_dup_form (SONDE_PUBLISH_PANE (self->publish_pane));
  g_free (form->topic);
  form->topic = g_strdup (topic);
  sonde_publish_pane_set_form (SONDE_PUBLISH_PANE (self->publish_pane), form, TRUE);
  sonde_publish_pane_focus_payload (SONDE_PUBLISH_PANE (self->publish_pane));
}
