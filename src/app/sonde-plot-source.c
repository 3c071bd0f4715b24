/* sonde-plot-source.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-plot-source"

#include "sonde-plot-source.h"

#include "sonde-plot-scan.h"

#include <sonde-payload-numbers.h>

/* The newest messages, in which paths are looked for first */
#define LOOK_AT 100

/*
 * One scan at a time, so that samples come in order:
 *
 *   log   first │ ───────── done ────────── │ ── waiting ── │ seen   what is to come
 *               └ looked through once a path └ given to the next
 *                 that is new (backlog)        scan (tail)
 */
struct _SondePlotSource
{
  GObject parent_instance;

  SondeMessageLog *log;
  char            *topic;
  SondeMailbox    *mailbox;
  gboolean         active;

  GPtrArray  *paths;
  GHashTable *series;  /* path → SondeSeries */
  GHashTable *missing; /* a set of those paths whose backlog is to be read */
  gboolean    is_looked_at;

  SondePlotScan *scan;
  GPtrArray     *targets; /* of SondeSeries: whose samples it wants; one may be another by now */
  gboolean       is_tail; /* it reads what came since */
  GArray        *waiting; /* of SondeStretch */
  guint64        done, seen;
  guint64        first; /* of the log, when last looked at */
};

G_DEFINE_FINAL_TYPE (SondePlotSource, sonde_plot_source, G_TYPE_OBJECT)

enum
{
  PROP_LOG = 1,
  PROP_TOPIC,
  PROP_READING,
  PROP_ACTIVE,
  N_PROPS
};

enum
{
  PATHS_CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint       signals[N_SIGNALS];

/* ---- Scans ---- */

static GHashTable *
copy_known (SondePlotSource *self)
{
  GHashTable *known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < self->paths->len; i++)
    g_hash_table_add (known, g_strdup (g_ptr_array_index (self->paths, i)));

  return known;
}

static GPtrArray *
copy_keys (GHashTable *table)
{
  GPtrArray     *keys = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer       key;

  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_ptr_array_add (keys, g_strdup (key));

  return keys;
}

/* What the log keeps of serials up to @end */
static GArray *
list_before (SondePlotSource *self,
             guint64          end)
{
  GArray *stretches = sonde_stretches_new ();
  guint64 first = sonde_message_log_get_first_serial (self->log);
  guint64 kept = sonde_message_log_get_kept (self->log);

  if (end > first)
    sonde_message_log_list_stretches (self->log, 0, MIN (end - first, kept), stretches);
  return stretches;
}

static void
start (SondePlotSource *self,
       GArray          *stretches,
       GPtrArray       *wanted,
       guint            newest)
{
  g_ptr_array_set_size (self->targets, 0);
  for (guint i = 0; i < wanted->len; i++)
    g_ptr_array_add (self->targets, g_object_ref (g_hash_table_lookup (self->series, g_ptr_array_index (wanted, i))));
  self->scan = sonde_plot_scan_start (self->topic, stretches, wanted, copy_known (self), newest, self->mailbox);
}

static void
proceed (SondePlotSource *self)
{
  gboolean was_reading = sonde_plot_source_get_reading (self);

  if (self->scan != NULL || !self->active)
    return;

  self->is_tail = FALSE;
  if (!self->is_looked_at)
    {
      self->is_looked_at = TRUE;
      start (self, list_before (self, self->seen), g_ptr_array_new_with_free_func (g_free), LOOK_AT);
    }
  else if (g_hash_table_size (self->missing) > 0)
    {
      GPtrArray *wanted = copy_keys (self->missing);

      g_hash_table_remove_all (self->missing);
      start (self, list_before (self, self->done), wanted, 0);
    }
  else if (self->waiting->len > 0)
    {
      GArray *stretches = g_steal_pointer (&self->waiting);

      self->waiting = sonde_stretches_new ();
      self->done = self->seen;
      self->is_tail = TRUE;
      start (self, stretches, copy_keys (self->series), 0);
    }

  if (was_reading != sonde_plot_source_get_reading (self))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READING]);
}

static void
stop (SondePlotSource *self)
{
  if (self->scan != NULL)
    sonde_plot_scan_cancel (self->scan);
  g_clear_pointer (&self->scan, sonde_plot_scan_unref);
}

static void
deliver (gpointer data,
         gpointer user_data)
{
  SondePlotLetter *letter = data;
  g_autoptr (SondePlotSource) self = g_object_ref (user_data);
  gboolean was_reading = sonde_plot_source_get_reading (self);

  /* Of a scan that was cancelled. */
  if (letter->scan != self->scan)
    return;

  for (guint i = 0; i < letter->samples->len; i++)
    {
      const GArray *samples = g_ptr_array_index (letter->samples, i);

      sonde_series_append_many (g_ptr_array_index (self->targets, i), (const SondeSample *) (gpointer) samples->data,
                                samples->len);
    }
  if (letter->is_last)
    g_clear_pointer (&self->scan, sonde_plot_scan_unref);

  for (guint i = 0; i < letter->paths->len; i++)
    g_ptr_array_add (self->paths, g_strdup (g_ptr_array_index (letter->paths, i)));
  if (letter->paths->len > 0)
    g_signal_emit (self, signals[PATHS_CHANGED], 0);

  proceed (self);
  if (was_reading != sonde_plot_source_get_reading (self))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READING]);
}

/* ---- Following the log ---- */

/* All series begin anew, with what the log has now. */
static void
restart (SondePlotSource *self)
{
  GHashTableIter iter;
  gpointer       path, series;

  stop (self);
  self->is_looked_at = FALSE;
  g_array_set_size (self->waiting, 0);
  self->done = self->seen;
  g_hash_table_iter_init (&iter, self->series);
  while (g_hash_table_iter_next (&iter, &path, &series))
    {
      g_hash_table_add (self->missing, g_strdup (path));
      sonde_series_clear (series);
    }
}

static void
collect (SondePlotSource *self)
{
  guint64 first = sonde_message_log_get_first_serial (self->log);
  guint64 end = first + sonde_message_log_get_kept (self->log);
  guint64 from = MAX (self->seen, first);

  if (from < end)
    sonde_message_log_list_stretches (self->log, from - first, end - from, self->waiting);
  self->seen = MAX (self->seen, end);
}

static void
log_changed_cb (SondePlotSource *self,
                guint            position,
                guint            removed,
                guint            added)
{
  guint64  first = sonde_message_log_get_first_serial (self->log);
  gboolean is_cleared = removed > 0 && sonde_message_log_get_kept (self->log) == 0;
  gboolean is_brought_back = first < self->first;
  gboolean was_reading = sonde_plot_source_get_reading (self);

  self->first = first;
  if (is_cleared || is_brought_back)
    {
      self->seen = MAX (first + sonde_message_log_get_kept (self->log), self->seen);
      restart (self);
    }
  if (self->active)
    {
      collect (self);
      proceed (self);
    }
  if (was_reading != sonde_plot_source_get_reading (self))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READING]);
}

static void
sonde_plot_source_constructed (GObject *object)
{
  SondePlotSource *self = SONDE_PLOT_SOURCE (object);

  G_OBJECT_CLASS (sonde_plot_source_parent_class)->constructed (object);

  self->first = sonde_message_log_get_first_serial (self->log);
  self->seen = self->first + sonde_message_log_get_kept (self->log);
  self->done = self->seen;
  g_signal_connect_object (self->log, "items-changed", G_CALLBACK (log_changed_cb), self, G_CONNECT_SWAPPED);
}

static void
sonde_plot_source_dispose (GObject *object)
{
  SondePlotSource *self = SONDE_PLOT_SOURCE (object);

  stop (self);
  if (self->mailbox != NULL)
    sonde_mailbox_close (self->mailbox);
  g_clear_pointer (&self->mailbox, sonde_mailbox_unref);

  G_OBJECT_CLASS (sonde_plot_source_parent_class)->dispose (object);
}

static void
sonde_plot_source_finalize (GObject *object)
{
  SondePlotSource *self = SONDE_PLOT_SOURCE (object);

  g_clear_object (&self->log);
  g_free (self->topic);
  g_ptr_array_unref (self->paths);
  g_ptr_array_unref (self->targets);
  g_hash_table_unref (self->series);
  g_hash_table_unref (self->missing);
  g_array_unref (self->waiting);

  G_OBJECT_CLASS (sonde_plot_source_parent_class)->finalize (object);
}

static void
sonde_plot_source_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  SondePlotSource *self = SONDE_PLOT_SOURCE (object);

  switch (prop_id)
    {
    case PROP_READING:
      g_value_set_boolean (value, sonde_plot_source_get_reading (self));
      break;

    case PROP_ACTIVE:
      g_value_set_boolean (value, self->active);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_plot_source_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  SondePlotSource *self = SONDE_PLOT_SOURCE (object);

  switch (prop_id)
    {
    case PROP_LOG:
      self->log = g_value_dup_object (value);
      break;

    case PROP_TOPIC:
      self->topic = g_value_dup_string (value);
      break;

    case PROP_ACTIVE:
      sonde_plot_source_set_active (self, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_plot_source_class_init (SondePlotSourceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = sonde_plot_source_constructed;
  object_class->dispose = sonde_plot_source_dispose;
  object_class->finalize = sonde_plot_source_finalize;
  object_class->get_property = sonde_plot_source_get_property;
  object_class->set_property = sonde_plot_source_set_property;

  properties[PROP_LOG] =
    g_param_spec_object ("log", NULL, NULL, SONDE_TYPE_MESSAGE_LOG,
                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_TOPIC] =
    g_param_spec_string ("topic", NULL, NULL, NULL,
                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_READING] =
    g_param_spec_boolean ("reading", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_ACTIVE] =
    g_param_spec_boolean ("active", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[PATHS_CHANGED] =
    g_signal_new ("paths-changed", SONDE_TYPE_PLOT_SOURCE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
sonde_plot_source_init (SondePlotSource *self)
{
  self->paths = g_ptr_array_new_with_free_func (g_free);
  self->series = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->missing = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->targets = g_ptr_array_new_with_free_func (g_object_unref);
  self->waiting = sonde_stretches_new ();
  self->mailbox = sonde_mailbox_new (NULL, deliver, self, (GDestroyNotify) sonde_plot_letter_free);
}

SondePlotSource *
sonde_plot_source_new (SondeMessageLog *log,
                       const char      *topic)
{
  g_return_val_if_fail (SONDE_IS_MESSAGE_LOG (log), NULL);
  g_return_val_if_fail (topic != NULL, NULL);

  return g_object_new (SONDE_TYPE_PLOT_SOURCE, "log", log, "topic", topic, NULL);
}

SondeMessageLog *
sonde_plot_source_get_log (SondePlotSource *self)
{
  g_return_val_if_fail (SONDE_IS_PLOT_SOURCE (self), NULL);

  return self->log;
}

const char *
sonde_plot_source_get_topic (SondePlotSource *self)
{
  g_return_val_if_fail (SONDE_IS_PLOT_SOURCE (self), NULL);

  return self->topic;
}

gboolean
sonde_plot_source_get_reading (SondePlotSource *self)
{
  g_return_val_if_fail (SONDE_IS_PLOT_SOURCE (self), FALSE);

  return self->scan != NULL && !self->is_tail;
}

void
sonde_plot_source_set_active (SondePlotSource *self,
                              gboolean         active)
{
  g_return_if_fail (SONDE_IS_PLOT_SOURCE (self));

  if (self->active == active)
    return;

  self->active = active;
  if (active)
    {
      collect (self);
      proceed (self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACTIVE]);
}

const GPtrArray *
sonde_plot_source_list_paths (SondePlotSource *self)
{
  g_return_val_if_fail (SONDE_IS_PLOT_SOURCE (self), NULL);

  return self->paths;
}

SondeSeries *
sonde_plot_source_follow (SondePlotSource *self,
                          const char      *path)
{
  SondeSeries *series;

  g_return_val_if_fail (SONDE_IS_PLOT_SOURCE (self), NULL);
  g_return_val_if_fail (path != NULL, NULL);

  series = g_hash_table_lookup (self->series, path);
  if (series != NULL)
    return series;

  series = sonde_series_new (sonde_numbers_path_to_name (path), 0);
  g_hash_table_insert (self->series, g_strdup (path), series);
  g_hash_table_add (self->missing, g_strdup (path));
  proceed (self);

  return series;
}

void
sonde_plot_source_unfollow (SondePlotSource *self,
                            const char      *path)
{
  g_return_if_fail (SONDE_IS_PLOT_SOURCE (self));
  g_return_if_fail (path != NULL);

  g_hash_table_remove (self->missing, path);
  g_hash_table_remove (self->series, path);
}

SondeSeries *
sonde_plot_source_get_series (SondePlotSource *self,
                              const char      *path)
{
  g_return_val_if_fail (SONDE_IS_PLOT_SOURCE (self), NULL);

  return g_hash_table_lookup (self->series, path);
}
