/* sonde-plot-choice.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-plot-choice"

#include "sonde-plot-choice.h"

#include <sonde-payload-numbers.h>

#include <string.h>

struct _SondePlotChoice
{
  GObject parent_instance;

  SondePlot       *plot;    /* borrowed: it has this */
  GPtrArray       *sources; /* of SondePlotSource: the current one, and those that have a line */
  SondePlotSource *current; /* borrowed, or NULL */
  gboolean         keep;
  gboolean         active;

  GHashTable *liked;       /* a set of the paths that were chosen of the last topic */
  gboolean    is_unchosen; /* nobody chose of this topic yet */
};

G_DEFINE_FINAL_TYPE (SondePlotChoice, sonde_plot_choice, G_TYPE_OBJECT)

enum
{
  PROP_KEEP = 1,
  N_PROPS
};

enum
{
  CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint       signals[N_SIGNALS];

static void
option_clear (SondePlotOption *self)
{
  g_free (self->name);
}

static void
add_options (SondePlotChoice *self,
             SondePlotSource *source,
             GArray          *options)
{
  const GPtrArray *paths = sonde_plot_source_list_paths (source);
  gboolean         is_current = source == self->current;

  for (guint i = 0; i < paths->len; i++)
    {
      const char     *path = g_ptr_array_index (paths, i);
      const char     *name = sonde_numbers_path_to_name (path);
      SondePlotOption option = { source, path, NULL, sonde_plot_source_get_series (source, path) };

      if (!is_current && option.series == NULL)
        continue;

      if (is_current)
        option.name = g_strdup (name);
      else if (g_str_equal (path, "$"))
        option.name = g_strdup (sonde_plot_source_get_topic (source));
      else
        option.name = g_strdup_printf ("%s: %s", sonde_plot_source_get_topic (source), name);
      g_array_append_val (options, option);
    }
}

static gboolean
has_lines (SondePlotSource *source)
{
  const GPtrArray *paths = sonde_plot_source_list_paths (source);

  for (guint i = 0; i < paths->len; i++)
    if (sonde_plot_source_get_series (source, g_ptr_array_index (paths, i)) != NULL)
      return TRUE;

  return FALSE;
}

/* Each line has its topic in its name where there are several topics. */
static void
name_lines (SondePlotChoice *self)
{
  g_autoptr (GArray) options = sonde_plot_choice_list (self);

  for (guint i = 0; i < options->len; i++)
    {
      const SondePlotOption *option = &g_array_index (options, SondePlotOption, i);
      const char            *topic = sonde_plot_source_get_topic (option->source);
      const char            *name = sonde_numbers_path_to_name (option->path);
      g_autofree char       *full = g_strdup_printf ("%s: %s", topic, name);

      if (option->series == NULL)
        continue;
      if (g_str_equal (option->path, "$"))
        sonde_series_set_name (option->series, topic);
      else
        sonde_series_set_name (option->series, self->sources->len > 1 ? full : name);
    }
}

static void
choose (SondePlotChoice *self,
        SondePlotSource *source,
        const char      *path,
        gboolean         chosen)
{
  SondeSeries *series = sonde_plot_source_get_series (source, path);

  if ((series != NULL) == chosen)
    return;

  if (chosen)
    sonde_plot_add_series (self->plot, sonde_plot_source_follow (source, path));
  else
    {
      sonde_plot_remove_series (self->plot, series);
      sonde_plot_source_unfollow (source, path);
    }
}

/* What counts up by itself is seldom what one wants to see. */
static gboolean
is_of_interest (const char *path)
{
  static const char *const dull[] = { "time", "timestamp", "ts", "id", "seq", "t", "date", "datetime" };
  const char              *dot = strrchr (path, '.');

  for (guint i = 0; dot != NULL && i < G_N_ELEMENTS (dull); i++)
    if (g_ascii_strcasecmp (dot + 1, dull[i]) == 0)
      return FALSE;

  return TRUE;
}

static void
choose_first (SondePlotChoice *self)
{
  const GPtrArray *paths = sonde_plot_source_list_paths (self->current);
  const char      *first = NULL;

  if (!self->is_unchosen || paths->len == 0)
    return;

  self->is_unchosen = FALSE;
  for (guint i = 0; i < paths->len; i++)
    if (g_hash_table_contains (self->liked, g_ptr_array_index (paths, i)))
      choose (self, self->current, g_ptr_array_index (paths, i), TRUE);
  if (has_lines (self->current))
    return;

  for (guint i = 0; i < paths->len && first == NULL; i++)
    if (is_of_interest (g_ptr_array_index (paths, i)))
      first = g_ptr_array_index (paths, i);
  choose (self, self->current, first != NULL ? first : g_ptr_array_index (paths, 0), TRUE);
}

static void
tell (SondePlotChoice *self)
{
  name_lines (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
paths_changed_cb (SondePlotChoice *self,
                  SondePlotSource *source)
{
  if (source == self->current)
    choose_first (self);
  tell (self);
}

static void
reading_changed_cb (SondePlotChoice *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Returns: borrowed */
static SondePlotSource *
ensure_source (SondePlotChoice *self,
               SondeMessageLog *log,
               const char      *topic)
{
  SondePlotSource *source;

  for (guint i = 0; i < self->sources->len; i++)
    {
      source = g_ptr_array_index (self->sources, i);
      if (sonde_plot_source_get_log (source) == log && g_str_equal (sonde_plot_source_get_topic (source), topic))
        return source;
    }

  source = sonde_plot_source_new (log, topic);
  g_signal_connect_object (source, "paths-changed", G_CALLBACK (paths_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (source, "notify::reading", G_CALLBACK (reading_changed_cb), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (self->sources, source);
  return source;
}

static void
drop_lines (SondePlotChoice *self,
            SondePlotSource *source)
{
  const GPtrArray *paths = sonde_plot_source_list_paths (source);

  for (guint i = 0; i < paths->len; i++)
    choose (self, source, g_ptr_array_index (paths, i), FALSE);
}

/* Those that have no line, or where nothing is kept all, leave; not the current one. */
static void
drop_sources (SondePlotChoice *self)
{
  for (guint i = self->sources->len; i > 0; i--)
    {
      SondePlotSource *source = g_ptr_array_index (self->sources, i - 1);

      if (source == self->current || (self->keep && has_lines (source)))
        continue;

      drop_lines (self, source);
      g_signal_handlers_disconnect_by_data (source, self);
      g_ptr_array_remove_index (self->sources, i - 1);
    }
}

static void
note_liked (SondePlotChoice *self)
{
  const GPtrArray *paths = sonde_plot_source_list_paths (self->current);

  /* A topic without numbers says nothing of what is liked. */
  if (!has_lines (self->current))
    return;

  g_hash_table_remove_all (self->liked);
  for (guint i = 0; i < paths->len; i++)
    if (sonde_plot_source_get_series (self->current, g_ptr_array_index (paths, i)) != NULL)
      g_hash_table_add (self->liked, g_strdup (g_ptr_array_index (paths, i)));
}

static void
set_keep (SondePlotChoice *self,
          gboolean         keep)
{
  if (self->keep == keep)
    return;

  self->keep = keep;
  if (!keep)
    {
      drop_sources (self);
      tell (self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KEEP]);
}

static void
sonde_plot_choice_finalize (GObject *object)
{
  SondePlotChoice *self = SONDE_PLOT_CHOICE (object);

  g_ptr_array_unref (self->sources);
  g_hash_table_unref (self->liked);

  G_OBJECT_CLASS (sonde_plot_choice_parent_class)->finalize (object);
}

static void
sonde_plot_choice_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_KEEP:
      g_value_set_boolean (value, SONDE_PLOT_CHOICE (object)->keep);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_plot_choice_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_KEEP:
      set_keep (SONDE_PLOT_CHOICE (object), g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_plot_choice_class_init (SondePlotChoiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = sonde_plot_choice_finalize;
  object_class->get_property = sonde_plot_choice_get_property;
  object_class->set_property = sonde_plot_choice_set_property;

  properties[PROP_KEEP] =
    g_param_spec_boolean ("keep", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHANGED] =
    g_signal_new ("changed", SONDE_TYPE_PLOT_CHOICE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
sonde_plot_choice_init (SondePlotChoice *self)
{
  self->sources = g_ptr_array_new_with_free_func (g_object_unref);
  self->liked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

SondePlotChoice *
sonde_plot_choice_new (SondePlot *plot)
{
  SondePlotChoice *self;

  g_return_val_if_fail (SONDE_IS_PLOT (plot), NULL);

  self = g_object_new (SONDE_TYPE_PLOT_CHOICE, NULL);
  self->plot = plot;
  return self;
}

void
sonde_plot_choice_set_topic (SondePlotChoice *self,
                             SondeMessageLog *log,
                             const char      *topic)
{
  SondePlotSource *source;

  g_return_if_fail (SONDE_IS_PLOT_CHOICE (self));
  g_return_if_fail ((log != NULL) == (topic != NULL));

  source = log != NULL ? ensure_source (self, log, topic) : NULL;
  if (source == self->current)
    return;

  if (self->current != NULL)
    note_liked (self);
  self->current = source;
  drop_sources (self);
  if (source != NULL)
    {
      self->is_unchosen = !has_lines (source);
      sonde_plot_source_set_active (source, self->active);
      choose_first (self);
    }
  tell (self);
}

void
sonde_plot_choice_prefer (SondePlotChoice *self,
                          const char      *path)
{
  const GPtrArray *paths;

  g_return_if_fail (SONDE_IS_PLOT_CHOICE (self));
  g_return_if_fail (path != NULL);

  if (self->is_unchosen)
    g_hash_table_remove_all (self->liked);
  g_hash_table_add (self->liked, g_strdup (path));
  if (self->current == NULL)
    return;

  paths = sonde_plot_source_list_paths (self->current);
  if (!g_ptr_array_find_with_equal_func ((GPtrArray *) paths, path, g_str_equal, NULL))
    return;

  self->is_unchosen = FALSE;
  choose (self, self->current, path, TRUE);
  tell (self);
}

void
sonde_plot_choice_set_active (SondePlotChoice *self,
                              gboolean         active)
{
  g_return_if_fail (SONDE_IS_PLOT_CHOICE (self));

  self->active = active;
  for (guint i = 0; i < self->sources->len; i++)
    sonde_plot_source_set_active (g_ptr_array_index (self->sources, i), active);
}

GArray *
sonde_plot_choice_list (SondePlotChoice *self)
{
  GArray *options = g_array_new (FALSE, FALSE, sizeof (SondePlotOption));

  g_array_set_clear_func (options, (GDestroyNotify) option_clear);
  g_return_val_if_fail (SONDE_IS_PLOT_CHOICE (self), options);

  if (self->current != NULL)
    add_options (self, self->current, options);
  for (guint i = 0; i < self->sources->len; i++)
    if (g_ptr_array_index (self->sources, i) != self->current)
      add_options (self, g_ptr_array_index (self->sources, i), options);

  return options;
}

void
sonde_plot_choice_choose (SondePlotChoice       *self,
                          const SondePlotOption *option,
                          gboolean               chosen)
{
  g_return_if_fail (SONDE_IS_PLOT_CHOICE (self));
  g_return_if_fail (option != NULL);

  self->is_unchosen = FALSE;
  choose (self, option->source, option->path, chosen);
  tell (self);
}

const char *
sonde_plot_choice_get_topic (SondePlotChoice *self)
{
  g_return_val_if_fail (SONDE_IS_PLOT_CHOICE (self), NULL);

  return self->current != NULL ? sonde_plot_source_get_topic (self->current) : NULL;
}

gboolean
sonde_plot_choice_get_reading (SondePlotChoice *self)
{
  g_return_val_if_fail (SONDE_IS_PLOT_CHOICE (self), FALSE);

  return self->current != NULL && sonde_plot_source_get_reading (self->current);
}

gboolean
sonde_plot_choice_get_has_options (SondePlotChoice *self)
{
  g_return_val_if_fail (SONDE_IS_PLOT_CHOICE (self), FALSE);

  for (guint i = 0; i < self->sources->len; i++)
    if (sonde_plot_source_list_paths (g_ptr_array_index (self->sources, i))->len > 0)
      return TRUE;

  return FALSE;
}
