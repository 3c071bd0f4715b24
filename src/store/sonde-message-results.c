/* sonde-message-results.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-message-results"

#include "sonde-message-results.h"

#include "sonde-match-list.h"
#include "sonde-message-scan.h"

#include <sonde-mailbox.h>

struct _SondeMessageResults
{
  GObject parent_instance;

  SondeMessageLog *log;
  SondeQuery      *query;
  SondeMailbox    *mailbox;

  SondeMatchList matches;
  gboolean       is_stale; /* they are the last query's */

  SondeMessageScan *backlog; /* of what was there when the query came; NULL when done */
  SondeMessageScan *tail;    /* of what came since; NULL when done */
  GArray           *waiting; /* SondeStretch: what the next tail will scan */
  guint64           seen;    /* all before this serial was given to a scan, or has left */
};

static void list_model_iface_init (GListModelInterface *iface);

/* clang-format off */
G_DEFINE_FINAL_TYPE_WITH_CODE (SondeMessageResults, sonde_message_results, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))
/* clang-format on */

enum
{
  PROP_LOG = 1,
  PROP_SCANNING,
  PROP_N_MATCHES,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

/* ---- List model ---- */

static void
notify_matches (SondeMessageResults *self,
                guint                position,
                guint                removed,
                guint                added)
{
  if (removed == 0 && added == 0)
    return;

  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_MATCHES]);
}

static void
remove_all (SondeMessageResults *self)
{
  self->is_stale = FALSE;
  notify_matches (self, 0, sonde_match_list_drop (&self->matches, G_MAXUINT64), 0);
}

static GType
sonde_message_results_get_item_type (GListModel *model)
{
  return SONDE_TYPE_MESSAGE_ITEM;
}

static guint
sonde_message_results_get_n_items (GListModel *model)
{
  return sonde_message_results_get_n_matches (SONDE_MESSAGE_RESULTS (model));
}

static gpointer
sonde_message_results_get_item (GListModel *model,
                                guint       position)
{
  SondeMessageResults *self = SONDE_MESSAGE_RESULTS (model);
  guint64              serial;

  if (position >= sonde_match_list_get_length (&self->matches))
    return NULL;

  serial = sonde_match_list_get_serial (&self->matches, position);
  if (!sonde_message_log_get_position (self->log, serial, &position))
    return NULL;

  return g_list_model_get_item (G_LIST_MODEL (self->log), position);
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = sonde_message_results_get_item_type;
  iface->get_n_items = sonde_message_results_get_n_items;
  iface->get_item = sonde_message_results_get_item;
}

/* ---- Scans ---- */

static void
stop_scan (SondeMessageScan **scan)
{
  if (*scan != NULL)
    sonde_message_scan_cancel (*scan);
  g_clear_pointer (scan, sonde_message_scan_unref);
}

static void
stop_scans (SondeMessageResults *self)
{
  stop_scan (&self->backlog);
  stop_scan (&self->tail);
  g_array_set_size (self->waiting, 0);
}

static void
start_tail (SondeMessageResults *self)
{
  GArray *stretches;

  if (self->tail != NULL || self->waiting->len == 0)
    return;

  stretches = g_steal_pointer (&self->waiting);
  self->waiting = sonde_stretches_new ();
  self->tail = sonde_message_scan_start (self->query, stretches, SONDE_SCAN_OLDEST_FIRST, self->mailbox);
}

static void
note_seen (SondeMessageResults *self,
           const GArray        *stretches)
{
  if (stretches->len > 0)
    {
      const SondeStretch *last = &g_array_index (stretches, SondeStretch, stretches->len - 1);

      self->seen = last->segment->first_serial + last->end;
    }
}

static void
start_backlog (SondeMessageResults *self)
{
  GArray *stretches = sonde_stretches_new ();

  self->seen = sonde_message_log_get_first_serial (self->log);
  sonde_message_log_list_stretches (self->log, 0, sonde_message_log_get_kept (self->log), stretches);
  note_seen (self, stretches);
  self->backlog = sonde_message_scan_start (self->query, stretches, SONDE_SCAN_NEWEST_FIRST, self->mailbox);
}

static void
add_found (SondeMessageResults *self,
           const GArray        *found,
           gboolean             is_older)
{
  guint64 first_kept = sonde_message_log_get_first_serial (self->log);
  guint   before = sonde_match_list_get_length (&self->matches);

  if (is_older)
    notify_matches (self, 0, 0, sonde_match_list_prepend (&self->matches, found, first_kept));
  else
    notify_matches (self, before, 0, sonde_match_list_append (&self->matches, found, first_kept));
}

static void
deliver (gpointer data,
         gpointer user_data)
{
  SondeScanLetter *letter = data;
  g_autoptr (SondeMessageResults) self = g_object_ref (user_data);
  gboolean is_backlog = letter->scan == self->backlog;

  /* Of a scan that was cancelled. */
  if (!is_backlog && letter->scan != self->tail)
    return;

  if (self->is_stale)
    remove_all (self);

  /* A handler may have changed the query. */
  if (letter->scan != self->backlog && letter->scan != self->tail)
    return;

  if (letter->is_last)
    g_clear_pointer (is_backlog ? &self->backlog : &self->tail, sonde_message_scan_unref);
  start_tail (self);

  add_found (self, letter->found, is_backlog);
  if (is_backlog && letter->is_last)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SCANNING]);
}

/* ---- Following the log ---- */

static void
remove_gone (SondeMessageResults *self)
{
  guint64 first_kept = sonde_message_log_get_first_serial (self->log);

  if (self->backlog != NULL)
    sonde_message_scan_forget (self->backlog, first_kept);
  if (self->tail != NULL)
    sonde_message_scan_forget (self->tail, first_kept);

  notify_matches (self, 0, sonde_match_list_drop (&self->matches, first_kept), 0);
}

/* Rows that come in before others: a scan has let go of them, or never saw them. */
static gboolean
is_brought_back (SondeMessageResults *self)
{
  const SondeStretch *last = &g_array_index (self->waiting, SondeStretch, self->waiting->len - 1);

  return last->segment->first_serial + last->first < self->seen;
}

/* Begins anew with the same query. */
static void
restart (SondeMessageResults *self)
{
  gboolean was_scanning = sonde_message_results_get_scanning (self);

  stop_scans (self);
  self->is_stale = TRUE;
  start_backlog (self);
  if (!was_scanning)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SCANNING]);
}

static void
log_changed_cb (SondeMessageLog     *log,
                guint                position,
                guint                removed,
                guint                added,
                SondeMessageResults *self)
{
  if (self->query == NULL)
    return;

  if (removed > 0)
    remove_gone (self);

  if (added == 0)
    return;

  sonde_message_log_list_stretches (log, position, added, self->waiting);
  if (is_brought_back (self))
    {
      restart (self);
      return;
    }
  note_seen (self, self->waiting);
  start_tail (self);
}

static void
sonde_message_results_constructed (GObject *object)
{
  SondeMessageResults *self = SONDE_MESSAGE_RESULTS (object);

  G_OBJECT_CLASS (sonde_message_results_parent_class)->constructed (object);

  g_signal_connect_object (self->log, "items-changed", G_CALLBACK (log_changed_cb), self, 0);
}

static void
sonde_message_results_dispose (GObject *object)
{
  SondeMessageResults *self = SONDE_MESSAGE_RESULTS (object);

  stop_scans (self);
  if (self->mailbox != NULL)
    sonde_mailbox_close (self->mailbox);
  g_clear_pointer (&self->mailbox, sonde_mailbox_unref);
  g_clear_pointer (&self->query, sonde_query_unref);

  G_OBJECT_CLASS (sonde_message_results_parent_class)->dispose (object);
}

static void
sonde_message_results_finalize (GObject *object)
{
  SondeMessageResults *self = SONDE_MESSAGE_RESULTS (object);

  sonde_match_list_destroy (&self->matches);
  g_array_unref (self->waiting);
  g_clear_object (&self->log);

  G_OBJECT_CLASS (sonde_message_results_parent_class)->finalize (object);
}

static void
sonde_message_results_get_property (GObject    *object,
                                    guint       prop_id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  SondeMessageResults *self = SONDE_MESSAGE_RESULTS (object);

  switch (prop_id)
    {
    case PROP_SCANNING:
      g_value_set_boolean (value, sonde_message_results_get_scanning (self));
      break;

    case PROP_N_MATCHES:
      g_value_set_uint (value, sonde_message_results_get_n_matches (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_message_results_set_property (GObject      *object,
                                    guint         prop_id,
                                    const GValue *value,
                                    GParamSpec   *pspec)
{
  SondeMessageResults *self = SONDE_MESSAGE_RESULTS (object);

  switch (prop_id)
    {
    case PROP_LOG:
      self->log = g_value_dup_object (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_message_results_class_init (SondeMessageResultsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = sonde_message_results_constructed;
  object_class->dispose = sonde_message_results_dispose;
  object_class->finalize = sonde_message_results_finalize;
  object_class->get_property = sonde_message_results_get_property;
  object_class->set_property = sonde_message_results_set_property;

  properties[PROP_LOG] =
    g_param_spec_object ("log", NULL, NULL, SONDE_TYPE_MESSAGE_LOG,
                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SCANNING] =
    g_param_spec_boolean ("scanning", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_N_MATCHES] =
    g_param_spec_uint ("n-matches", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
sonde_message_results_init (SondeMessageResults *self)
{
  sonde_match_list_init (&self->matches);
  self->waiting = sonde_stretches_new ();
  self->mailbox = sonde_mailbox_new (NULL, deliver, self, (GDestroyNotify) sonde_scan_letter_free);
}

SondeMessageResults *
sonde_message_results_new (SondeMessageLog *log)
{
  g_return_val_if_fail (SONDE_IS_MESSAGE_LOG (log), NULL);

  return g_object_new (SONDE_TYPE_MESSAGE_RESULTS, "log", log, NULL);
}

void
sonde_message_results_set_query (SondeMessageResults *self,
                                 SondeQuery          *query)
{
  gboolean was_scanning;

  g_return_if_fail (SONDE_IS_MESSAGE_RESULTS (self));

  if (query == self->query)
    return;

  was_scanning = sonde_message_results_get_scanning (self);
  stop_scans (self);
  g_clear_pointer (&self->query, sonde_query_unref);

  if (query != NULL)
    {
      self->query = sonde_query_ref (query);
      self->is_stale = TRUE;
      start_backlog (self);
    }
  else
    {
      remove_all (self);
    }

  if (was_scanning != sonde_message_results_get_scanning (self))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SCANNING]);
}

SondeQuery *
sonde_message_results_get_query (SondeMessageResults *self)
{
  g_return_val_if_fail (SONDE_IS_MESSAGE_RESULTS (self), NULL);

  return self->query;
}

gboolean
sonde_message_results_get_scanning (SondeMessageResults *self)
{
  g_return_val_if_fail (SONDE_IS_MESSAGE_RESULTS (self), FALSE);

  return self->backlog != NULL;
}

guint
sonde_message_results_get_n_matches (SondeMessageResults *self)
{
  g_return_val_if_fail (SONDE_IS_MESSAGE_RESULTS (self), 0);

  return sonde_match_list_get_length (&self->matches);
}

gboolean
sonde_message_results_get_position (SondeMessageResults *self,
                                    guint64              serial,
                                    guint               *position)
{
  g_return_val_if_fail (SONDE_IS_MESSAGE_RESULTS (self), FALSE);
  g_return_val_if_fail (position != NULL, FALSE);

  return sonde_match_list_find (&self->matches, serial, position);
}

gboolean
sonde_message_results_find (SondeMessageResults *self,
                            guint64              serial,
                            gboolean             after,
                            guint               *position)
{
  guint before;

  g_return_val_if_fail (SONDE_IS_MESSAGE_RESULTS (self), FALSE);
  g_return_val_if_fail (position != NULL, FALSE);

  before = sonde_match_list_count_before (&self->matches, after ? serial + 1 : serial);
  *position = after ? before : before - 1;

  return after ? before < sonde_match_list_get_length (&self->matches) : before > 0;
}

guint64
sonde_message_results_get_serial (SondeMessageResults *self,
                                  guint                position)
{
  g_return_val_if_fail (SONDE_IS_MESSAGE_RESULTS (self), 0);
  g_return_val_if_fail (position < sonde_match_list_get_length (&self->matches), 0);

  return sonde_match_list_get_serial (&self->matches, position);
}
