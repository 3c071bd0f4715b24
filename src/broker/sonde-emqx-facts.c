/* sonde-emqx-facts.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-emqx-facts"

#include "sonde-emqx-facts.h"

SondeEmqxNode *
sonde_emqx_node_new (void)
{
  SondeEmqxNode *self = g_new0 (SondeEmqxNode, 1);

  self->uptime = self->clients = -1;
  return self;
}

SondeEmqxOverview *
sonde_emqx_overview_new (void)
{
  SondeEmqxOverview *self = g_new0 (SondeEmqxOverview, 1);

  self->nodes = g_ptr_array_new_with_free_func ((GDestroyNotify) sonde_emqx_node_free);
  self->clients = self->sessions = self->subscriptions = self->retained = -1;
  self->received = self->sent = -1;
  return self;
}

SondeEmqxClient *
sonde_emqx_client_new (void)
{
  SondeEmqxClient *self = g_new0 (SondeEmqxClient, 1);

  self->protocol = self->keep_alive = self->subscriptions = -1;
  return self;
}

SondeEmqxClients *
sonde_emqx_clients_new (void)
{
  SondeEmqxClients *self = g_new0 (SondeEmqxClients, 1);

  self->clients = g_ptr_array_new_with_free_func ((GDestroyNotify) sonde_emqx_client_free);
  return self;
}

SondeEmqxSubscription *
sonde_emqx_subscription_new (void)
{
  SondeEmqxSubscription *self = g_new0 (SondeEmqxSubscription, 1);

  self->qos = -1;
  return self;
}

void
sonde_emqx_node_free (SondeEmqxNode *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->name);
  g_free (self->status);
  g_free (self->version);
  g_free (self);
}

void
sonde_emqx_overview_free (SondeEmqxOverview *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_unref (self->nodes);
  g_free (self);
}

void
sonde_emqx_client_free (SondeEmqxClient *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->client_id);
  g_free (self->user_name);
  g_free (self->address);
  g_free (self->node);
  g_free (self->since);
  g_free (self);
}

void
sonde_emqx_clients_free (SondeEmqxClients *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_unref (self->clients);
  g_free (self);
}

void
sonde_emqx_subscription_free (SondeEmqxSubscription *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->topic);
  g_free (self);
}
