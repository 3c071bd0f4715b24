/* sonde-late-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-late-row"

#include "sonde-late-row.h"

#include "sonde-accessible.h"

typedef struct
{
  const SondeLateContent *content;
  gpointer                owner;
} Kind;

struct _SondeLateRow
{
  AdwBin parent_instance;

  Kind         kind;
  GtkListItem *list_item; /* not owned: it holds us */
  gboolean     stale;     /* the content is not yet of its item */
};

G_DEFINE_FINAL_TYPE (SondeLateRow, sonde_late_row, ADW_TYPE_BIN)

static gboolean
fill (GtkWidget *widget)
{
  SondeLateRow *self = SONDE_LATE_ROW (widget);
  GtkWidget    *content = adw_bin_get_child (ADW_BIN (self));

  if (!self->stale)
    return FALSE;

  self->stale = FALSE;
  if (content == NULL)
    {
      content = self->kind.content->create (self->kind.owner, self->list_item);
      adw_bin_set_child (ADW_BIN (self), content);
    }
  self->kind.content->bind (self->kind.owner, content, gtk_list_item_get_item (self->list_item));
  return TRUE;
}

static void
set_in_view (GtkWidget *widget,
             gboolean   in_view)
{
  if (in_view)
    fill (widget);
}

static void
sonde_late_row_class_init (SondeLateRowClass *klass)
{
}

static void
sonde_late_row_init (SondeLateRow *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "late-row");
}

static void
setup_cb (GtkListItemFactory *factory,
          GtkListItem        *list_item,
          const Kind         *kind)
{
  SondeLateRow *row = g_object_new (SONDE_TYPE_LATE_ROW, NULL);

  row->kind = *kind;
  row->list_item = list_item;
  gtk_list_item_set_child (list_item, GTK_WIDGET (row));
}

static void
bind_cb (GtkListItemFactory *factory,
         GtkListItem        *list_item)
{
  SondeLateRow *row = SONDE_LATE_ROW (gtk_list_item_get_child (list_item));

  row->stale = TRUE;
  /* Rather no name than that of another item. */
  sonde_accessible_name_item (GTK_WIDGET (row), NULL);
}

static void
unbind_cb (GtkListItemFactory *factory,
           GtkListItem        *list_item)
{
  SondeLateRow *row = SONDE_LATE_ROW (gtk_list_item_get_child (list_item));
  GtkWidget    *content = adw_bin_get_child (ADW_BIN (row));

  row->stale = FALSE;
  if (content != NULL)
    row->kind.content->bind (row->kind.owner, content, NULL);
}

static void
kind_free (gpointer  data,
           GClosure *closure)
{
  g_free (data);
}

SondeRowFiller *
sonde_late_row_set_up (GtkListView            *view,
                       const SondeLateContent *content,
                       gpointer                owner)
{
  static const SondeRowKind row_kind = { set_in_view, fill, 1 };
  g_autoptr (GtkListItemFactory) factory = NULL;
  Kind *kind;

  g_return_val_if_fail (GTK_IS_LIST_VIEW (view), NULL);
  g_return_val_if_fail (content != NULL, NULL);

  factory = gtk_signal_list_item_factory_new ();
  kind = g_new0 (Kind, 1);
  *kind = (Kind){ content, owner };
  g_signal_connect_data (factory, "setup", G_CALLBACK (setup_cb), kind, kind_free, 0);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), NULL);
  gtk_list_view_set_factory (view, factory);
  return sonde_row_filler_new (view, &row_kind);
}

void
sonde_late_row_refill (GtkListView *view)
{
  GtkWidget *widget;

  g_return_if_fail (GTK_IS_LIST_VIEW (view));

  for (widget = gtk_widget_get_first_child (GTK_WIDGET (view)); widget != NULL; widget = gtk_widget_get_next_sibling (widget))
    {
      GtkWidget *row = gtk_widget_get_first_child (widget);

      if (SONDE_IS_LATE_ROW (row))
        SONDE_LATE_ROW (row)->stale = TRUE;
    }
  gtk_widget_queue_allocate (GTK_WIDGET (view));
}
