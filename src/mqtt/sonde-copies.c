/* sonde-copies.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-copies"

#include "sonde-copies.h"

#include "sonde-copy-ledger.h"
#include "sonde-properties.h"
#include "sonde-topic.h"

#include <sonde-keyed-hash.h>

#include <string.h>

/* Topics whose subscriptions are remembered, and different sets of these; a power of 2 */
#define MAX_TOPICS 8192
#define MAX_SETS 1024

typedef struct
{
  char    *filter;
  guint32  id;  /* as sent; 0: none */
  gboolean own; /* the identifier is ours */
  gboolean shared;
  gboolean retain_as_published;
  gboolean no_local;
  guint    n_asked; /* SUBSCRIBE without an answer yet */
} Subscription;

/* Of the subscriptions that match a topic, in the order they were made: those that can be told
 * apart, by their identifiers; 0 is the one without. */
typedef struct
{
  guint   n_slots; /* less than 2: there are no copies */
  guint32 ids[SONDE_COPY_SLOTS];
  guint32 as_published; /* a bit each */
} Set;

typedef struct
{
  guint64 topic; /* hash */
  guint   set;   /* index + 1; 0: not known */
} Line;

struct _SondeCopies
{
  GPtrArray  *subscriptions; /* of Subscription */
  GHashTable *by_filter;     /* filter: Subscription */
  guint       n_identified;
  guint       n_given; /* of the user’s identifiers, those that look like ours */

  GArray          *sets;  /* of Set */
  Line            *lines; /* by hash; %NULL until needed */
  SondeCopyLedger *ledger;
  guint64          key[2];
  GByteArray      *properties; /* of the last message, without what is ours */
};

static void
subscription_free (gpointer data)
{
  Subscription *subscription = data;

  g_free (subscription->filter);
  g_free (subscription);
}

SondeCopies *
sonde_copies_new (void)
{
  SondeCopies *self = g_new0 (SondeCopies, 1);

  self->subscriptions = g_ptr_array_new_with_free_func (subscription_free);
  self->by_filter = g_hash_table_new (g_str_hash, g_str_equal);
  self->sets = g_array_new (FALSE, FALSE, sizeof (Set));
  self->ledger = sonde_copy_ledger_new ();
  self->properties = g_byte_array_new ();
  for (guint i = 0; i < G_N_ELEMENTS (self->key); i++)
    self->key[i] = (guint64) g_random_int () << 32 | g_random_int ();

  return self;
}

void
sonde_copies_free (SondeCopies *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->by_filter);
  g_ptr_array_unref (self->subscriptions);
  g_array_unref (self->sets);
  g_free (self->lines);
  sonde_copy_ledger_free (self->ledger);
  g_byte_array_unref (self->properties);
  g_free (self);
}

/* ---- Subscriptions ---- */

/* They are others: what was derived of them is so no more. */
static void
forget_sets (SondeCopies *self)
{
  g_array_set_size (self->sets, 0);
  g_clear_pointer (&self->lines, g_free);
}

static void
set_id (SondeCopies  *self,
        Subscription *subscription,
        guint32       id,
        gboolean      own)
{
  self->n_identified -= subscription->id > 0;
  self->n_given -= subscription->id >= SONDE_OWN_SUBSCRIPTION_IDS && !subscription->own;
  subscription->id = id;
  subscription->own = own;
  self->n_identified += id > 0;
  self->n_given += id >= SONDE_OWN_SUBSCRIPTION_IDS && !own;
}

static void
subscribing (SondeCopies                 *self,
             const char                  *filter,
             const SondeSubscribeOptions *options)
{
  Subscription *subscription = g_hash_table_lookup (self->by_filter, filter);
  guint32       id = options->id > 0 ? options->id : options->own_id;

  if (subscription == NULL)
    {
      subscription = g_new0 (Subscription, 1);
      subscription->filter = g_strdup (filter);
      subscription->shared = sonde_topic_filter_is_shared (filter);
      g_ptr_array_add (self->subscriptions, subscription);
      g_hash_table_insert (self->by_filter, subscription->filter, subscription);
    }
  else if (subscription->id != id)
    {
      sonde_copy_ledger_clear (self->ledger); /* which knows it by another place */
    }

  set_id (self, subscription, id, options->id == 0);
  subscription->retain_as_published = options->retain_as_published;
  subscription->no_local = options->no_local;
  subscription->n_asked++;
}

void
sonde_copies_subscribing (SondeCopies                 *self,
                          GStrv                        filters,
                          const SondeSubscribeOptions *options)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; filters[i] != NULL; i++)
    subscribing (self, filters[i], options);
  forget_sets (self);
}

/* What others brought is no longer to be counted for one that gets no more: the ledger begins anew. */
static void
drop (SondeCopies  *self,
      Subscription *subscription)
{
  set_id (self, subscription, 0, FALSE);
  g_hash_table_remove (self->by_filter, subscription->filter);
  g_ptr_array_remove (self->subscriptions, subscription);
  forget_sets (self);
  sonde_copy_ledger_clear (self->ledger);
}

void
sonde_copies_answered (SondeCopies *self,
                       const char  *filter,
                       gboolean     granted)
{
  Subscription *subscription;

  g_return_if_fail (self != NULL);

  subscription = g_hash_table_lookup (self->by_filter, filter);
  if (subscription == NULL)
    return;

  if (subscription->n_asked > 0)
    subscription->n_asked--;
  if (!granted && subscription->n_asked == 0)
    drop (self, subscription);
}

void
sonde_copies_unsubscribed (SondeCopies *self,
                           const char  *filter)
{
  Subscription *subscription;

  g_return_if_fail (self != NULL);

  subscription = g_hash_table_lookup (self->by_filter, filter);
  if (subscription != NULL && subscription->n_asked == 0)
    drop (self, subscription);
}

void
sonde_copies_disconnected (SondeCopies *self)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < self->subscriptions->len; i++)
    ((Subscription *) self->subscriptions->pdata[i])->n_asked = 0;
}

void
sonde_copies_clear (SondeCopies *self)
{
  g_return_if_fail (self != NULL);

  g_hash_table_remove_all (self->by_filter);
  g_ptr_array_set_size (self->subscriptions, 0);
  self->n_identified = self->n_given = 0;
  forget_sets (self);
  sonde_copy_ledger_clear (self->ledger);
}

/* ---- Which of them match ---- */

/* Returns: SONDE_COPY_SLOTS where there is none */
static guint
find_slot (const Set *set,
           guint32    id)
{
  for (guint i = 0; i < set->n_slots; i++)
    if (set->ids[i] == id)
      return i;

  return SONDE_COPY_SLOTS;
}

static void
derive_set (SondeCopies        *self,
            const SondeMessage *message,
            Set                *set)
{
  memset (set, 0, sizeof *set);
  for (guint i = 0; i < self->subscriptions->len; i++)
    {
      const Subscription *subscription = self->subscriptions->pdata[i];
      guint               slot;

      /* With No Local one gets some of the messages only: others are no fewer for it. */
      if (subscription->shared || subscription->no_local ||
          !sonde_topic_filter_matches (subscription->filter, message->topic, message->topic_length))
        continue;

      slot = find_slot (set, subscription->id);
      if (slot == SONDE_COPY_SLOTS && set->n_slots == SONDE_COPY_SLOTS)
        {
          set->n_slots = 0;
          return;
        }
      if (slot == SONDE_COPY_SLOTS)
        set->ids[slot = set->n_slots++] = subscription->id;
      if (subscription->retain_as_published)
        set->as_published |= 1u << slot;
    }
}

/* Returns: the index of one that is equal */
static guint
keep_set (SondeCopies *self,
          const Set   *set)
{
  for (guint i = 0; i < self->sets->len; i++)
    if (memcmp (&g_array_index (self->sets, Set, i), set, sizeof *set) == 0)
      return i;

  g_array_append_vals (self->sets, set, 1);
  return self->sets->len - 1;
}

static const Set *
look_up_set (SondeCopies        *self,
             const SondeMessage *message,
             guint64             topic)
{
  Line *line;
  Set   set;

  if (self->sets->len >= MAX_SETS)
    forget_sets (self);
  if (self->lines == NULL)
    self->lines = g_new0 (Line, MAX_TOPICS);

  line = &self->lines[topic % MAX_TOPICS];
  if (line->set == 0 || line->topic != topic)
    {
      derive_set (self, message, &set);
      line->topic = topic;
      line->set = keep_set (self, &set) + 1;
    }

  return &g_array_index (self->sets, Set, line->set - 1);
}

/* ---- Messages ---- */

/* Those of @set that this copy is for: 3.3.2.3.8 */
static guint32
find_slots (const Set          *set,
            const SondeMessage *message)
{
  SondePropertyIter iter;
  SondeProperty     property;
  guint32           slots = 0;
  gboolean          any = FALSE;
  guint             slot;

  sonde_property_iter_init (&iter, message->properties, message->properties_size);
  while (sonde_property_iter_next (&iter, &property))
    if (property.id == SONDE_PROPERTY_SUBSCRIPTION_ID)
      {
        any = TRUE;
        slot = find_slot (set, property.number);
        if (slot < SONDE_COPY_SLOTS)
          slots |= 1u << slot;
      }

  slot = any ? SONDE_COPY_SLOTS : find_slot (set, 0);
  if (slot < SONDE_COPY_SLOTS)
    slots |= 1u << slot;

  return slots;
}

static gboolean
is_of_the_copy (guint8 id)
{
  return id == SONDE_PROPERTY_SUBSCRIPTION_ID || id == SONDE_PROPERTY_TOPIC_ALIAS || id == SONDE_PROPERTY_MESSAGE_EXPIRY;
}

/* @retain: whether the flag is the publisher's for all subscriptions */
static guint64
hash_content (SondeCopies        *self,
              const SondeMessage *message,
              guint64             topic,
              gboolean            retain)
{
  guint64           key[] = { self->key[0] ^ topic, self->key[1] ^ (retain && message->retain) };
  SondePropertyIter iter;
  SondeProperty     property;
  const guint8     *at;

  key[0] ^= sonde_keyed_hash (key, message->payload, message->payload_size);
  sonde_property_iter_init (&iter, message->properties, message->properties_size);
  for (at = iter.at; sonde_property_iter_next (&iter, &property); at = iter.at)
    if (!is_of_the_copy (property.id))
      key[0] ^= sonde_keyed_hash (key, at, iter.at - at);

  return key[0];
}

static gboolean
is_first (SondeCopies        *self,
          const SondeMessage *message)
{
  guint64    topic = sonde_keyed_hash (self->key, message->topic, message->topic_length);
  const Set *set = look_up_set (self, message, topic);
  guint32    slots;
  gboolean   all_as_published;

  if (set->n_slots < 2)
    return TRUE;

  slots = find_slots (set, message);
  /* Without Retain As Published the flag stands for what a subscription found retained (3.3.1.3). */
  if (slots == 0 || (message->retain && (slots & ~set->as_published) != 0))
    return TRUE;

  all_as_published = set->as_published == sonde_copy_slots_all (set->n_slots);
  return sonde_copy_ledger_add (self->ledger, hash_content (self, message, topic, all_as_published),
                                set->n_slots, slots, g_get_monotonic_time ());
}

/* Ours are known by their number alone, since messages may come that waited for an earlier run. */
static gboolean
is_ours (SondeCopies *self,
         guint32      id)
{
  if (id < SONDE_OWN_SUBSCRIPTION_IDS || self->n_given == 0)
    return id >= SONDE_OWN_SUBSCRIPTION_IDS;

  for (guint i = 0; i < self->subscriptions->len; i++)
    {
      const Subscription *subscription = self->subscriptions->pdata[i];

      if (subscription->id == id)
        return subscription->own;
    }

  return TRUE;
}

static gboolean
has_ours (SondeCopies        *self,
          const SondeMessage *message)
{
  SondePropertyIter iter;
  SondeProperty     property;

  sonde_property_iter_init (&iter, message->properties, message->properties_size);
  while (sonde_property_iter_next (&iter, &property))
    if (property.id == SONDE_PROPERTY_SUBSCRIPTION_ID && is_ours (self, property.number))
      return TRUE;

  return FALSE;
}

static void
take_out_ours (SondeCopies  *self,
               SondeMessage *message)
{
  SondePropertyIter iter;
  SondeProperty     property;
  const guint8     *at;

  g_byte_array_set_size (self->properties, 0);
  sonde_property_iter_init (&iter, message->properties, message->properties_size);
  for (at = iter.at; sonde_property_iter_next (&iter, &property); at = iter.at)
    if (property.id != SONDE_PROPERTY_SUBSCRIPTION_ID || !is_ours (self, property.number))
      g_byte_array_append (self->properties, at, iter.at - at);

  message->properties = self->properties->data;
  message->properties_size = self->properties->len;
}

gboolean
sonde_copies_is_new (SondeCopies  *self,
                     SondeMessage *message)
{
  g_return_val_if_fail (self != NULL, TRUE);
  g_return_val_if_fail (message != NULL, TRUE);

  if (self->n_identified > 0 && self->subscriptions->len > 1 && !is_first (self, message))
    return FALSE;

  if (message->properties_size > 0 && has_ours (self, message))
    take_out_ours (self, message);

  return TRUE;
}
