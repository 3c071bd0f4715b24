/* sonde-sys-card.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-sys-card"

#include "sonde-sys-card.h"

#include <glib/gi18n.h>

struct _SondeSysCard
{
  GtkWidget parent_instance;

  GtkLabel *title_label;
  GtkLabel *value_label;
  GtkLabel *detail_label;
};

G_DEFINE_FINAL_TYPE (SondeSysCard, sonde_sys_card, GTK_TYPE_WIDGET)

enum
{
  PROP_TITLE = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
sonde_sys_card_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (sonde_sys_card_parent_class)->dispose (object);
}

static void
sonde_sys_card_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  SondeSysCard *self = SONDE_SYS_CARD (object);

  switch (prop_id)
    {
    case PROP_TITLE:
      g_value_set_string (value, gtk_label_get_label (self->title_label));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_sys_card_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  SondeSysCard *self = SONDE_SYS_CARD (object);

  switch (prop_id)
    {
    case PROP_TITLE:
      gtk_label_set_label (self->title_label, g_value_get_string (value));
      gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, g_value_get_string (value), -1);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_sys_card_class_init (SondeSysCardClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sonde_sys_card_dispose;
  object_class->get_property = sonde_sys_card_get_property;
  object_class->set_property = sonde_sys_card_set_property;

  properties[PROP_TITLE] =
    g_param_spec_string ("title", NULL, NULL, "", G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/broker/sonde-sys-card.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeSysCard, title_label);
  gtk_widget_class_bind_template_child (widget_class, SondeSysCard, value_label);
  gtk_widget_class_bind_template_child (widget_class, SondeSysCard, detail_label);
}

static void
sonde_sys_card_init (SondeSysCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_orientable_set_orientation (GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))),
                                  GTK_ORIENTATION_VERTICAL);
}

void
sonde_sys_card_set (SondeSysCard *self,
                    const char   *value,
                    const char   *detail)
{
  g_autofree char *spoken = NULL;

  g_return_if_fail (SONDE_IS_SYS_CARD (self));
  g_return_if_fail (value != NULL);
  g_return_if_fail (detail != NULL);

  gtk_label_set_label (self->value_label, *value != '\0' ? value : "–");
  gtk_label_set_label (self->detail_label, detail);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->value_label), *value != '\0' ? value : _ ("The broker does not tell"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->detail_label), *detail != '\0' ? detail : NULL);

  spoken = g_strdup_printf ("%s %s", *value != '\0' ? value : _ ("The broker does not tell"), detail);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, g_strstrip (spoken), -1);
}
