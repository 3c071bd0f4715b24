/* sonde-budget.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-budget"

#include "sonde-budget-private.h"

#include "sonde-message-log-private.h"

/* The part of the limit that bounded shares have */
#define BOUNDED_PART 4

struct _SondeBudget
{
  GObject parent_instance;

  guint64    limit;
  guint64    used;
  guint64    beside;  /* of that, by shares */
  guint64    bounded; /* of that, by bounded shares */
  GPtrArray *logs;    /* SondeMessageLog, not owned */
};

G_DEFINE_FINAL_TYPE (SondeBudget, sonde_budget, G_TYPE_OBJECT)

static void
sonde_budget_finalize (GObject *object)
{
  SondeBudget *self = SONDE_BUDGET (object);

  /* Each log holds a reference to us. */
  g_assert (self->logs->len == 0);
  g_ptr_array_unref (self->logs);

  G_OBJECT_CLASS (sonde_budget_parent_class)->finalize (object);
}

static void
sonde_budget_class_init (SondeBudgetClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = sonde_budget_finalize;
}

static void
sonde_budget_init (SondeBudget *self)
{
  self->logs = g_ptr_array_new ();
}

SondeBudget *
sonde_budget_new (guint64 limit)
{
  SondeBudget *self = g_object_new (SONDE_TYPE_BUDGET, NULL);

  self->limit = limit;

  return self;
}

void
sonde_budget_add (SondeBudget     *self,
                  SondeMessageLog *log)
{
  g_ptr_array_add (self->logs, log);
}

void
sonde_budget_remove (SondeBudget     *self,
                     SondeMessageLog *log)
{
  g_ptr_array_remove_fast (self->logs, log);
}

void
sonde_budget_charge (SondeBudget *self,
                     gsize        cost)
{
  self->used += cost;
}

void
sonde_budget_release (SondeBudget *self,
                      gsize        cost)
{
  g_assert (cost <= self->used);

  self->used -= cost;
}

/* The log whose next segment, after the @n_leaving oldest of each, is the oldest of all.
 * Returns: whether there is one */
static gboolean
find_oldest (GPtrArray   *logs,
             const guint *n_leaving,
             guint       *index,
             gsize       *cost)
{
  gint64   oldest = G_MAXINT64;
  gboolean found = FALSE;

  for (guint i = 0; i < logs->len; i++)
    {
      gint64 began_at;
      gsize  its_cost;

      if (sonde_message_log_get_discardable (logs->pdata[i], n_leaving[i], &began_at, &its_cost) &&
          (!found || began_at < oldest))
        {
          found = TRUE;
          oldest = began_at;
          *index = i;
          *cost = its_cost;
        }
    }

  return found;
}

/* Half of it is for messages, however many rings of packets there are. */
static guint64
get_limit_of_all (SondeBudget *self)
{
  guint64 most = self->limit / 2;

  return self->limit + (self->beside > most ? self->beside - most : 0);
}

void
sonde_budget_enforce (SondeBudget *self)
{
  g_autoptr (GPtrArray) logs = NULL;
  g_autofree guint *n_leaving = NULL;
  guint64           used = self->used;
  guint64           limit = get_limit_of_all (self);
  guint             index = 0;
  gsize             cost = 0;

  if (used <= limit)
    return;

  /* First decide, then let go: each log removes all that leaves at once. */
  logs = g_ptr_array_copy (self->logs, (GCopyFunc) g_object_ref, NULL);
  g_ptr_array_set_free_func (logs, g_object_unref);
  n_leaving = g_new0 (guint, logs->len);

  while (used > limit && find_oldest (logs, n_leaving, &index, &cost))
    {
      n_leaving[index]++;
      used -= cost;
    }

  for (guint i = 0; i < logs->len; i++)
    sonde_message_log_discard (logs->pdata[i], n_leaving[i]);
}

guint64
sonde_budget_get_limit (SondeBudget *self)
{
  g_return_val_if_fail (SONDE_IS_BUDGET (self), 0);

  return self->limit;
}

void
sonde_budget_set_limit (SondeBudget *self,
                        guint64      limit)
{
  g_return_if_fail (SONDE_IS_BUDGET (self));

  self->limit = limit;
  sonde_budget_enforce (self);
}

guint64
sonde_budget_get_used (SondeBudget *self)
{
  g_return_val_if_fail (SONDE_IS_BUDGET (self), 0);

  return self->used;
}

/* ---- What is held beside messages ---- */

void
sonde_budget_share_init (SondeBudgetShare *self,
                         SondeBudget      *budget,
                         gboolean          bounded)
{
  g_return_if_fail (SONDE_IS_BUDGET (budget));

  *self = (SondeBudgetShare){ .budget = g_object_ref (budget), .bounded = bounded };
}

void
sonde_budget_share_set (SondeBudgetShare *self,
                        gsize             cost)
{
  guint64 delta;

  if (self->budget == NULL)
    return;

  delta = (guint64) cost - self->cost;
  self->budget->used += delta;
  self->budget->beside += delta;
  if (self->bounded)
    self->budget->bounded += delta;
  self->cost = cost;
}

gsize
sonde_budget_share_get_room (const SondeBudgetShare *self)
{
  guint64 most;

  if (self->budget == NULL || !self->bounded)
    return G_MAXSIZE / 2;

  most = self->budget->limit / BOUNDED_PART;

  return most > self->budget->bounded ? most - self->budget->bounded : 0;
}

void
sonde_budget_share_clear (SondeBudgetShare *self)
{
  sonde_budget_share_set (self, 0);
  g_clear_object (&self->budget);
}
