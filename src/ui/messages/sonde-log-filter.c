/* sonde-log-filter.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *   text ── SondeQuery ┬─ SondeMessageResults ┐
 *   SondeScope ────────┴─ SondeMessageResults ┼─ model
 *                         SondeMessageLog ────┘
 *
 * Within a scope the text's results are those in it. The scope has results of its own
 * only while they are shown.
 */

#define G_LOG_DOMAIN "sonde-log-filter"

#include "sonde-log-filter.h"

typedef enum
{
  SHOWN_LOG,
  SHOWN_SCOPE,
  SHOWN_MATCHES,
} Shown;

struct _SondeLogFilter
{
  GObject parent_instance;

  SondeMessageLog     *log;
  SondeMessageResults *results; /* of the text */
  SondeMessageResults *scoped;  /* of the scope alone */
  SondeQuery          *query;   /* of the text, or NULL */
  SondeScope          *scope;   /* NULL: all */
  char                *text;
  char                *query_text; /* of the query in force, or NULL */
  char                *fault;      /* NULL: none */
  SondeQuerySpan       fault_span;
  Shown                shown;
  gboolean             highlights;
};

enum
{
  PROP_LOG = 1,
  PROP_TEXT,
  PROP_FAULT,
  PROP_MODEL,
  PROP_N_MATCHES,
  PROP_N_SHOWN,
  PROP_SCANNING,
  PROP_HIGHLIGHTS,
  N_PROPS,
};

enum
{
  QUERY_CHANGED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint       signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SondeLogFilter, sonde_log_filter, G_TYPE_OBJECT)

#define FILTER "sonde-log-filter"

static Shown
find_wanted (SondeLogFilter *self)
{
  if (self->query != NULL && !self->highlights)
    return SHOWN_MATCHES;

  return self->scope != NULL ? SHOWN_SCOPE : SHOWN_LOG;
}

static gboolean
is_answered (SondeMessageResults *results)
{
  return sonde_message_results_get_n_matches (results) > 0 || !sonde_message_results_get_scanning (results);
}

static SondeQuery *
make_query (SondeQuery *query,
            SondeScope *scope)
{
  if (scope != NULL)
    return sonde_query_new_scoped (query, scope);

  return query != NULL ? sonde_query_ref (query) : NULL;
}

static void
set_shown (SondeLogFilter *self,
           Shown           shown)
{
  if (self->shown == shown)
    return;

  self->shown = shown;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODEL]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_SHOWN]);
}

/* What is in view stays until there is an answer: no frame shows an empty list between. */
static void
show_answer (SondeLogFilter *self)
{
  Shown wanted = find_wanted (self);

  if (wanted == SHOWN_LOG ||
      is_answered (wanted == SHOWN_MATCHES ? self->results : self->scoped))
    set_shown (self, wanted);

  /* The view leaves them before they are emptied. */
  if (self->shown != SHOWN_SCOPE && wanted != SHOWN_SCOPE)
    sonde_message_results_set_query (self->scoped, NULL);
  if (self->shown != SHOWN_MATCHES && self->query == NULL)
    sonde_message_results_set_query (self->results, NULL);
}

static void
start_scope (SondeLogFilter *self)
{
  g_autoptr (SondeQuery) query = self->scope != NULL ? make_query (NULL, self->scope) : NULL;

  if (find_wanted (self) == SHOWN_SCOPE && sonde_message_results_get_query (self->scoped) == NULL)
    sonde_message_results_set_query (self->scoped, query);
}

static void
n_matches_changed_cb (SondeLogFilter *self)
{
  show_answer (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_MATCHES]);
  if (self->shown == SHOWN_MATCHES)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_SHOWN]);
}

static void
scanning_changed_cb (SondeLogFilter *self)
{
  show_answer (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SCANNING]);
}

static void
scoped_changed_cb (SondeLogFilter *self)
{
  show_answer (self);
  if (self->shown == SHOWN_SCOPE)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_SHOWN]);
}

/* What is shown of another scope or text stays until there is something of this one. */
static void
start_matches (SondeLogFilter *self)
{
  g_autoptr (SondeQuery) query = self->query != NULL ? make_query (self->query, self->scope) : NULL;

  if (query != NULL)
    sonde_message_results_set_query (self->results, query);
}

static void
set_query (SondeLogFilter *self,
           SondeQuery     *query)
{
  g_clear_pointer (&self->query, sonde_query_unref);
  if (query != NULL)
    self->query = sonde_query_ref (query);

  start_matches (self);
  start_scope (self);
  show_answer (self);
  g_signal_emit (self, signals[QUERY_CHANGED], 0);
}

void
sonde_log_filter_set_scope (SondeLogFilter *self,
                            SondeScope     *scope)
{
  g_return_if_fail (SONDE_IS_LOG_FILTER (self));

  if (sonde_scope_equal (scope, self->scope))
    return;

  g_clear_pointer (&self->scope, sonde_scope_unref);
  self->scope = scope != NULL ? sonde_scope_ref (scope) : NULL;

  start_matches (self);
  if (scope != NULL && (find_wanted (self) == SHOWN_SCOPE || self->shown == SHOWN_SCOPE))
    {
      g_autoptr (SondeQuery) query = make_query (NULL, scope);

      sonde_message_results_set_query (self->scoped, query);
    }
  show_answer (self);
}

static void
sonde_log_filter_constructed (GObject *object)
{
  SondeLogFilter *self = SONDE_LOG_FILTER (object);

  G_OBJECT_CLASS (sonde_log_filter_parent_class)->constructed (object);

  self->results = sonde_message_results_new (self->log);
  g_signal_connect_object (self->results, "notify::n-matches", G_CALLBACK (n_matches_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->results, "notify::scanning", G_CALLBACK (scanning_changed_cb), self, G_CONNECT_SWAPPED);

  self->scoped = sonde_message_results_new (self->log);
  g_signal_connect_object (self->scoped, "notify::n-matches", G_CALLBACK (scoped_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->scoped, "notify::scanning", G_CALLBACK (scoped_changed_cb), self, G_CONNECT_SWAPPED);
}

static void
sonde_log_filter_finalize (GObject *object)
{
  SondeLogFilter *self = SONDE_LOG_FILTER (object);

  g_clear_object (&self->results);
  g_clear_object (&self->scoped);
  g_clear_pointer (&self->query, sonde_query_unref);
  g_clear_pointer (&self->scope, sonde_scope_unref);
  g_clear_object (&self->log);
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->query_text, g_free);
  g_clear_pointer (&self->fault, g_free);

  G_OBJECT_CLASS (sonde_log_filter_parent_class)->finalize (object);
}

static void
sonde_log_filter_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  SondeLogFilter *self = SONDE_LOG_FILTER (object);

  switch (prop_id)
    {
    case PROP_TEXT:
      g_value_set_string (value, self->text);
      break;
    case PROP_FAULT:
      g_value_set_string (value, self->fault);
      break;
    case PROP_MODEL:
      g_value_set_object (value, sonde_log_filter_get_model (self));
      break;
    case PROP_N_MATCHES:
      g_value_set_uint (value, sonde_log_filter_get_n_matches (self));
      break;
    case PROP_N_SHOWN:
      g_value_set_uint (value, g_list_model_get_n_items (sonde_log_filter_get_model (self)));
      break;
    case PROP_SCANNING:
      g_value_set_boolean (value, sonde_log_filter_get_scanning (self));
      break;
    case PROP_HIGHLIGHTS:
      g_value_set_boolean (value, self->highlights);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_log_filter_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  SondeLogFilter *self = SONDE_LOG_FILTER (object);

  switch (prop_id)
    {
    case PROP_LOG:
      self->log = g_value_dup_object (value);
      break;
    case PROP_TEXT:
      sonde_log_filter_set_text (self, g_value_get_string (value));
      break;
    case PROP_HIGHLIGHTS:
      sonde_log_filter_set_highlights (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_log_filter_class_init (SondeLogFilterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = sonde_log_filter_constructed;
  object_class->finalize = sonde_log_filter_finalize;
  object_class->get_property = sonde_log_filter_get_property;
  object_class->set_property = sonde_log_filter_set_property;

  properties[PROP_LOG] =
    g_param_spec_object ("log", NULL, NULL, SONDE_TYPE_MESSAGE_LOG,
                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_TEXT] =
    g_param_spec_string ("text", NULL, NULL, "",
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_FAULT] =
    g_param_spec_string ("fault", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_MODEL] =
    g_param_spec_object ("model", NULL, NULL, G_TYPE_LIST_MODEL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_N_MATCHES] =
    g_param_spec_uint ("n-matches", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_N_SHOWN] =
    g_param_spec_uint ("n-shown", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SCANNING] =
    g_param_spec_boolean ("scanning", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_HIGHLIGHTS] =
    g_param_spec_boolean ("highlights", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[QUERY_CHANGED] =
    g_signal_new ("query-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
sonde_log_filter_init (SondeLogFilter *self)
{
  self->text = g_strdup ("");
}

SondeLogFilter *
sonde_log_filter_new (SondeMessageLog *log)
{
  g_return_val_if_fail (SONDE_IS_MESSAGE_LOG (log), NULL);

  return g_object_new (SONDE_TYPE_LOG_FILTER, "log", log, NULL);
}

static void
scope_changed_cb (SondeLogFilter     *self,
                  GParamSpec         *pspec,
                  SondeSubscriptions *subscriptions)
{
  sonde_log_filter_set_scope (self, sonde_subscriptions_get_scope (subscriptions));
}

SondeLogFilter *
sonde_log_filter_get_for (SondeConnection *connection)
{
  SondeLogFilter     *self;
  SondeSubscriptions *subscriptions;

  g_return_val_if_fail (SONDE_IS_CONNECTION (connection), NULL);

  self = g_object_get_data (G_OBJECT (connection), FILTER);
  if (self == NULL)
    {
      self = sonde_log_filter_new (sonde_connection_get_log (connection));
      g_object_set_data_full (G_OBJECT (connection), FILTER, self, g_object_unref);
      subscriptions = sonde_connection_get_subscriptions (connection);
      g_signal_connect_object (subscriptions, "notify::scope", G_CALLBACK (scope_changed_cb), self, G_CONNECT_SWAPPED);
      scope_changed_cb (self, NULL, subscriptions);
    }

  return self;
}

const char *
sonde_log_filter_get_text (SondeLogFilter *self)
{
  g_return_val_if_fail (SONDE_IS_LOG_FILTER (self), NULL);

  return self->text;
}

static void
take_fault (SondeLogFilter *self,
            const GError   *error)
{
  const char *fault = error != NULL ? error->message : NULL;

  if (g_strcmp0 (self->fault, fault) == 0)
    return;

  g_free (self->fault);
  self->fault = g_strdup (fault);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FAULT]);
}

void
sonde_log_filter_set_text (SondeLogFilter *self,
                           const char     *text)
{
  g_autoptr (SondeQuery) query = NULL;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (SONDE_IS_LOG_FILTER (self));

  text = text != NULL ? text : "";
  if (g_strcmp0 (self->text, text) == 0)
    return;

  g_free (self->text);
  self->text = g_strdup (text);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);

  query = sonde_query_parse (text, &self->fault_span, &error);
  take_fault (self, error);
  if (query == NULL)
    return;

  g_free (self->query_text);
  self->query_text = sonde_query_get_n_terms (query) > 0 ? g_strdup (text) : NULL;
  set_query (self, self->query_text != NULL ? query : NULL);
}

const char *
sonde_log_filter_get_fault (SondeLogFilter *self,
                            SondeQuerySpan *span)
{
  g_return_val_if_fail (SONDE_IS_LOG_FILTER (self), NULL);

  if (span != NULL)
    *span = self->fault_span;

  return self->fault;
}

SondeQuery *
sonde_log_filter_get_query (SondeLogFilter *self)
{
  g_return_val_if_fail (SONDE_IS_LOG_FILTER (self), NULL);

  return self->query;
}

SondeScope *
sonde_log_filter_get_scope (SondeLogFilter *self)
{
  g_return_val_if_fail (SONDE_IS_LOG_FILTER (self), NULL);

  return self->scope;
}

SondeQuery *
sonde_log_filter_dup_shown_query (SondeLogFilter *self)
{
  g_return_val_if_fail (SONDE_IS_LOG_FILTER (self), NULL);

  return make_query (self->highlights ? NULL : self->query, self->scope);
}

const char *
sonde_log_filter_get_query_text (SondeLogFilter *self)
{
  g_return_val_if_fail (SONDE_IS_LOG_FILTER (self), NULL);

  return self->query_text;
}

GListModel *
sonde_log_filter_get_model (SondeLogFilter *self)
{
  g_return_val_if_fail (SONDE_IS_LOG_FILTER (self), NULL);

  switch (self->shown)
    {
    case SHOWN_MATCHES:
      return G_LIST_MODEL (self->results);
    case SHOWN_SCOPE:
      return G_LIST_MODEL (self->scoped);
    case SHOWN_LOG:
    default:
      return G_LIST_MODEL (self->log);
    }
}

gboolean
sonde_log_filter_get_filtered (SondeLogFilter *self)
{
  g_return_val_if_fail (SONDE_IS_LOG_FILTER (self), FALSE);

  return self->shown != SHOWN_LOG;
}

guint
sonde_log_filter_get_n_matches (SondeLogFilter *self)
{
  g_return_val_if_fail (SONDE_IS_LOG_FILTER (self), 0);

  return sonde_message_results_get_n_matches (self->results);
}

gboolean
sonde_log_filter_get_scanning (SondeLogFilter *self)
{
  g_return_val_if_fail (SONDE_IS_LOG_FILTER (self), FALSE);

  return sonde_message_results_get_scanning (self->results);
}

gboolean
sonde_log_filter_get_position (SondeLogFilter *self,
                               guint64         serial,
                               guint          *position)
{
  g_return_val_if_fail (SONDE_IS_LOG_FILTER (self), FALSE);

  if (self->shown == SHOWN_LOG)
    return sonde_message_log_get_position (self->log, serial, position);

  return sonde_message_results_get_position (self->shown == SHOWN_SCOPE ? self->scoped : self->results, serial, position);
}

gboolean
sonde_log_filter_get_highlights (SondeLogFilter *self)
{
  g_return_val_if_fail (SONDE_IS_LOG_FILTER (self), FALSE);

  return self->highlights;
}

void
sonde_log_filter_set_highlights (SondeLogFilter *self,
                                 gboolean        highlights)
{
  g_return_if_fail (SONDE_IS_LOG_FILTER (self));

  if (self->highlights == highlights)
    return;

  self->highlights = highlights;
  start_scope (self);
  show_answer (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HIGHLIGHTS]);
}

gboolean
sonde_log_filter_is_marked (SondeLogFilter *self,
                            guint64         serial)
{
  guint match;

  g_return_val_if_fail (SONDE_IS_LOG_FILTER (self), FALSE);

  return self->highlights && sonde_log_filter_get_match (self, serial, &match);
}

gboolean
sonde_log_filter_get_match (SondeLogFilter *self,
                            guint64         serial,
                            guint          *match)
{
  g_return_val_if_fail (SONDE_IS_LOG_FILTER (self), FALSE);

  return sonde_message_results_get_position (self->results, serial, match);
}

SondeMatchFind
sonde_log_filter_find_match (SondeLogFilter   *self,
                             SondeMessageItem *from,
                             gboolean          forward,
                             guint64          *serial)
{
  guint    n_matches, match;
  gboolean found;

  g_return_val_if_fail (SONDE_IS_LOG_FILTER (self), SONDE_MATCH_NONE);
  g_return_val_if_fail (from == NULL || SONDE_IS_MESSAGE_ITEM (from), SONDE_MATCH_NONE);

  n_matches = sonde_log_filter_get_n_matches (self);
  if (n_matches == 0)
    return SONDE_MATCH_NONE;

  found = from != NULL &&
          sonde_message_results_find (self->results, sonde_message_item_get_serial (from), forward, &match);
  if (!found)
    match = forward ? 0 : n_matches - 1;
  *serial = sonde_message_results_get_serial (self->results, match);

  return found || from == NULL ? SONDE_MATCH_FOUND : SONDE_MATCH_WRAPPED;
}
