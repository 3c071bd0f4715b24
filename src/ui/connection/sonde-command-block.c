/* sonde-command-block.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-command-block"

#include "sonde-command-block.h"

#include <glib/gi18n.h>

struct _SondeCommandBlock
{
  AdwBin parent_instance;

  GtkLabel  *title;
  GtkLabel  *text;
  GtkWidget *copy_button;
};

G_DEFINE_FINAL_TYPE (SondeCommandBlock, sonde_command_block, ADW_TYPE_BIN)

enum
{
  PROP_TITLE = 1,
  PROP_TEXT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static gboolean
show_copy_icon_cb (gpointer user_data)
{
  SondeCommandBlock *self = user_data;

  gtk_button_set_icon_name (GTK_BUTTON (self->copy_button), "edit-copy-symbolic");
  return G_SOURCE_REMOVE;
}

/* The button itself says that it worked: the eye is there. */
static void
copy_cb (SondeCommandBlock *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), gtk_label_get_label (self->text));
  gtk_button_set_icon_name (GTK_BUTTON (self->copy_button), "object-select-symbolic");
  g_timeout_add_full (G_PRIORITY_DEFAULT, 1500, show_copy_icon_cb, g_object_ref (self), g_object_unref);
}

static void
set_title (SondeCommandBlock *self,
           const char        *title)
{
  /* Translators: the name of a copy button; %s is the title of what it copies */
  g_autofree char *name = g_strdup_printf (_ ("Copy: %s"), title);

  gtk_label_set_label (self->title, title);
  gtk_widget_set_tooltip_text (self->copy_button, _ ("Copy"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->copy_button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
sonde_command_block_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  SondeCommandBlock *self = SONDE_COMMAND_BLOCK (object);

  switch (prop_id)
    {
    case PROP_TITLE:
      g_value_set_string (value, gtk_label_get_label (self->title));
      break;

    case PROP_TEXT:
      g_value_set_string (value, gtk_label_get_label (self->text));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_command_block_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  SondeCommandBlock *self = SONDE_COMMAND_BLOCK (object);

  switch (prop_id)
    {
    case PROP_TITLE:
      set_title (self, g_value_get_string (value));
      break;

    case PROP_TEXT:
      sonde_command_block_set_text (self, g_value_get_string (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_command_block_class_init (SondeCommandBlockClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = sonde_command_block_get_property;
  object_class->set_property = sonde_command_block_set_property;

  properties[PROP_TITLE] =
    g_param_spec_string ("title", NULL, NULL, "",
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_TEXT] =
    g_param_spec_string ("text", NULL, NULL, "",
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/sonde_mqtt/Sonde/connection/sonde-command-block.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeCommandBlock, title);
  gtk_widget_class_bind_template_child (widget_class, SondeCommandBlock, text);
  gtk_widget_class_bind_template_child (widget_class, SondeCommandBlock, copy_button);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
}

static void
sonde_command_block_init (SondeCommandBlock *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
sonde_command_block_set_text (SondeCommandBlock *self,
                              const char        *text)
{
  g_autofree char *shown = NULL;

  g_return_if_fail (SONDE_IS_COMMAND_BLOCK (self));

  /* A last line break would be shown as an empty line. */
  shown = g_strchomp (g_strdup (text != NULL ? text : ""));
  gtk_label_set_label (self->text, shown);
}
