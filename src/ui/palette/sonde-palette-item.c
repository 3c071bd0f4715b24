/* sonde-palette-item.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-palette-item"

#include "sonde-palette-item.h"

#include <sonde-search-words.h>

#include <glib/gi18n.h>

/* Of a title; a topic may be very long. */
#define MOST_BYTES 512

/* Less than a step from one kind of answer to the next (sonde-ranking.h) */
#define OF_TITLE 5

SondePaletteItem *
sonde_palette_item_new (SondePaletteKind kind,
                        const char      *icon_name,
                        char            *title,
                        char            *detail)
{
  SondePaletteItem *self = g_new0 (SondePaletteItem, 1);
  g_autofree char  *text = NULL;

  self->kind = kind;
  self->icon_name = icon_name;
  self->title = title;
  self->detail = detail;
  text = g_strconcat (title, " ", detail, NULL);
  self->folded = sonde_search_fold (title, MOST_BYTES);
  self->folded_all = sonde_search_fold (text, MOST_BYTES);
  self->rank.kind = kind;
  self->rank.length = g_utf8_strlen (title, -1);

  return self;
}

void
sonde_palette_item_free (SondePaletteItem *self)
{
  g_free (self->title);
  g_free (self->detail);
  g_free (self->keys);
  g_free (self->id);
  g_free (self->folded);
  g_free (self->folded_all);
  g_free (self->text);
  g_clear_object (&self->object);
  g_clear_pointer (&self->parameter, g_variant_unref);
  g_free (self);
}

guint
sonde_palette_item_score (const SondePaletteItem *self,
                          const char *const      *words)
{
  guint score;

  g_return_val_if_fail (self != NULL, 0);

  score = sonde_ranking_score (self->folded, words);
  return score > 0 ? score + OF_TITLE : sonde_ranking_score (self->folded_all, words);
}

GPtrArray *
sonde_palette_item_list_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) sonde_palette_item_free);
}

/* Returns: (transfer full) (nullable): "Ctrl+K" */
static char *
dup_keys_label (const SondePaletteItem *self)
{
  guint           key;
  GdkModifierType modifiers;

  if (self->keys == NULL || !gtk_accelerator_parse (self->keys, &key, &modifiers))
    return NULL;

  return gtk_accelerator_get_label (key, modifiers);
}

char *
sonde_palette_item_dup_name (const SondePaletteItem *self)
{
  g_autofree char *keys = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  keys = dup_keys_label (self);
  if (keys == NULL)
    /* Translators: of a row of the command palette, as a screen reader says it: "Clear log, Messages" */
    return g_strdup_printf (C_ ("palette", "%s, %s"), self->title, self->detail);

  /* Translators: likewise, with its keys: "Connect, Connection, Ctrl+Shift+C" */
  return g_strdup_printf (C_ ("palette", "%s, %s, %s"), self->title, self->detail, keys);
}

static GtkWidget *
create_label (const char *text,
              const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_single_line_mode (GTK_LABEL (label), TRUE);
  gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);

  return label;
}

GtkWidget *
sonde_palette_item_create_row (const SondePaletteItem *self)
{
  GtkWidget       *row = gtk_list_box_row_new ();
  GtkWidget       *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget       *image = gtk_image_new_from_icon_name (self->icon_name);
  GtkWidget       *title = create_label (self->title, NULL);
  GtkWidget       *detail = create_label (self->detail, "dim-label");
  g_autofree char *keys = dup_keys_label (self);
  g_autofree char *name = sonde_palette_item_dup_name (self);

  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_set_hexpand (title, TRUE);
  gtk_label_set_ellipsize (GTK_LABEL (detail), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (detail), 28);
  gtk_widget_add_css_class (detail, "caption");
  gtk_widget_add_css_class (image, "dim-label");
  gtk_box_append (GTK_BOX (box), image);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), detail);
  if (keys != NULL)
    gtk_box_append (GTK_BOX (box), create_label (keys, "keys"));

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_widget_set_focusable (row, FALSE);
  gtk_widget_set_name (row, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);

  return row;
}
