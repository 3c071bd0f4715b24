/* sonde-subscriptions.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-subscriptions"

#include "sonde-subscriptions-private.h"

#include <sonde-topic.h>

#define REFRESH_INTERVAL_MS 250

static void list_model_init (GListModelInterface *iface);

/* clang-format off */
G_DEFINE_FINAL_TYPE_WITH_CODE (SondeSubscriptions, sonde_subscriptions, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))
/* clang-format on */

enum
{
  PROP_SCOPE = 1,
  N_PROPS
};

enum
{
  LOOKS_CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint       signals[N_SIGNALS];

static void
match_set_free (MatchSet *set)
{
  if (set == NULL)
    return;

  g_ptr_array_unref (set->members);
  g_free (set);
}

void
sonde_subscriptions_forget (SondeSubscriptions *self)
{
  g_return_if_fail (SONDE_IS_SUBSCRIPTIONS (self));

  self->has_segment = FALSE;
  g_array_set_size (self->set_of_topic, 0);
  g_ptr_array_set_size (self->sets, 0);
  g_ptr_array_add (self->sets, NULL);
}

static gboolean
has_members (const MatchSet  *set,
             const GPtrArray *members)
{
  return set->members->len == members->len &&
         (members->len == 0 ||
          memcmp (set->members->pdata, members->pdata, members->len * sizeof (gpointer)) == 0);
}

/* Takes @members. */
static guint
ensure_set (SondeSubscriptions *self,
            GPtrArray          *members)
{
  g_autoptr (GPtrArray) owned = members;
  MatchSet *set;

  for (guint i = 1; i < self->sets->len; i++)
    if (has_members (g_ptr_array_index (self->sets, i), members))
      return i;

  set = g_new0 (MatchSet, 1);
  set->members = g_steal_pointer (&owned);
  g_ptr_array_add (self->sets, set);
  return self->sets->len - 1;
}

static guint
find_set (SondeSubscriptions      *self,
          const SondeSegmentTopic *topic)
{
  g_autoptr (GPtrArray) members = g_ptr_array_new ();

  for (guint i = 0; i < self->items->len; i++)
    {
      SondeSubscription *item = g_ptr_array_index (self->items, i);

      if (sonde_topic_filter_matches (sonde_subscription_get_filter (item), topic->name, topic->length))
        g_ptr_array_add (members, item);
    }

  sonde_topic_set_add (self->topics, topic->name, topic->length);
  if (members->len == 0)
    sonde_differences_received_astray (self->differences, topic->name, topic->length);

  return ensure_set (self, g_steal_pointer (&members));
}

static MatchSet *
look_up_set (SondeSubscriptions      *self,
             const SondeSegmentTopic *topic)
{
  guint *index;

  if (topic->number >= self->set_of_topic->len)
    g_array_set_size (self->set_of_topic, topic->number + 1);

  index = &g_array_index (self->set_of_topic, guint, topic->number);
  if (*index == 0)
    *index = find_set (self, topic);
  return g_ptr_array_index (self->sets, *index);
}

static void
count_record (SondeSubscriptions *self,
              SondeSegment       *segment,
              const SondeRecord  *record)
{
  const SondeSegmentTopic *topic = sonde_segment_get_topic (segment, record);
  gboolean                 retain = (record->flags & SONDE_RECORD_RETAIN) != 0;
  MatchSet                *set;

  if (sonde_record_get_kind (record) == SONDE_MESSAGE_RECEIVED)
    {
      set = look_up_set (self, topic);
      set->pending++;
      set->time = record->time;
      if (retain)
        sonde_differences_received_retained (self->differences, set->members);
    }
  else if (retain)
    {
      sonde_differences_sent_retained (self->differences, topic->name, record->payload_size);
    }
}

static gboolean
refresh_cb (gpointer user_data)
{
  SondeSubscriptions *self = user_data;
  gint64              now = g_get_monotonic_time ();
  gboolean            busy = FALSE;

  for (guint i = 0; i < self->items->len; i++)
    busy |= sonde_subscription_refresh (g_ptr_array_index (self->items, i), now);

  if (busy)
    return G_SOURCE_CONTINUE;

  /* An idle program sleeps. */
  self->refresh_source = 0;
  return G_SOURCE_REMOVE;
}

void
sonde_subscriptions_count (SondeSubscriptions *self,
                           SondeSegment       *segment,
                           guint               first,
                           guint               end)
{
  gint64 now = g_get_monotonic_time ();

  g_return_if_fail (SONDE_IS_SUBSCRIPTIONS (self));
  g_return_if_fail (first <= end);

  if (!self->has_segment || self->segment_serial != segment->first_serial)
    {
      g_array_set_size (self->set_of_topic, 0);
      self->segment_serial = segment->first_serial;
      self->has_segment = TRUE;
    }

  for (guint i = first; i < end; i++)
    count_record (self, segment, sonde_segment_get_record (segment, i));

  for (guint i = 1; i < self->sets->len; i++)
    {
      MatchSet *set = g_ptr_array_index (self->sets, i);

      for (guint j = 0; set->pending > 0 && j < set->members->len; j++)
        sonde_subscription_add_count (g_ptr_array_index (set->members, j), set->pending, now,
                                      segment->began_at + set->time);
      set->pending = 0;
    }

  if (self->refresh_source == 0 && self->items->len > 0)
    {
      refresh_cb (self);
      self->refresh_source = g_timeout_add (REFRESH_INTERVAL_MS, refresh_cb, self);
    }
}

static void
update_grant (SondeSubscriptions *self,
              SondeSubscription  *item)
{
  guint8     code = 0;
  SondeGrant grant = sonde_session_get_grant (self->session, sonde_subscription_get_filter (item), &code);
  gboolean   answered = sonde_subscription_get_grant (item) == SONDE_GRANT_PENDING && grant == SONDE_GRANT_GRANTED;

  sonde_subscription_set_grant (item, grant, code, sonde_session_get_version (self->session));
  if (answered)
    sonde_differences_granted (self->differences, item);
}

static void
filter_changed_cb (SondeSession       *session,
                   const char         *filter,
                   SondeSubscriptions *self)
{
  SondeSubscription *item = sonde_subscriptions_find (self, filter);
  guint8             code = 0;

  /* The broker holds it and we did not know: a persistent session of before. */
  if (item == NULL && !g_hash_table_contains (self->holds, filter) &&
      sonde_session_get_grant (session, filter, &code) == SONDE_GRANT_GRANTED)
    item = sonde_subscriptions_add (self, filter, MIN (code, 2));

  if (item != NULL)
    update_grant (self, item);
}

static void
state_cb (SondeSubscriptions *self)
{
  gboolean online = sonde_session_get_state (self->session) == SONDE_STATE_ONLINE;

  for (guint i = 0; i < self->items->len; i++)
    sonde_subscription_set_online (g_ptr_array_index (self->items, i), online);
}

static guint
choose_color (SondeSubscriptions *self)
{
  guint used[SONDE_N_COLORS] = { 0 };
  guint best = 0;

  for (guint i = 0; i < self->items->len; i++)
    used[sonde_subscription_get_color (g_ptr_array_index (self->items, i)) % SONDE_N_COLORS]++;

  for (guint i = 1; i < SONDE_N_COLORS; i++)
    if (used[i] < used[best])
      best = i;

  return best;
}

static void
append (SondeSubscriptions *self,
        SondeSubscription  *item)
{
  sonde_subscription_set_online (item, sonde_session_get_state (self->session) == SONDE_STATE_ONLINE);
  g_ptr_array_add (self->items, item);
  sonde_subscriptions_forget (self);
  g_list_model_items_changed (G_LIST_MODEL (self), self->items->len - 1, 0, 1);
  sonde_subscriptions_update_scope (self);
}

static GType
get_item_type (GListModel *model)
{
  return SONDE_TYPE_SUBSCRIPTION;
}

static guint
get_n_items (GListModel *model)
{
  return SONDE_SUBSCRIPTIONS (model)->items->len;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  SondeSubscriptions *self = SONDE_SUBSCRIPTIONS (model);

  if (position >= self->items->len)
    return NULL;
  return g_object_ref (g_ptr_array_index (self->items, position));
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
sonde_subscriptions_dispose (GObject *object)
{
  SondeSubscriptions *self = SONDE_SUBSCRIPTIONS (object);

  g_clear_handle_id (&self->refresh_source, g_source_remove);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (sonde_subscriptions_parent_class)->dispose (object);
}

static void
sonde_subscriptions_finalize (GObject *object)
{
  SondeSubscriptions *self = SONDE_SUBSCRIPTIONS (object);

  g_clear_pointer (&self->sets, g_ptr_array_unref);
  g_clear_pointer (&self->set_of_topic, g_array_unref);
  g_clear_pointer (&self->topics, sonde_topic_set_free);
  g_clear_pointer (&self->differences, sonde_differences_free);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_pointer (&self->scope, sonde_scope_unref);
  g_clear_pointer (&self->holds, g_hash_table_unref);

  G_OBJECT_CLASS (sonde_subscriptions_parent_class)->finalize (object);
}

static void
sonde_subscriptions_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  SondeSubscriptions *self = SONDE_SUBSCRIPTIONS (object);

  switch (prop_id)
    {
    case PROP_SCOPE:
      g_value_set_boxed (value, self->scope);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_subscriptions_class_init (SondeSubscriptionsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = sonde_subscriptions_get_property;
  object_class->dispose = sonde_subscriptions_dispose;
  object_class->finalize = sonde_subscriptions_finalize;

  properties[PROP_SCOPE] = g_param_spec_boxed ("scope", NULL, NULL, SONDE_TYPE_SCOPE,
                                               G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[LOOKS_CHANGED] = g_signal_new ("looks-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

void
sonde_subscriptions_notify_scope (SondeSubscriptions *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SCOPE]);
}

void
sonde_subscriptions_looks_changed (SondeSubscriptions *self)
{
  g_signal_emit (self, signals[LOOKS_CHANGED], 0);
}

static void
sonde_subscriptions_init (SondeSubscriptions *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->differences = sonde_differences_new (self->items);
  self->topics = sonde_topic_set_new ();
  self->holds = sonde_subscriptions_new_holds ();
  self->set_of_topic = g_array_new (FALSE, TRUE, sizeof (guint));
  self->sets = g_ptr_array_new_with_free_func ((GDestroyNotify) match_set_free);
  sonde_subscriptions_forget (self);
}

SondeSubscriptions *
sonde_subscriptions_new (SondeSession       *session,
                         const SondeProfile *profile)
{
  SondeSubscriptions *self;

  g_return_val_if_fail (SONDE_IS_SESSION (session), NULL);

  self = g_object_new (SONDE_TYPE_SUBSCRIPTIONS, NULL);
  self->session = g_object_ref (session);
  g_signal_connect_object (session, "filter-changed", G_CALLBACK (filter_changed_cb), self, 0);
  g_signal_connect_object (session, "notify::state", G_CALLBACK (state_cb), self, G_CONNECT_SWAPPED);

  for (guint i = 0; i < profile->subscriptions->len; i++)
    append (self, sonde_subscription_new (g_ptr_array_index (profile->subscriptions, i)));
  return self;
}

SondeSubscription *
sonde_subscriptions_find (SondeSubscriptions *self,
                          const char         *filter)
{
  g_return_val_if_fail (SONDE_IS_SUBSCRIPTIONS (self), NULL);
  g_return_val_if_fail (filter != NULL, NULL);

  for (guint i = 0; i < self->items->len; i++)
    {
      SondeSubscription *item = g_ptr_array_index (self->items, i);

      if (strcmp (sonde_subscription_get_filter (item), filter) == 0)
        return item;
    }
  return NULL;
}

SondeSubscription *
sonde_subscriptions_add (SondeSubscriptions *self,
                         const char         *filter,
                         guint               qos)
{
  SondeSubscription *item = sonde_subscriptions_find (self, filter);

  g_return_val_if_fail (qos <= 2, NULL);

  sonde_subscriptions_adopted (self, filter);
  if (item == NULL)
    {
      g_autoptr (SondeWanted) wanted = sonde_wanted_new (filter, qos, choose_color (self));

      item = sonde_subscription_new (wanted);
      append (self, item);
    }
  else
    {
      g_autoptr (SondeWanted) wanted = sonde_wanted_copy (sonde_subscription_get_wanted (item));

      wanted->options.qos = qos;
      sonde_subscription_set_wanted (item, wanted);
    }
  return item;
}

void
sonde_subscriptions_remove (SondeSubscriptions *self,
                            const char         *filter)
{
  SondeSubscription *item = sonde_subscriptions_find (self, filter);
  guint              position;

  if (item == NULL || !g_ptr_array_find (self->items, item, &position))
    return;

  sonde_subscriptions_abandoned (self, filter);
  g_ptr_array_remove_index (self->items, position);
  sonde_subscriptions_forget (self);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
  sonde_subscriptions_update_scope (self);
}

void
sonde_subscriptions_restore (SondeSubscriptions *self,
                             SondeSubscription  *item)
{
  sonde_subscriptions_adopted (self, sonde_subscription_get_filter (item));
  append (self, g_object_ref (item));
  update_grant (self, item);
}

SondeTopicSet *
sonde_subscriptions_get_topics (SondeSubscriptions *self)
{
  g_return_val_if_fail (SONDE_IS_SUBSCRIPTIONS (self), NULL);

  return self->topics;
}

SondeSubscription *
sonde_subscriptions_match (SondeSubscriptions *self,
                           const char         *topic,
                           gsize               length)
{
  g_return_val_if_fail (SONDE_IS_SUBSCRIPTIONS (self), NULL);

  for (guint i = 0; i < self->items->len; i++)
    {
      SondeSubscription *item = g_ptr_array_index (self->items, i);

      if (sonde_topic_filter_matches (sonde_subscription_get_filter (item), topic, length))
        return item;
    }
  return NULL;
}
