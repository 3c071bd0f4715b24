/* sonde-grants.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-grants"

#include "sonde-grants.h"

/* Sent, and not answered before the connection ended */
#define QOS_UNKNOWN 0xff

#define FIRST_FAILURE 0x80

typedef struct
{
  char      *filter;
  gboolean   wanted;
  guint8     wanted_qos;
  gboolean   held;     /* by the broker's session, perhaps */
  guint8     held_qos; /* as asked for, or QOS_UNKNOWN */
  guint      token;    /* of the last command, 0 when it is answered */
  guint8     sent_qos;
  SondeGrant state;
  guint8     code;
  guint      order; /* filters are sent in the order they were wanted */
} Grant;

struct _SondeGrants
{
  GHashTable *by_filter; /* owns them */
  guint       n_ever;
};

static void
grant_free (gpointer data)
{
  Grant *grant = data;

  g_free (grant->filter);
  g_free (grant);
}

static void
step_free (gpointer data)
{
  SondeGrantStep *step = data;

  g_free (step->filter);
  g_free (step);
}

SondeGrants *
sonde_grants_new (void)
{
  SondeGrants *self = g_new0 (SondeGrants, 1);

  self->by_filter = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, grant_free);

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

static Grant *
ensure_grant (SondeGrants *self,
              const char  *filter)
{
  Grant *grant = g_hash_table_lookup (self->by_filter, filter);

  if (grant != NULL)
    return grant;

  grant = g_new0 (Grant, 1);
  grant->filter = g_strdup (filter);
  grant->order = self->n_ever++;
  g_hash_table_insert (self->by_filter, grant->filter, grant);

  return grant;
}

void
sonde_grants_want (SondeGrants *self,
                   const char  *filter,
                   guint8       qos)
{
  Grant *grant;

  g_return_if_fail (self != NULL);
  g_return_if_fail (filter != NULL);

  grant = ensure_grant (self, filter);
  grant->wanted = TRUE;
  grant->wanted_qos = qos;
}

void
sonde_grants_unwant (SondeGrants *self,
                     const char  *filter)
{
  Grant *grant;

  g_return_if_fail (self != NULL);
  g_return_if_fail (filter != NULL);

  grant = g_hash_table_lookup (self->by_filter, filter);
  if (grant == NULL)
    return;

  grant->wanted = FALSE;
  grant->state = SONDE_GRANT_NONE;
  if (!grant->held && grant->token == 0)
    g_hash_table_remove (self->by_filter, filter);
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
  grant->held_qos = QOS_UNKNOWN;
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

static void
add_step (GPtrArray   *plan,
          const Grant *grant,
          gboolean     subscribe)
{
  SondeGrantStep *step = g_new0 (SondeGrantStep, 1);

  step->filter = g_strdup (grant->filter);
  step->qos = grant->wanted_qos;
  step->subscribe = subscribe;
  g_ptr_array_add (plan, step);
}

GPtrArray *
sonde_grants_plan (SondeGrants *self,
                   gboolean     session_present)
{
  g_autoptr (GPtrArray) grants = NULL;
  GPtrArray *plan = g_ptr_array_new_with_free_func (step_free);

  g_return_val_if_fail (self != NULL, plan);

  if (!session_present)
    sonde_grants_disconnected (self, FALSE);

  grants = list_in_order (self);
  for (guint i = 0; i < grants->len; i++)
    {
      const Grant *grant = grants->pdata[i];

      if (!grant->wanted && grant->held)
        add_step (plan, grant, FALSE);
    }
  for (guint i = 0; i < grants->len; i++)
    {
      const Grant *grant = grants->pdata[i];

      if (grant->wanted && (!grant->held || grant->held_qos != grant->wanted_qos))
        add_step (plan, grant, TRUE);
    }

  return plan;
}

void
sonde_grants_get_step (SondeGrants    *self,
                       const char     *filter,
                       SondeGrantStep *step)
{
  const Grant *grant;

  g_return_if_fail (self != NULL);

  grant = g_hash_table_lookup (self->by_filter, filter);
  step->filter = (char *) filter;
  step->subscribe = grant != NULL && grant->wanted;
  step->qos = grant != NULL ? grant->wanted_qos : 0;
}

void
sonde_grants_sent (SondeGrants          *self,
                   const SondeGrantStep *step,
                   guint                 token)
{
  Grant *grant;

  g_return_if_fail (self != NULL);

  grant = g_hash_table_lookup (self->by_filter, step->filter);
  if (grant == NULL)
    return;

  grant->token = token;
  grant->held = TRUE;
  grant->held_qos = QOS_UNKNOWN;
  if (step->subscribe)
    {
      grant->sent_qos = step->qos;
      grant->state = SONDE_GRANT_PENDING;
    }
}

static Grant *
find_token (SondeGrants *self,
            guint        token)
{
  GHashTableIter iter;
  gpointer       value;

  g_hash_table_iter_init (&iter, self->by_filter);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (((Grant *) value)->token == token)
      return value;

  return NULL;
}

char *
sonde_grants_subscribed (SondeGrants *self,
                         guint        token,
                         guint8       code)
{
  Grant *grant;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (token != 0, NULL);

  grant = find_token (self, token);
  if (grant == NULL)
    return NULL;

  grant->token = 0;
  grant->code = code;
  grant->held = code < FIRST_FAILURE;
  grant->held_qos = grant->sent_qos;
  grant->state = grant->held ? SONDE_GRANT_GRANTED : SONDE_GRANT_REFUSED;

  return g_strdup (grant->filter);
}

char *
sonde_grants_unsubscribed (SondeGrants *self,
                           guint        token,
                           guint8       code)
{
  Grant *grant;
  char  *filter;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (token != 0, NULL);

  grant = find_token (self, token);
  if (grant == NULL)
    return NULL;

  filter = g_strdup (grant->filter);
  grant->token = 0;
  grant->held = code >= FIRST_FAILURE;
  if (!grant->held && !grant->wanted)
    g_hash_table_remove (self->by_filter, filter);

  return filter;
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
      if (!grant->held || grant->held_qos == QOS_UNKNOWN)
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
