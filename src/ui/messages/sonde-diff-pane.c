/* sonde-diff-pane.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *   item ── look for the one before ──┐
 *   marked ───────────────────────────┴─ other ── compare ── comparison
 *
 * Both steps run in a worker.
 */

#define G_LOG_DOMAIN "sonde-diff-pane"

#include "sonde-diff-pane.h"

#include <sonde-comparison.h>
#include <sonde-format.h>
#include <sonde-message-before.h>

#include <glib/gi18n.h>

#include <string.h>

struct _SondeDiffPane
{
  AdwBin parent_instance;

  SondeMessageLog  *log;
  SondeMessageItem *item;
  SondeMessageItem *marked; /* by the user, to compare others with; or NULL */
  SondeMessageItem *other;
  SondeComparison  *comparison;
  GCancellable     *cancellable; /* while there is something under way */

  GtkLabel    *heading;
  GtkWidget   *mark_button;
  GtkWidget   *unmark_button;
  GtkTextView *view;
  GtkTextTag  *removed_tag, *added_tag, *left_out_tag;
};

static void sonde_diff_pane_init_pane (SondePayloadPaneInterface *iface);

/* clang-format off */
G_DEFINE_FINAL_TYPE_WITH_CODE (SondeDiffPane, sonde_diff_pane, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (SONDE_TYPE_PAYLOAD_PANE, sonde_diff_pane_init_pane))
/* clang-format on */

/* ---- What is shown ---- */

static char *
dup_heading (SondeDiffPane *self)
{
  g_autofree char *time = NULL;

  if (self->marked != NULL && self->marked == self->item)
    return g_strdup (_ ("This message is marked: select another to compare it."));
  if (self->other == NULL)
    return g_strdup (self->cancellable != NULL ? _ ("Looking for the one before…")
                                               : _ ("No message before it on this topic is kept."));

  time = sonde_format_time (sonde_message_item_get_time (self->other));
  if (self->marked == NULL)
    /* Translators: %s is a time; the message before it on the same topic */
    return g_strdup_printf (_ ("Since the one before, %s"), time);

  /* Translators: %s are a topic and a time */
  return g_strdup_printf (_ ("Since the marked message, %s, %s"), sonde_message_item_get_topic (self->other, NULL), time);
}

static void
update (SondeDiffPane *self)
{
  g_autofree char *heading = dup_heading (self);
  g_autofree char *valid = g_utf8_make_valid (heading, -1);

  gtk_label_set_label (self->heading, valid);
  gtk_widget_set_visible (self->mark_button, self->marked == NULL);
  gtk_widget_set_visible (self->unmark_button, self->marked != NULL);
  sonde_payload_pane_changed (SONDE_PAYLOAD_PANE (self));
}

static GtkTextTag *
get_tag (SondeDiffPane *self,
         SondeDiffKind  kind)
{
  switch (kind)
    {
    case SONDE_DIFF_REMOVED:
      return self->removed_tag;
    case SONDE_DIFF_ADDED:
      return self->added_tag;
    case SONDE_DIFF_SAME:
    default:
      return NULL;
    }
}

static void
insert (SondeDiffPane *self,
        gsize          start,
        gsize          end,
        GtkTextTag    *tag)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  GtkTextIter    at;

  gtk_text_buffer_get_end_iter (buffer, &at);
  gtk_text_buffer_insert_with_tags (buffer, &at, self->comparison->text + start, end - start, tag, NULL);
}

static void
show_comparison (SondeDiffPane *self)
{
  gsize       at = 0;
  GtkTextIter start;

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->view), "", 0);
  if (self->comparison == NULL)
    return;

  for (guint i = 0; i < self->comparison->runs->len; i++)
    {
      const SondeComparisonRun *run = &g_array_index (self->comparison->runs, SondeComparisonRun, i);

      insert (self, at, run->start, self->left_out_tag);
      at = run->start + run->length;
      insert (self, run->start, at, get_tag (self, run->kind));
    }
  insert (self, at, strlen (self->comparison->text), self->left_out_tag);

  gtk_text_buffer_get_start_iter (gtk_text_view_get_buffer (self->view), &start);
  gtk_text_buffer_place_cursor (gtk_text_view_get_buffer (self->view), &start);
}

static char *
sonde_diff_pane_dup_note (SondePayloadPane *pane)
{
  SondeDiffPane *self = SONDE_DIFF_PANE (pane);
  g_autoptr (GString) note = g_string_new (NULL);
  g_autofree char *removed = NULL;
  g_autofree char *added = NULL;
  g_autofree char *sentence = NULL;

  if (self->comparison == NULL)
    return g_strdup (self->cancellable != NULL && self->other != NULL ? _ ("Comparing…") : "");
  if (self->comparison->equal)
    return g_strdup (self->marked == NULL ? _ ("Equal to the one before.") : _ ("Equal to the marked message."));
  if (self->comparison->n_removed + self->comparison->n_added == 0 && self->comparison->complete)
    return g_strdup (_ ("Only white space differs."));

  removed = g_strdup_printf (ngettext ("%u line removed (-)", "%u lines removed (-)", self->comparison->n_removed),
                             self->comparison->n_removed);
  added = g_strdup_printf (ngettext ("%u line added (+)", "%u lines added (+)", self->comparison->n_added),
                           self->comparison->n_added);
  /* Translators: "2 lines removed (-), 1 line added (+)." */
  sentence = g_strdup_printf (_ ("%s, %s."), removed, added);
  sonde_payload_pane_add_sentence (note, sentence);
  if (!self->comparison->complete)
    sonde_payload_pane_add_sentence (note, _ ("Only the beginning is compared: the payloads are large."));

  return g_strdup (note->str);
}

/* ---- What is compared ---- */

static void
stop (SondeDiffPane *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

typedef struct
{
  GBytes *old, *new;
} Pair;

static void
pair_free (Pair *pair)
{
  g_bytes_unref (pair->old);
  g_bytes_unref (pair->new);
  g_free (pair);
}

static void
compare_worker (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  Pair *pair = task_data;

  g_task_return_pointer (task, sonde_comparison_new (pair->old, pair->new), (GDestroyNotify) sonde_comparison_free);
}

static void
compared_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  SondeDiffPane   *self = SONDE_DIFF_PANE (source);
  SondeComparison *comparison = g_task_propagate_pointer (G_TASK (result), NULL);

  /* Cancelled: another message is shown by now. */
  if (comparison == NULL)
    return;

  g_clear_object (&self->cancellable);
  self->comparison = comparison;
  show_comparison (self);
  update (self);
}

/* @self->cancellable is there. */
static void
compare (SondeDiffPane    *self,
         SondeMessageItem *other)
{
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, compared_cb, NULL);
  Pair *pair = g_new0 (Pair, 1);

  g_set_object (&self->other, other);
  pair->old = sonde_message_item_ref_payload (other);
  pair->new = sonde_message_item_ref_payload (self->item);
  g_task_set_source_tag (task, compare);
  g_task_set_task_data (task, pair, (GDestroyNotify) pair_free);
  g_task_run_in_thread (task, compare_worker);
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (SondeDiffPane) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SondeMessageItem) other = sonde_message_log_find_before_finish (SONDE_MESSAGE_LOG (source), result, &error);

  /* Cancelled */
  if (error != NULL)
    return;

  if (other != NULL)
    compare (self, other);
  else
    g_clear_object (&self->cancellable);
  update (self);
}

static void
start (SondeDiffPane *self)
{
  stop (self);
  g_clear_object (&self->other);
  g_clear_pointer (&self->comparison, sonde_comparison_free);
  show_comparison (self);

  if (self->item != NULL && self->item != self->marked)
    {
      self->cancellable = g_cancellable_new ();
      if (self->marked != NULL)
        compare (self, self->marked);
      else
        sonde_message_log_find_before_async (self->log, self->item, self->cancellable, found_cb, g_object_ref (self));
    }
  update (self);
}

static void
sonde_diff_pane_set_item (SondePayloadPane *pane,
                          SondeMessageItem *item)
{
  SondeDiffPane *self = SONDE_DIFF_PANE (pane);

  g_set_object (&self->item, item);
  start (self);
}

static void
mark_clicked_cb (SondeDiffPane *self)
{
  g_set_object (&self->marked, self->item);
  start (self);
}

static void
unmark_clicked_cb (SondeDiffPane *self)
{
  g_clear_object (&self->marked);
  start (self);
}

static void
sonde_diff_pane_init_pane (SondePayloadPaneInterface *iface)
{
  iface->set_item = sonde_diff_pane_set_item;
  iface->dup_note = sonde_diff_pane_dup_note;
}

static void
sonde_diff_pane_dispose (GObject *object)
{
  SondeDiffPane *self = SONDE_DIFF_PANE (object);

  stop (self);
  g_clear_object (&self->log);
  g_clear_object (&self->item);
  g_clear_object (&self->marked);
  g_clear_object (&self->other);
  g_clear_pointer (&self->comparison, sonde_comparison_free);

  G_OBJECT_CLASS (sonde_diff_pane_parent_class)->dispose (object);
}

static void
sonde_diff_pane_class_init (SondeDiffPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sonde_diff_pane_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/messages/sonde-diff-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeDiffPane, heading);
  gtk_widget_class_bind_template_child (widget_class, SondeDiffPane, mark_button);
  gtk_widget_class_bind_template_child (widget_class, SondeDiffPane, unmark_button);
  gtk_widget_class_bind_template_child (widget_class, SondeDiffPane, view);
  gtk_widget_class_bind_template_callback (widget_class, mark_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, unmark_clicked_cb);
}

static void
sonde_diff_pane_init (SondeDiffPane *self)
{
  GtkTextBuffer *buffer;

  gtk_widget_init_template (GTK_WIDGET (self));

  /* Hues that hold on light and dark; the signs say the same. */
  buffer = gtk_text_view_get_buffer (self->view);
  gtk_text_buffer_set_enable_undo (buffer, FALSE);
  self->removed_tag = gtk_text_buffer_create_tag (buffer, NULL, "paragraph-background-rgba",
                                                  &(GdkRGBA){ 0.88, 0.11, 0.14, 0.2 }, NULL);
  self->added_tag = gtk_text_buffer_create_tag (buffer, NULL, "paragraph-background-rgba",
                                                &(GdkRGBA){ 0.15, 0.64, 0.41, 0.25 }, NULL);
  self->left_out_tag = gtk_text_buffer_create_tag (buffer, NULL, "foreground-rgba",
                                                   &(GdkRGBA){ 0.5, 0.5, 0.5, 1 }, NULL);
}

void
sonde_diff_pane_set_log (SondeDiffPane   *self,
                         SondeMessageLog *log)
{
  g_return_if_fail (SONDE_IS_DIFF_PANE (self));
  g_return_if_fail (SONDE_IS_MESSAGE_LOG (log));

  g_set_object (&self->log, log);
}
