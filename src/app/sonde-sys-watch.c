/* sonde-sys-watch.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-sys-watch"

#include "sonde-sys-watch.h"

#include "sonde-side-session.h"

#include <glib/gi18n.h>

#include <math.h>

#define WATCH_KEY "sonde-sys-watch"

/* Hours, at a sample in some seconds */
#define SERIES_LENGTH 20000
#define NODE_SERIES_LENGTH 4000

/* A node’s, or all nodes’ */
typedef struct
{
  SondeSeries *rates[SONDE_SYS_N_RATES];
  gint64       at; /* of the last round in them */
} Record;

struct _SondeSysWatch
{
  GObject parent_instance;

  SondeConnection *connection; /* not owned: it owns this */
  char            *address;    /* of the broker that the series are of */
  guint            n_holds;
  gboolean         refused; /* not to be tried again by itself in this connection */
  SondeSysReader  *reader;
  SondeSys        *sys;
  SondeSysTopics  *topics;
  GPtrArray       *records; /* of Record: of all nodes, then of each */
};

G_DEFINE_FINAL_TYPE (SondeSysWatch, sonde_sys_watch, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *
get_rate_name (SondeSysRate rate)
{
  switch (rate)
    {
    case SONDE_SYS_RATE_MESSAGES_IN:
      return _ ("Messages in");
    case SONDE_SYS_RATE_MESSAGES_OUT:
      return _ ("Messages out");
    case SONDE_SYS_RATE_BYTES_IN:
      return _ ("Bytes in");
    case SONDE_SYS_RATE_BYTES_OUT:
    default:
      return _ ("Bytes out");
    }
}

static void
record_free (Record *record)
{
  for (guint i = 0; i < SONDE_SYS_N_RATES; i++)
    g_object_unref (record->rates[i]);
  g_free (record);
}

static Record *
ensure_record (SondeSysWatch *self,
               int            node)
{
  guint index = node + 1;

  while (self->records->len <= index)
    {
      Record *record = g_new0 (Record, 1);
      guint   length = self->records->len == 0 ? SERIES_LENGTH : NODE_SERIES_LENGTH;

      for (guint i = 0; i < SONDE_SYS_N_RATES; i++)
        record->rates[i] = sonde_series_new (get_rate_name (i), length);
      g_ptr_array_add (self->records, record);
    }

  return g_ptr_array_index (self->records, index);
}

static void
record_rates (SondeSysWatch *self,
              int            node)
{
  const SondeSysFacts *facts = sonde_sys_watch_get_facts (self, node);
  Record              *record = ensure_record (self, node);

  if (facts->at == record->at)
    return;

  record->at = facts->at;

  /* A mean of a minute is no sample of this moment. */
  for (guint i = 0; i < SONDE_SYS_N_RATES && !facts->averaged; i++)
    if (facts->rates[i] >= 0)
      sonde_series_append (record->rates[i], facts->at, facts->rates[i]);
}

static void
emit_changed (SondeSysWatch *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
round_cb (SondeSysWatch *self)
{
  for (int node = SONDE_SYS_ALL_NODES; node < (int) sonde_sys_get_n_nodes (self->sys); node++)
    record_rates (self, node);
  emit_changed (self);
}

static void
reader_changed_cb (SondeSysWatch *self)
{
  self->refused = sonde_sys_reader_get_state (self->reader) == SONDE_SYS_REFUSED;
  emit_changed (self);
}

/* Nobody read for a while: what the series would join is not known. */
static void
break_series (SondeSysWatch *self)
{
  gint64 now = g_get_real_time ();

  for (guint i = 0; i < self->records->len; i++)
    {
      Record *record = g_ptr_array_index (self->records, i);

      for (guint rate = 0; rate < SONDE_SYS_N_RATES; rate++)
        if (sonde_series_get_length (record->rates[rate]) > 0)
          sonde_series_append (record->rates[rate], now, NAN);
    }
}

static void
forget_series (SondeSysWatch *self)
{
  for (guint i = 0; i < self->records->len; i++)
    {
      Record *record = g_ptr_array_index (self->records, i);

      for (guint rate = 0; rate < SONDE_SYS_N_RATES; rate++)
        sonde_series_clear (record->rates[rate]);
    }
}

static void
open_reader (SondeSysWatch *self)
{
  SondeSession *session = sonde_side_session_open (self->connection);
  const char   *address = sonde_connection_get_address (self->connection);

  if (session == NULL)
    return;

  if (g_strcmp0 (address, self->address) != 0)
    forget_series (self);
  else
    break_series (self);
  g_free (self->address);
  self->address = g_strdup (address);

  self->reader = sonde_sys_reader_new (session, self->sys, self->topics);
  g_signal_connect_swapped (self->reader, "changed", G_CALLBACK (reader_changed_cb), self);
  g_signal_connect_swapped (self->reader, "round", G_CALLBACK (round_cb), self);
}

static void
close_reader (SondeSysWatch *self)
{
  if (self->reader != NULL)
    g_signal_handlers_disconnect_by_data (self->reader, self);
  g_clear_object (&self->reader);
}

/* The broker may have begun anew, or be another. */
static void
forget_facts (SondeSysWatch *self)
{
  g_clear_pointer (&self->sys, sonde_sys_free);
  self->sys = sonde_sys_new ();
  sonde_sys_topics_clear (self->topics);
}

static void
update (SondeSysWatch *self)
{
  gboolean wanted = self->n_holds > 0 && sonde_connection_get_online (self->connection) && !self->refused;

  if (wanted && self->reader == NULL)
    open_reader (self);
  else if (!wanted && self->reader != NULL && !self->refused)
    close_reader (self);
  emit_changed (self);
}

static void
online_cb (SondeSysWatch *self)
{
  self->refused = FALSE;
  if (!sonde_connection_get_online (self->connection))
    {
      close_reader (self);
      forget_facts (self);
    }
  update (self);
}

SondeSysWatch *
sonde_sys_watch_get_for (SondeConnection *connection)
{
  SondeSysWatch *self;

  g_return_val_if_fail (SONDE_IS_CONNECTION (connection), NULL);

  self = g_object_get_data (G_OBJECT (connection), WATCH_KEY);
  if (self != NULL)
    return self;

  self = g_object_new (SONDE_TYPE_SYS_WATCH, NULL);
  self->connection = connection;
  g_signal_connect_object (connection, "notify::online", G_CALLBACK (online_cb), self, G_CONNECT_SWAPPED);
  g_object_set_data_full (G_OBJECT (connection), WATCH_KEY, self, g_object_unref);
  return self;
}

void
sonde_sys_watch_hold (SondeSysWatch *self)
{
  g_return_if_fail (SONDE_IS_SYS_WATCH (self));

  self->n_holds++;
  update (self);
}

void
sonde_sys_watch_release (SondeSysWatch *self)
{
  g_return_if_fail (SONDE_IS_SYS_WATCH (self));
  g_return_if_fail (self->n_holds > 0);

  self->n_holds--;
  update (self);
}

void
sonde_sys_watch_retry (SondeSysWatch *self)
{
  g_return_if_fail (SONDE_IS_SYS_WATCH (self));

  if (!self->refused)
    return;

  close_reader (self);
  self->refused = FALSE;
  update (self);
}

SondeSysState
sonde_sys_watch_get_state (SondeSysWatch *self)
{
  g_return_val_if_fail (SONDE_IS_SYS_WATCH (self), SONDE_SYS_OFFLINE);

  return self->reader != NULL ? sonde_sys_reader_get_state (self->reader) : SONDE_SYS_OFFLINE;
}

const char *
sonde_sys_watch_get_reason (SondeSysWatch *self)
{
  g_return_val_if_fail (SONDE_IS_SYS_WATCH (self), NULL);

  return self->reader != NULL ? sonde_sys_reader_get_reason (self->reader) : NULL;
}

const char *
sonde_sys_watch_get_advice (SondeSysWatch *self)
{
  g_return_val_if_fail (SONDE_IS_SYS_WATCH (self), NULL);

  return self->reader != NULL ? sonde_sys_reader_get_advice (self->reader) : NULL;
}

guint
sonde_sys_watch_get_n_nodes (SondeSysWatch *self)
{
  g_return_val_if_fail (SONDE_IS_SYS_WATCH (self), 0);

  return sonde_sys_get_n_nodes (self->sys);
}

const SondeSysFacts *
sonde_sys_watch_get_facts (SondeSysWatch *self,
                           int            node)
{
  g_return_val_if_fail (SONDE_IS_SYS_WATCH (self), NULL);

  return node == SONDE_SYS_ALL_NODES ? sonde_sys_get_total (self->sys) : sonde_sys_get_facts (self->sys, node);
}

SondeSeries *
sonde_sys_watch_get_series (SondeSysWatch *self,
                            int            node,
                            SondeSysRate   rate)
{
  g_return_val_if_fail (SONDE_IS_SYS_WATCH (self), NULL);
  g_return_val_if_fail (node >= SONDE_SYS_ALL_NODES, NULL);
  g_return_val_if_fail (rate < SONDE_SYS_N_RATES, NULL);

  return ensure_record (self, node)->rates[rate];
}

SondeSysTopics *
sonde_sys_watch_get_topics (SondeSysWatch *self)
{
  g_return_val_if_fail (SONDE_IS_SYS_WATCH (self), NULL);

  return self->topics;
}

static void
sonde_sys_watch_finalize (GObject *object)
{
  SondeSysWatch *self = SONDE_SYS_WATCH (object);

  close_reader (self);
  sonde_sys_free (self->sys);
  g_object_unref (self->topics);
  g_ptr_array_unref (self->records);
  g_free (self->address);

  G_OBJECT_CLASS (sonde_sys_watch_parent_class)->finalize (object);
}

static void
sonde_sys_watch_class_init (SondeSysWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sonde_sys_watch_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", SONDE_TYPE_SYS_WATCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
}

static void
sonde_sys_watch_init (SondeSysWatch *self)
{
  self->sys = sonde_sys_new ();
  self->topics = sonde_sys_topics_new ();
  self->records = g_ptr_array_new_with_free_func ((GDestroyNotify) record_free);
}
