/* sonde-palette-item.h: something that the command palette offers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-ranking.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* In the order in which equals are listed. */
typedef enum
{
  SONDE_PALETTE_ACTION,
  SONDE_PALETTE_CONNECTION,
  SONDE_PALETTE_SUBSCRIPTION,
  SONDE_PALETTE_TEMPLATE,
  SONDE_PALETTE_TOPIC,
} SondePaletteKind;

typedef struct _SondePaletteItem SondePaletteItem;

/* @window: the one the palette belongs to */
typedef void (*SondePaletteRun) (GtkWidget              *window,
                                 const SondePaletteItem *item);
/* Returns: (transfer full) (element-type SondePaletteItem): what can be done with it now */
typedef GPtrArray *(*SondePaletteMore) (GtkWidget              *window,
                                        const SondePaletteItem *item);

struct _SondePaletteItem
{
  SondePaletteKind kind;
  const char      *icon_name;
  char            *title;
  char            *detail; /* what kind of thing it is, and where; never empty */
  char            *keys;   /* an accelerator, or NULL */
  char            *id;     /* under which it is remembered as used, or NULL */
  char            *folded; /* the title, to be searched */
  char            *folded_all;
  SondeRank        rank;

  /* One of them: what Enter does, or what it lists. */
  SondePaletteRun  run;
  SondePaletteMore more;

  /* Theirs; each may be NULL. */
  GObject    *object;
  char       *text;
  const char *action;
  GVariant   *parameter;
  const char *page;  /* to be shown first */
  GType       owner; /* the kind of the part that has the action; G_TYPE_NONE: the window */
};

/* @title: (transfer full) @detail: (transfer full) */
SondePaletteItem *sonde_palette_item_new (SondePaletteKind kind,
                                          const char      *icon_name,
                                          char            *title,
                                          char            *detail);
void              sonde_palette_item_free (SondePaletteItem *self);

/* How well it answers @words, which are folded; what the title says counts for more. 0: not at all */
guint sonde_palette_item_score (const SondePaletteItem *self,
                                const char *const      *words);

/* A list of them, which it owns. */
GPtrArray *sonde_palette_item_list_new (void);

/* Returns: (transfer full): the row that shows it, under a name that says all of it */
GtkWidget *sonde_palette_item_create_row (const SondePaletteItem *self);
char      *sonde_palette_item_dup_name (const SondePaletteItem *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondePaletteItem, sonde_palette_item_free)

G_END_DECLS
