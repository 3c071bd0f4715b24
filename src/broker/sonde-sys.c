/* sonde-sys.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-sys"

#include "sonde-sys.h"

#include "sonde-sys-node.h"

#define MAX_NODES 64
#define MAX_NODE_NAME 255 /* bytes */

struct _SondeSys
{
  GPtrArray    *nodes; /* of SondeSysNode */
  SondeSysFacts total;
  gboolean      changed; /* facts, since sonde_sys_settle() last said so */
};

/* Returns: %NULL where there are too many */
static SondeSysNode *
ensure_node (SondeSys            *self,
             const SondeSysTopic *topic)
{
  SondeSysNode *node;

  for (guint i = 0; i < self->nodes->len; i++)
    {
      node = g_ptr_array_index (self->nodes, i);
      if (sonde_sys_node_is_named (node, topic->node, topic->node_length))
        return node;
    }

  if (self->nodes->len >= MAX_NODES || topic->node_length > MAX_NODE_NAME)
    return NULL;

  node = sonde_sys_node_new (topic->node, topic->node_length);
  g_ptr_array_add (self->nodes, node);
  return node;
}

static void
add_facts (SondeSysFacts       *total,
           const SondeSysFacts *facts)
{
  if (!g_str_equal (total->version, facts->version))
    *total->version = '\0';
  if (total->dialect != facts->dialect)
    total->dialect = SONDE_SYS_OTHER;
  total->node = "";
  total->uptime = total->clients_maximum = -1; /* they do not add up */
  total->clients = sonde_sys_sum (total->clients, facts->clients);
  total->clients_total = sonde_sys_sum (total->clients_total, facts->clients_total);
  total->subscriptions = sonde_sys_sum (total->subscriptions, facts->subscriptions);
  total->retained = MAX (total->retained, facts->retained); /* each node has them all */
  total->packets |= facts->packets;
  total->averaged |= facts->averaged;
  total->at = MAX (total->at, facts->at);
  for (guint i = 0; i < SONDE_SYS_N_RATES; i++)
    {
      total->totals[i] = sonde_sys_sum (total->totals[i], facts->totals[i]);
      if (total->rates[i] < 0 || facts->rates[i] < 0)
        total->rates[i] = MAX (total->rates[i], facts->rates[i]);
      else
        total->rates[i] += facts->rates[i];
    }
}

static void
update_total (SondeSys *self)
{
  for (guint i = 0; i < self->nodes->len; i++)
    {
      const SondeSysFacts *facts = sonde_sys_node_get_facts (g_ptr_array_index (self->nodes, i));

      if (i == 0)
        self->total = *facts;
      else
        add_facts (&self->total, facts);
    }
}

gboolean
sonde_sys_add (SondeSys   *self,
               const char *topic,
               const void *payload,
               gsize       size,
               gboolean    retained,
               gint64      at)
{
  SondeSysTopic known;
  SondeSysNode *node;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (topic != NULL, FALSE);
  g_return_val_if_fail (payload != NULL || size == 0, FALSE);

  if (!sonde_sys_topic_read (topic, &known))
    return FALSE;

  node = ensure_node (self, &known);
  if (node == NULL)
    return FALSE;

  if (sonde_sys_node_begin (node, retained, at))
    {
      update_total (self);
      self->changed = TRUE;
    }

  return sonde_sys_node_take (node, &known, payload, size, retained, at);
}

gboolean
sonde_sys_is_settled (SondeSys *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  for (guint i = 0; i < self->nodes->len; i++)
    if (!sonde_sys_node_is_settled (g_ptr_array_index (self->nodes, i)))
      return FALSE;

  return TRUE;
}

gboolean
sonde_sys_settle (SondeSys *self,
                  gint64    now)
{
  gboolean changed;

  g_return_val_if_fail (self != NULL, FALSE);

  for (guint i = 0; i < self->nodes->len; i++)
    self->changed |= sonde_sys_node_settle (g_ptr_array_index (self->nodes, i), now);
  changed = self->changed;
  self->changed = FALSE;
  if (changed)
    update_total (self);

  return changed;
}

guint
sonde_sys_get_n_nodes (SondeSys *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->nodes->len;
}

const SondeSysFacts *
sonde_sys_get_facts (SondeSys *self,
                     guint     node)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (node < self->nodes->len, NULL);

  return sonde_sys_node_get_facts (g_ptr_array_index (self->nodes, node));
}

const SondeSysFacts *
sonde_sys_get_total (SondeSys *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return &self->total;
}

SondeSys *
sonde_sys_new (void)
{
  SondeSys *self = g_new0 (SondeSys, 1);

  self->nodes = g_ptr_array_new_with_free_func ((GDestroyNotify) sonde_sys_node_free);
  sonde_sys_facts_init (&self->total);
  return self;
}

void
sonde_sys_free (SondeSys *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_unref (self->nodes);
  g_free (self);
}
