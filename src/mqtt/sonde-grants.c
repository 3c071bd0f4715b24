/* sonde-grants.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-grants"

#include "sonde-grants.h"

#include "sonde-overlaps.h"

#include <string.h>

#define FIRST_FAILURE 0x80
#define UNSPECIFIED_ERROR 0x80

/* Type and Remaining Length, packet id, Property Length; a filter's length and options (3.8, 3.10) */
#define PACKET_OVERHEAD (5 + 2 + 4)
#define FILTER_OVERHEAD (2 + 1)

/* A Subscription Identifier of ours: its name, and four bytes */
#define OWN_ID_SIZE (1 + 4)

typedef struct
{
  char                 *filter;
  gboolean              wanted;
  SondeSubscribeOptions options; /* wanted, or wanted last */
  gboolean              held;    /* by the broker's session, perhaps */
  gboolean              held_known;
  SondeSubscribeOptions held_options; /* as asked for, where held_known */
  guint                 token;        /* of the last command, 0 when it is answered */
  guint                 place;        /* among the filters of that packet */
  SondeSubscribeOptions sent_options;
  SondeGrant            state;
  guint8                code;
  guint                 order; /* filters are sent in the order they were wanted */
} Grant;

struct _SondeGrants
{
  GHashTable *by_filter; /* owns them */
  guint       n_ever;
  gboolean    only_qos; /* MQTT 3 knows no other options */
  gboolean    identifiers;
  guint32     n_own_ids; /* ever given */
  gsize       packet_size;
};

static void
grant_free (gpointer data)
{
  Grant *grant = data;

  g_free (grant->filter);
  sonde_subscribe_options_clear (&grant->options);
  sonde_subscribe_options_clear (&grant->held_options);
  sonde_subscribe_options_clear (&grant->sent_options);
  g_free (grant);
}

static void
step_free (gpointer data)
{
  SondeGrantStep *step = data;

  g_ptr_array_unref (step->filters);
  sonde_subscribe_options_clear (&step->options);
  g_free (step);
}

SondeGrants *
sonde_grants_new (void)
{
  SondeGrants *self = g_new0 (SondeGrants, 1);

  self->by_filter = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, grant_free);
  self->packet_size = G_MAXSIZE;

  return self;
}

void
sonde_grants_free (SondeGrants *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->by_filter);
  g_free (self);
}

void
sonde_grants_set_limits (SondeGrants     *self,
                         SondeMqttVersion version,
                         gsize            packet_size,
                         gboolean         identifiers)
{
  g_return_if_fail (self != NULL);

  self->only_qos = version != SONDE_MQTT_5;
  self->identifiers = identifiers && !self->only_qos;
  self->packet_size = packet_size;
}

/* Whether one SUBSCRIBE could be for both. */
static gboolean
are_same (SondeGrants                 *self,
          const SondeSubscribeOptions *a,
          const SondeSubscribeOptions *b)
{
  return self->only_qos ? a->qos == b->qos : sonde_subscribe_options_equal (a, b);
}

static Grant *
ensure_grant (SondeGrants *self,
              const char  *filter)
{
  Grant *grant = g_hash_table_lookup (self->by_filter, filter);

  if (grant != NULL)
    return grant;

  grant = g_new0 (Grant, 1);
  grant->filter = g_strdup (filter);
  sonde_subscribe_options_init (&grant->options, 0);
  sonde_subscribe_options_init (&grant->held_options, 0);
  sonde_subscribe_options_init (&grant->sent_options, 0);
  grant->order = self->n_ever++;
  g_hash_table_insert (self->by_filter, grant->filter, grant);

  return grant;
}

void
sonde_grants_want (SondeGrants                 *self,
                   const char                  *filter,
                   const SondeSubscribeOptions *options)
{
  Grant  *grant;
  guint32 own_id;

  g_return_if_fail (self != NULL);
  g_return_if_fail (filter != NULL);

  grant = ensure_grant (self, filter);
  grant->wanted = TRUE;
  own_id = grant->options.own_id;
  sonde_subscribe_options_set (&grant->options, options);
  grant->options.own_id = options->id > 0 ? 0 : own_id;
}

void
sonde_grants_drop (SondeGrants *self,
                   const char  *filter)
{
  Grant *grant;

  g_return_if_fail (self != NULL);
  g_return_if_fail (filter != NULL);

  grant = ensure_grant (self, filter);
  grant->wanted = FALSE;
  grant->state = SONDE_GRANT_NONE;
  grant->held = TRUE;
  grant->held_known = FALSE;
}

gboolean
sonde_grants_may_hold (SondeGrants *self,
                       const char  *filter)
{
  const Grant *grant;

  g_return_val_if_fail (self != NULL, FALSE);

  grant = g_hash_table_lookup (self->by_filter, filter);

  return grant != NULL && (grant->held || grant->token != 0);
}

SondeGrant
sonde_grants_get (SondeGrants *self,
                  const char  *filter,
                  guint8      *code)
{
  Grant *grant;

  g_return_val_if_fail (self != NULL, SONDE_GRANT_NONE);

  grant = g_hash_table_lookup (self->by_filter, filter);
  if (code != NULL)
    *code = grant != NULL && grant->wanted ? grant->code : 0;

  return grant != NULL && grant->wanted ? grant->state : SONDE_GRANT_NONE;
}

static int
compare_order (gconstpointer a,
               gconstpointer b)
{
  const Grant *one = *(const Grant *const *) a;
  const Grant *other = *(const Grant *const *) b;

  return (one->order > other->order) - (one->order < other->order);
}

static GPtrArray *
list_in_order (SondeGrants *self)
{
  GPtrArray     *grants = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer       value;

  g_hash_table_iter_init (&iter, self->by_filter);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_ptr_array_add (grants, value);
  g_ptr_array_sort (grants, compare_order);

  return grants;
}

/* ---- Identifiers of our own ---- */

static gboolean
has_id (const Grant *grant)
{
  return grant->options.id > 0 || grant->options.own_id > 0;
}

static gsize
subscribe_size (const Grant *grant)
{
  return PACKET_OVERHEAD + FILTER_OVERHEAD + strlen (grant->filter) +
         sonde_subscribe_options_get_properties_size (&grant->options);
}

static gboolean
may_have_own_id (SondeGrants *self,
                 const Grant *grant)
{
  return self->identifiers &&
         self->n_own_ids < SONDE_MAX_SUBSCRIPTION_ID - SONDE_OWN_SUBSCRIPTION_IDS &&
         subscribe_size (grant) + OWN_ID_SIZE <= self->packet_size;
}

/* Those of @asked, for which SUBSCRIBE is to be sent, that may get one; the others lose what they had. */
static GPtrArray *
list_candidates (SondeGrants     *self,
                 const GPtrArray *asked)
{
  GPtrArray *candidates = g_ptr_array_new ();

  for (guint i = 0; i < asked->len; i++)
    {
      Grant *grant = asked->pdata[i];

      if (!may_have_own_id (self, grant))
        grant->options.own_id = 0;
      else if (!has_id (grant))
        g_ptr_array_add (candidates, grant);
    }

  return candidates;
}

static void
give_own_ids (SondeGrants     *self,
              const GPtrArray *asked)
{
  g_autoptr (GPtrArray) candidates = list_candidates (self, asked);
  g_autoptr (GHashTable) filters = g_hash_table_new (NULL, NULL);
  g_autoptr (GPtrArray) places = g_ptr_array_new ();
  g_autoptr (GPtrArray) plain = g_ptr_array_new ();
  g_autofree gboolean *chosen = NULL;
  GHashTableIter       iter;
  gpointer             value;

  if (candidates->len == 0)
    return;

  for (guint i = 0; i < candidates->len; i++)
    {
      Grant *grant = candidates->pdata[i];

      g_hash_table_add (filters, grant->filter);
      g_ptr_array_add (places, grant->filter);
    }
  g_hash_table_iter_init (&iter, self->by_filter);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const Grant *grant = value;

      if (grant->wanted && !has_id (grant) && !g_hash_table_contains (filters, grant->filter))
        g_ptr_array_add (plain, grant->filter);
    }

  chosen = sonde_overlaps_choose (plain, places);
  for (guint i = 0; i < candidates->len; i++)
    if (chosen[i])
      ((Grant *) candidates->pdata[i])->options.own_id = SONDE_OWN_SUBSCRIPTION_IDS + self->n_own_ids++;
}

/* ---- What to send ---- */

static SondeGrantStep *
find_step (SondeGrants *self,
           GPtrArray   *plan,
           const Grant *grant,
           gboolean     subscribe,
           gsize        size)
{
  for (guint i = 0; i < plan->len; i++)
    {
      SondeGrantStep *step = g_ptr_array_index (plan, i);

      if (step->subscribe == subscribe && step->size + size <= self->packet_size &&
          (!subscribe || are_same (self, &step->options, &grant->options)))
        return step;
    }

  return NULL;
}

static void
add_to_plan (SondeGrants *self,
             GPtrArray   *plan,
             const Grant *grant,
             gboolean     subscribe)
{
  gsize           size = FILTER_OVERHEAD + strlen (grant->filter);
  gboolean        alone = subscribe && grant->options.own_id > 0;
  SondeGrantStep *step = alone ? NULL : find_step (self, plan, grant, subscribe, size);

  if (step == NULL)
    {
      step = g_new0 (SondeGrantStep, 1);
      step->filters = g_ptr_array_new_with_free_func (g_free);
      step->subscribe = subscribe;
      step->size = PACKET_OVERHEAD;
      sonde_subscribe_options_set (&step->options, &grant->options);
      if (subscribe && !self->only_qos)
        step->size += sonde_subscribe_options_get_properties_size (&grant->options);
      g_ptr_array_add (plan, step);
    }

  step->size += size;
  g_ptr_array_add (step->filters, g_strdup (grant->filter));
}

static gboolean
lacks (SondeGrants *self,
       const Grant *grant)
{
  return !grant->held || !grant->held_known || !are_same (self, &grant->held_options, &grant->options);
}

GPtrArray *
sonde_grants_plan (SondeGrants *self,
                   gboolean     session_present)
{
  g_autoptr (GPtrArray) grants = NULL;
  g_autoptr (GPtrArray) asked = g_ptr_array_new ();
  GPtrArray *plan = g_ptr_array_new_with_free_func (step_free);

  g_return_val_if_fail (self != NULL, plan);

  if (!session_present)
    sonde_grants_disconnected (self, FALSE);

  grants = list_in_order (self);
  for (guint i = 0; i < grants->len; i++)
    {
      const Grant *grant = grants->pdata[i];

      if (!grant->wanted && grant->held)
        add_to_plan (self, plan, grant, FALSE);
      if (grant->wanted && lacks (self, grant))
        g_ptr_array_add (asked, grants->pdata[i]);
    }

  give_own_ids (self, asked);
  for (guint i = 0; i < asked->len; i++)
    add_to_plan (self, plan, asked->pdata[i], TRUE);

  return plan;
}

GPtrArray *
sonde_grants_plan_for (SondeGrants *self,
                       GStrv        filters)
{
  g_autoptr (GPtrArray) asked = g_ptr_array_new ();
  GPtrArray *plan = g_ptr_array_new_with_free_func (step_free);

  g_return_val_if_fail (self != NULL, plan);

  for (guint i = 0; filters[i] != NULL; i++)
    {
      Grant *grant = g_hash_table_lookup (self->by_filter, filters[i]);

      if (grant != NULL && grant->wanted)
        g_ptr_array_add (asked, grant);
      else if (grant != NULL)
        add_to_plan (self, plan, grant, FALSE);
    }

  give_own_ids (self, asked);
  for (guint i = 0; i < asked->len; i++)
    add_to_plan (self, plan, asked->pdata[i], TRUE);

  return plan;
}

void
sonde_grants_sent (SondeGrants                 *self,
                   GStrv                        filters,
                   const SondeSubscribeOptions *options,
                   guint                        token)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; filters[i] != NULL; i++)
    {
      Grant *grant = g_hash_table_lookup (self->by_filter, filters[i]);

      if (grant == NULL)
        continue;

      grant->token = token;
      grant->place = i;
      grant->held = TRUE;
      grant->held_known = FALSE;
      if (options != NULL)
        {
          sonde_subscribe_options_set (&grant->sent_options, options);
          grant->state = SONDE_GRANT_PENDING;
        }
    }
}

void
sonde_grants_refused (SondeGrants *self,
                      const char  *filter,
                      guint8       code)
{
  Grant *grant;

  g_return_if_fail (self != NULL);

  grant = g_hash_table_lookup (self->by_filter, filter);
  if (grant == NULL)
    return;

  grant->token = 0;
  grant->code = code;
  grant->state = SONDE_GRANT_REFUSED;
}

static GPtrArray *
list_of_token (SondeGrants *self,
               guint        token)
{
  GPtrArray *grants = list_in_order (self);

  for (guint i = grants->len; i > 0; i--)
    if (((Grant *) grants->pdata[i - 1])->token != token)
      g_ptr_array_remove_index (grants, i - 1);

  return grants;
}

static void
note_subscribed (Grant        *grant,
                 const guint8 *codes,
                 gsize         n_codes)
{
  grant->token = 0;
  /* An answer without a word for it is none that one may trust. */
  grant->code = grant->place < n_codes ? codes[grant->place] : UNSPECIFIED_ERROR;
  grant->held = grant->code < FIRST_FAILURE;
  grant->held_known = TRUE;
  sonde_subscribe_options_set (&grant->held_options, &grant->sent_options);
  grant->state = grant->held ? SONDE_GRANT_GRANTED : SONDE_GRANT_REFUSED;
}

GStrv
sonde_grants_subscribed (SondeGrants  *self,
                         guint         token,
                         const guint8 *codes,
                         gsize         n_codes)
{
  g_autoptr (GPtrArray) grants = NULL;
  g_autoptr (GStrvBuilder) filters = g_strv_builder_new ();

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (token != 0, NULL);

  grants = list_of_token (self, token);
  for (guint i = 0; i < grants->len; i++)
    {
      note_subscribed (grants->pdata[i], codes, n_codes);
      g_strv_builder_add (filters, ((Grant *) grants->pdata[i])->filter);
    }

  return g_strv_builder_end (filters);
}

GStrv
sonde_grants_unsubscribed (SondeGrants  *self,
                           guint         token,
                           const guint8 *codes,
                           gsize         n_codes)
{
  g_autoptr (GPtrArray) grants = NULL;
  g_autoptr (GStrvBuilder) filters = g_strv_builder_new ();

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (token != 0, NULL);

  grants = list_of_token (self, token);
  for (guint i = 0; i < grants->len; i++)
    {
      Grant *grant = grants->pdata[i];

      g_strv_builder_add (filters, grant->filter);
      grant->token = 0;
      /* MQTT 3's UNSUBACK has no codes: it can only succeed (3.11). */
      grant->held = grant->place < n_codes && codes[grant->place] >= FIRST_FAILURE;
      if (!grant->held && !grant->wanted)
        g_hash_table_remove (self->by_filter, grant->filter);
    }

  return g_strv_builder_end (filters);
}

void
sonde_grants_disconnected (SondeGrants *self,
                           gboolean     session_lasts)
{
  GHashTableIter iter;
  gpointer       value;

  g_return_if_fail (self != NULL);

  g_hash_table_iter_init (&iter, self->by_filter);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Grant *grant = value;

      grant->token = 0;
      if (!session_lasts)
        grant->held = FALSE;
      if (!grant->held || !grant->held_known)
        grant->state = SONDE_GRANT_NONE;
      if (!grant->held && !grant->wanted)
        g_hash_table_iter_remove (&iter);
    }
}

GStrv
sonde_grants_list (SondeGrants *self)
{
  g_autoptr (GPtrArray) grants = NULL;
  GPtrArray *filters = g_ptr_array_new ();

  g_return_val_if_fail (self != NULL, NULL);

  grants = list_in_order (self);
  for (guint i = 0; i < grants->len; i++)
    g_ptr_array_add (filters, g_strdup (((Grant *) grants->pdata[i])->filter));
  g_ptr_array_add (filters, NULL);

  return (GStrv) g_ptr_array_free (filters, FALSE);
}
