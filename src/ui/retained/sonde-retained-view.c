/* sonde-retained-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-retained-view"

#include "sonde-retained-view.h"

#include "sonde-retained-row.h"

#include <sonde-payload.h>
#include <sonde-search-words.h>

#include <glib/gi18n.h>

#include <string.h>

/* Of a payload, in which words are looked for, and which is shown */
#define MAX_SEARCHED 4096
#define MAX_DISPLAYED (64 * 1024)

struct _SondeRetainedView
{
  AdwBin parent_instance;

  GtkEditable   *search_entry;
  GtkWidget     *empty_page;
  GtkWidget     *nothing_page;
  GtkWidget     *list_page;
  GtkListView   *view;
  GtkWidget     *payload_box;
  GtkLabel      *payload_topic;
  GtkTextBuffer *payload_text;

  GtkSortListModel   *sorted;
  GtkFilterListModel *shown;
  GtkCustomFilter    *filter;
  GtkMultiSelection  *selection;
  GStrv               words;
  SondeRetainedList  *list;
};

G_DEFINE_FINAL_TYPE (SondeRetainedView, sonde_retained_view, ADW_TYPE_BIN)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* ---- What is shown ---- */

static gboolean
matches (gpointer item,
         gpointer user_data)
{
  SondeRetainedView *self = user_data;
  GBytes            *payload = sonde_retained_entry_get_payload (item);
  gsize              size;
  const char        *bytes = g_bytes_get_data (payload, &size);
  g_autofree char   *text = NULL;
  g_autofree char   *both = NULL;
  g_autofree char   *folded = NULL;

  if (self->words[0] == NULL)
    return TRUE;

  text = g_utf8_make_valid (bytes, MIN (size, MAX_SEARCHED));
  both = g_strconcat (sonde_retained_entry_get_topic (item), "\n", text, NULL);
  folded = sonde_search_fold (both, 0);

  return sonde_search_matches (folded, (const char *const *) self->words);
}

static int
compare_topics (gconstpointer a,
                gconstpointer b,
                gpointer      user_data)
{
  return strcmp (sonde_retained_entry_get_topic ((gpointer) a), sonde_retained_entry_get_topic ((gpointer) b));
}

static void
update_pages (SondeRetainedView *self)
{
  gboolean any = self->list != NULL && g_list_model_get_n_items (G_LIST_MODEL (self->list)) > 0;
  gboolean shown = sonde_retained_view_get_n_shown (self) > 0;

  gtk_widget_set_visible (self->empty_page, !any);
  gtk_widget_set_visible (self->nothing_page, any && !shown);
  gtk_widget_set_visible (self->list_page, any && shown);
  gtk_widget_set_sensitive (GTK_WIDGET (self->search_entry), any);
}

/* Nor is a payload of megabytes laid out for a look. */
static void
show_payload (SondeRetainedView  *self,
              SondeRetainedEntry *entry)
{
  g_autoptr (SondeDisplay) display = NULL;
  const guint8 *bytes;
  gsize         size;

  gtk_widget_set_visible (self->payload_box, entry != NULL);
  if (entry == NULL)
    return;

  bytes = g_bytes_get_data (sonde_retained_entry_get_payload (entry), &size);
  switch (sonde_payload_guess (bytes, size))
    {
    case SONDE_PAYLOAD_JSON:
      display = sonde_payload_to_json (bytes, size, MAX_DISPLAYED);
      break;
    case SONDE_PAYLOAD_HEX:
      display = sonde_payload_to_hex (bytes, size, MAX_DISPLAYED / 4);
      break;
    case SONDE_PAYLOAD_TEXT:
    case SONDE_PAYLOAD_BASE64:
    default:
      display = sonde_payload_to_text (bytes, size, MAX_DISPLAYED);
    }
  gtk_label_set_label (self->payload_topic, sonde_retained_entry_get_topic (entry));
  gtk_text_buffer_set_text (self->payload_text, display->text, -1);
  if (!display->complete)
    {
      GtkTextIter end;

      gtk_text_buffer_get_end_iter (self->payload_text, &end);
      gtk_text_buffer_insert (self->payload_text, &end, "\n…", -1);
    }
}

/* Returns: (transfer full) (nullable): the one that is selected, alone */
static SondeRetainedEntry *
ref_selected (SondeRetainedView *self)
{
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));

  if (gtk_bitset_get_size (selected) != 1)
    return NULL;

  return g_list_model_get_item (G_LIST_MODEL (self->selection), gtk_bitset_get_minimum (selected));
}

static void
selection_cb (SondeRetainedView *self)
{
  g_autoptr (SondeRetainedEntry) entry = ref_selected (self);

  show_payload (self, entry);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
items_changed_cb (SondeRetainedView *self)
{
  update_pages (self);
  selection_cb (self);
}

static void
search_cb (SondeRetainedView *self)
{
  g_strfreev (self->words);
  self->words = sonde_search_words (gtk_editable_get_text (self->search_entry));
  gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (self->selection));
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
}

static void
copy_topic_cb (SondeRetainedView *self)
{
  g_autoptr (SondeRetainedEntry) entry = ref_selected (self);

  if (entry != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), sonde_retained_entry_get_topic (entry));
}

/* ---- The widget ---- */

static void
setup_cb (SondeRetainedView *self,
          GtkListItem       *list_item)
{
  gtk_list_item_set_child (list_item, g_object_new (SONDE_TYPE_RETAINED_ROW, NULL));
}

static void
bind_cb (SondeRetainedView *self,
         GtkListItem       *list_item)
{
  sonde_retained_row_set_entry (SONDE_RETAINED_ROW (gtk_list_item_get_child (list_item)),
                                gtk_list_item_get_item (list_item));
}

static void
sonde_retained_view_dispose (GObject *object)
{
  SondeRetainedView *self = SONDE_RETAINED_VIEW (object);

  if (self->filter != NULL)
    gtk_custom_filter_set_filter_func (self->filter, NULL, NULL, NULL);
  g_clear_object (&self->filter);
  g_clear_object (&self->selection);
  g_clear_object (&self->shown);
  g_clear_object (&self->sorted);
  g_clear_object (&self->list);
  g_clear_pointer (&self->words, g_strfreev);

  G_OBJECT_CLASS (sonde_retained_view_parent_class)->dispose (object);
}

static void
sonde_retained_view_class_init (SondeRetainedViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sonde_retained_view_dispose;

  signals[CHANGED] =
    g_signal_new ("changed", SONDE_TYPE_RETAINED_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/sonde_mqtt/Sonde/retained/sonde-retained-view.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeRetainedView, search_entry);
  gtk_widget_class_bind_template_child (widget_class, SondeRetainedView, empty_page);
  gtk_widget_class_bind_template_child (widget_class, SondeRetainedView, nothing_page);
  gtk_widget_class_bind_template_child (widget_class, SondeRetainedView, list_page);
  gtk_widget_class_bind_template_child (widget_class, SondeRetainedView, view);
  gtk_widget_class_bind_template_child (widget_class, SondeRetainedView, payload_box);
  gtk_widget_class_bind_template_child (widget_class, SondeRetainedView, payload_topic);
  gtk_widget_class_bind_template_child (widget_class, SondeRetainedView, payload_text);
  gtk_widget_class_bind_template_callback (widget_class, search_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_topic_cb);
}

static void
sonde_retained_view_init (SondeRetainedView *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  self->words = g_new0 (char *, 1);
  gtk_widget_init_template (GTK_WIDGET (self));

  self->sorted = gtk_sort_list_model_new (NULL, GTK_SORTER (gtk_custom_sorter_new (compare_topics, NULL, NULL)));
  gtk_sort_list_model_set_incremental (self->sorted, TRUE);
  self->filter = gtk_custom_filter_new (matches, self, NULL);
  self->shown = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->sorted)),
                                           g_object_ref (GTK_FILTER (self->filter)));
  gtk_filter_list_model_set_incremental (self->shown, TRUE);
  self->selection = gtk_multi_selection_new (g_object_ref (G_LIST_MODEL (self->shown)));

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->view, factory);
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->selection, "selection-changed", G_CALLBACK (selection_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "items-changed", G_CALLBACK (items_changed_cb), self, G_CONNECT_SWAPPED);
  update_pages (self);
}

void
sonde_retained_view_set_list (SondeRetainedView *self,
                              SondeRetainedList *list)
{
  g_return_if_fail (SONDE_IS_RETAINED_VIEW (self));
  g_return_if_fail (SONDE_IS_RETAINED_LIST (list));

  g_set_object (&self->list, list);
  gtk_sort_list_model_set_model (self->sorted, G_LIST_MODEL (list));
  g_signal_connect_object (list, "items-changed", G_CALLBACK (update_pages), self, G_CONNECT_SWAPPED);
  update_pages (self);
}

void
sonde_retained_view_set_empty (SondeRetainedView *self,
                               const char        *title,
                               const char        *description)
{
  g_return_if_fail (SONDE_IS_RETAINED_VIEW (self));
  g_return_if_fail (title != NULL);

  adw_status_page_set_title (ADW_STATUS_PAGE (self->empty_page), title);
  adw_status_page_set_description (ADW_STATUS_PAGE (self->empty_page), description);
}

guint
sonde_retained_view_get_n_shown (SondeRetainedView *self)
{
  g_return_val_if_fail (SONDE_IS_RETAINED_VIEW (self), 0);

  return g_list_model_get_n_items (G_LIST_MODEL (self->shown));
}

guint
sonde_retained_view_get_n_selected (SondeRetainedView *self)
{
  g_autoptr (GtkBitset) selected = NULL;

  g_return_val_if_fail (SONDE_IS_RETAINED_VIEW (self), 0);

  selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));

  return gtk_bitset_get_size (selected);
}

GPtrArray *
sonde_retained_view_list_targets (SondeRetainedView *self)
{
  GPtrArray *targets = g_ptr_array_new_with_free_func (g_object_unref);
  guint      n_shown = sonde_retained_view_get_n_shown (self);
  gboolean   all = sonde_retained_view_get_n_selected (self) == 0;

  for (guint i = 0; i < n_shown; i++)
    if (all || gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->selection), i))
      g_ptr_array_add (targets, g_list_model_get_item (G_LIST_MODEL (self->shown), i));

  return targets;
}
