/* sonde-find-bar.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-find-bar"

#include "sonde-find-bar.h"

#include <sonde-format.h>

#include <glib/gi18n.h>

#define SELECTION_MAX 200 /* characters */

struct _SondeFindBar
{
  AdwBin parent_instance;

  GtkSourceView          *view;
  GtkSourceSearchContext *context;

  GtkEditable *entry;
  GtkLabel    *count;
};

enum
{
  PROP_VIEW = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SondeFindBar, sonde_find_bar, ADW_TYPE_BIN)

static GtkTextBuffer *
get_buffer (SondeFindBar *self)
{
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
}

static void
update_count (SondeFindBar *self)
{
  GtkTextIter      start, end;
  int              n_matches, match;
  g_autofree char *label = NULL;

  n_matches = self->context != NULL ? gtk_source_search_context_get_occurrences_count (self->context) : 0;
  if (*gtk_editable_get_text (self->entry) == '\0' || n_matches < 0)
    label = g_strdup ("");
  else if (n_matches == 0)
    label = g_strdup (_ ("none"));
  else
    {
      gtk_text_buffer_get_selection_bounds (get_buffer (self), &start, &end);
      match = gtk_source_search_context_get_occurrence_position (self->context, &start, &end);
      /* Translators: "3 of 12" matches */
      label = match > 0 ? g_strdup_printf (_ ("%d of %d"), match, n_matches) : g_strdup_printf ("%d", n_matches);
    }
  gtk_label_set_label (self->count, label);
}

static void
select_match (SondeFindBar      *self,
              const GtkTextIter *start,
              const GtkTextIter *end)
{
  gtk_text_buffer_select_range (get_buffer (self), start, end);
  gtk_text_view_scroll_to_mark (GTK_TEXT_VIEW (self->view), gtk_text_buffer_get_insert (get_buffer (self)), 0.1, FALSE, 0, 0);
  update_count (self);
}

static void
forward_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (SondeFindBar) self = user_data;
  GtkTextIter start, end;

  if (gtk_source_search_context_forward_finish (GTK_SOURCE_SEARCH_CONTEXT (source), result, &start, &end, NULL, NULL) &&
      self->context == GTK_SOURCE_SEARCH_CONTEXT (source))
    select_match (self, &start, &end);
}

static void
backward_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (SondeFindBar) self = user_data;
  GtkTextIter start, end;

  if (gtk_source_search_context_backward_finish (GTK_SOURCE_SEARCH_CONTEXT (source), result, &start, &end, NULL, NULL) &&
      self->context == GTK_SOURCE_SEARCH_CONTEXT (source))
    select_match (self, &start, &end);
}

/* @from_here: a match that begins where the last one did counts, too. */
static void
find_next (SondeFindBar *self,
           gboolean      from_here)
{
  GtkTextIter start, end;

  if (self->context == NULL)
    return;
  gtk_text_buffer_get_selection_bounds (get_buffer (self), &start, &end);
  gtk_source_search_context_forward_async (self->context, from_here ? &start : &end, NULL, forward_cb, g_object_ref (self));
}

static void
changed_cb (SondeFindBar *self)
{
  const char *text = gtk_editable_get_text (self->entry);

  if (self->context == NULL)
    return;
  gtk_source_search_settings_set_search_text (gtk_source_search_context_get_settings (self->context), *text != '\0' ? text : NULL);
  if (*text != '\0')
    find_next (self, TRUE);
  update_count (self);
}

static void
next_cb (SondeFindBar *self)
{
  find_next (self, FALSE);
}

static void
previous_cb (SondeFindBar *self)
{
  GtkTextIter start, end;

  if (self->context == NULL)
    return;
  gtk_text_buffer_get_selection_bounds (get_buffer (self), &start, &end);
  gtk_source_search_context_backward_async (self->context, &start, NULL, backward_cb, g_object_ref (self));
}

void
sonde_find_bar_close (SondeFindBar *self)
{
  g_return_if_fail (SONDE_IS_FIND_BAR (self));

  g_clear_object (&self->context);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static void
stop_cb (SondeFindBar *self)
{
  sonde_find_bar_close (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
take_selection (SondeFindBar *self)
{
  GtkTextIter      start, end;
  g_autofree char *text = NULL;

  if (!gtk_text_buffer_get_selection_bounds (get_buffer (self), &start, &end) ||
      gtk_text_iter_get_line (&start) != gtk_text_iter_get_line (&end) ||
      gtk_text_iter_get_offset (&end) - gtk_text_iter_get_offset (&start) > SELECTION_MAX)
    return;
  text = gtk_text_buffer_get_text (get_buffer (self), &start, &end, TRUE);
  gtk_editable_set_text (self->entry, text);
}

void
sonde_find_bar_open (SondeFindBar *self)
{
  g_return_if_fail (SONDE_IS_FIND_BAR (self));
  g_return_if_fail (self->view != NULL);

  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  if (self->context == NULL)
    {
      g_autoptr (GtkSourceSearchSettings) settings = gtk_source_search_settings_new ();

      gtk_source_search_settings_set_wrap_around (settings, TRUE);
      self->context = gtk_source_search_context_new (GTK_SOURCE_BUFFER (get_buffer (self)), settings);
      g_signal_connect_object (self->context, "notify::occurrences-count", G_CALLBACK (update_count), self, G_CONNECT_SWAPPED);
    }
  take_selection (self);
  changed_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_editable_select_region (self->entry, 0, -1);
}

static void
sonde_find_bar_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_VIEW:
      g_value_set_object (value, SONDE_FIND_BAR (object)->view);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_find_bar_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  SondeFindBar *self = SONDE_FIND_BAR (object);

  switch (prop_id)
    {
    case PROP_VIEW:
      if (g_set_object (&self->view, g_value_get_object (value)))
        g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_find_bar_dispose (GObject *object)
{
  SondeFindBar *self = SONDE_FIND_BAR (object);

  g_clear_object (&self->context);
  g_clear_object (&self->view);

  G_OBJECT_CLASS (sonde_find_bar_parent_class)->dispose (object);
}

static void
sonde_find_bar_class_init (SondeFindBarClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = sonde_find_bar_get_property;
  object_class->set_property = sonde_find_bar_set_property;
  object_class->dispose = sonde_find_bar_dispose;

  properties[PROP_VIEW] =
    g_param_spec_object ("view", NULL, NULL, GTK_SOURCE_TYPE_VIEW,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/messages/sonde-find-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeFindBar, entry);
  gtk_widget_class_bind_template_child (widget_class, SondeFindBar, count);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, previous_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
}

static void
sonde_find_bar_init (SondeFindBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
