/* sonde-banner.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-banner"

#include "sonde-banner.h"

struct _SondeBanner
{
  AdwBin parent_instance;

  GtkRevealer *revealer;
  GtkLabel    *title;
  GtkButton   *button;

  gboolean revealed;
};

G_DEFINE_FINAL_TYPE (SondeBanner, sonde_banner, ADW_TYPE_BIN)

enum
{
  PROP_TITLE = 1,
  PROP_BUTTON_LABEL,
  PROP_REVEALED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum
{
  BUTTON_CLICKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What is folded away must not be found by a screen reader. */
static void
child_revealed_cb (SondeBanner *self)
{
  if (!self->revealed && !gtk_revealer_get_child_revealed (self->revealer))
    gtk_widget_set_visible (GTK_WIDGET (self->revealer), FALSE);
}

static void
button_clicked_cb (SondeBanner *self)
{
  g_signal_emit (self, signals[BUTTON_CLICKED], 0);
}

static void
sonde_banner_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  SondeBanner *self = SONDE_BANNER (object);

  switch (prop_id)
    {
    case PROP_TITLE:
      g_value_set_string (value, gtk_label_get_label (self->title));
      break;

    case PROP_BUTTON_LABEL:
      g_value_set_string (value, gtk_button_get_label (self->button));
      break;

    case PROP_REVEALED:
      g_value_set_boolean (value, self->revealed);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_banner_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  SondeBanner *self = SONDE_BANNER (object);

  switch (prop_id)
    {
    case PROP_TITLE:
      sonde_banner_set_title (self, g_value_get_string (value));
      break;

    case PROP_BUTTON_LABEL:
      sonde_banner_set_button_label (self, g_value_get_string (value));
      break;

    case PROP_REVEALED:
      sonde_banner_set_revealed (self, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_banner_class_init (SondeBannerClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = sonde_banner_get_property;
  object_class->set_property = sonde_banner_set_property;

  properties[PROP_TITLE] =
    g_param_spec_string ("title", NULL, NULL, "",
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_BUTTON_LABEL] =
    g_param_spec_string ("button-label", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_REVEALED] =
    g_param_spec_boolean ("revealed", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[BUTTON_CLICKED] =
    g_signal_new ("button-clicked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/sonde_mqtt/Sonde/compat/sonde-banner.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeBanner, revealer);
  gtk_widget_class_bind_template_child (widget_class, SondeBanner, title);
  gtk_widget_class_bind_template_child (widget_class, SondeBanner, button);
  gtk_widget_class_bind_template_callback (widget_class, button_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, child_revealed_cb);
}

static void
sonde_banner_init (SondeBanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
sonde_banner_set_title (SondeBanner *self,
                        const char  *title)
{
  g_return_if_fail (SONDE_IS_BANNER (self));

  if (title == NULL)
    title = "";
  if (g_strcmp0 (gtk_label_get_label (self->title), title) == 0)
    return;

  gtk_label_set_label (self->title, title);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

void
sonde_banner_set_button_label (SondeBanner *self,
                               const char  *button_label)
{
  g_return_if_fail (SONDE_IS_BANNER (self));

  if (g_strcmp0 (gtk_button_get_label (self->button), button_label) == 0)
    return;

  gtk_button_set_label (self->button, button_label != NULL ? button_label : "");
  gtk_widget_set_visible (GTK_WIDGET (self->button), button_label != NULL && *button_label != '\0');
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUTTON_LABEL]);
}

void
sonde_banner_set_revealed (SondeBanner *self,
                           gboolean     revealed)
{
  g_return_if_fail (SONDE_IS_BANNER (self));

  revealed = !!revealed;
  if (self->revealed == revealed)
    return;

  self->revealed = revealed;
  if (revealed)
    gtk_widget_set_visible (GTK_WIDGET (self->revealer), TRUE);
  gtk_revealer_set_reveal_child (self->revealer, revealed);
  child_revealed_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REVEALED]);
}
