/* sonde-color-palette.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-color-palette"

#include "sonde-color-palette.h"

#include <sonde-profile.h>

#include <glib/gi18n.h>

struct _SondeColorPalette
{
  AdwBin parent_instance;

  GtkToggleButton *buttons[SONDE_N_COLORS + 1]; /* the last is for none */
  guint            color;
};

G_DEFINE_FINAL_TYPE (SondeColorPalette, sonde_color_palette, ADW_TYPE_BIN)

enum
{
  PROP_COLOR = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* clang-format off */
static const char *const names[] = {
  N_("Blue"), N_("Green"), N_("Yellow"), N_("Purple"), N_("Orange"), N_("Teal"), N_("Pink"), N_("Brown"),
  N_("No color"),
};
/* clang-format on */

G_STATIC_ASSERT (G_N_ELEMENTS (names) == SONDE_N_COLORS + 1);

const char *
sonde_color_to_string (guint color)
{
  return _ (names[MIN (color, SONDE_N_COLORS)]);
}

static void
toggled_cb (SondeColorPalette *self,
            GtkToggleButton   *button)
{
  if (!gtk_toggle_button_get_active (button))
    return;

  for (guint i = 0; i <= SONDE_N_COLORS; i++)
    if (self->buttons[i] == button)
      sonde_color_palette_set_color (self, i < SONDE_N_COLORS ? i : SONDE_NO_COLOR);
}

static GtkToggleButton *
create_button (SondeColorPalette *self,
               guint              color)
{
  GtkWidget  *button = gtk_toggle_button_new ();
  const char *name = sonde_color_to_string (color);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, name);
  gtk_widget_add_css_class (button, "color-swatch");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  if (color < SONDE_N_COLORS)
    {
      g_autofree char *css_class = g_strdup_printf ("sonde-color-%u", color);

      gtk_widget_add_css_class (button, css_class);
    }
  else
    gtk_button_set_icon_name (GTK_BUTTON (button), "action-unavailable-symbolic");
  g_signal_connect_object (button, "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);
  return GTK_TOGGLE_BUTTON (button);
}

static void
sonde_color_palette_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  SondeColorPalette *self = SONDE_COLOR_PALETTE (object);

  switch (prop_id)
    {
    case PROP_COLOR:
      g_value_set_uint (value, self->color);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_color_palette_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  SondeColorPalette *self = SONDE_COLOR_PALETTE (object);

  switch (prop_id)
    {
    case PROP_COLOR:
      sonde_color_palette_set_color (self, g_value_get_uint (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_color_palette_class_init (SondeColorPaletteClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = sonde_color_palette_get_property;
  object_class->set_property = sonde_color_palette_set_property;

  properties[PROP_COLOR] =
    g_param_spec_uint ("color", NULL, NULL, 0, SONDE_NO_COLOR, SONDE_NO_COLOR,
                       G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
sonde_color_palette_init (SondeColorPalette *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);

  self->color = SONDE_NO_COLOR;
  for (guint i = 0; i <= SONDE_N_COLORS; i++)
    {
      self->buttons[i] = create_button (self, i);
      gtk_toggle_button_set_group (self->buttons[i], i > 0 ? self->buttons[0] : NULL);
      gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->buttons[i]));
    }
  gtk_toggle_button_set_active (self->buttons[SONDE_N_COLORS], TRUE);
  adw_bin_set_child (ADW_BIN (self), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Color"), -1);
}

GtkWidget *
sonde_color_palette_new (void)
{
  return g_object_new (SONDE_TYPE_COLOR_PALETTE, NULL);
}

void
sonde_color_palette_hide_none (SondeColorPalette *self)
{
  g_return_if_fail (SONDE_IS_COLOR_PALETTE (self));

  gtk_widget_set_visible (GTK_WIDGET (self->buttons[SONDE_N_COLORS]), FALSE);
}

guint
sonde_color_palette_get_color (SondeColorPalette *self)
{
  g_return_val_if_fail (SONDE_IS_COLOR_PALETTE (self), SONDE_NO_COLOR);

  return self->color;
}

void
sonde_color_palette_set_color (SondeColorPalette *self,
                               guint              color)
{
  g_return_if_fail (SONDE_IS_COLOR_PALETTE (self));
  g_return_if_fail (color < SONDE_N_COLORS || color == SONDE_NO_COLOR);

  if (self->color == color)
    return;

  self->color = color;
  gtk_toggle_button_set_active (self->buttons[MIN (color, SONDE_N_COLORS)], TRUE);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COLOR]);
}
