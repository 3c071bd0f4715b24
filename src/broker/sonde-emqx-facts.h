/* sonde-emqx-facts.h: what EMQX says of itself over its REST API; plain data
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Texts are UTF-8, never %NULL, and may be of any length; what is negative is not known.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  char  *name;
  char  *status; /* "running" */
  char  *version;
  gint64 uptime; /* ms */
  gint64 clients;
} SondeEmqxNode;

/* Of the whole cluster */
typedef struct
{
  GPtrArray *nodes; /* of SondeEmqxNode */
  gint64     clients;
  gint64     sessions;
  gint64     subscriptions;
  gint64     retained;
  double     received; /* messages a second */
  double     sent;
} SondeEmqxOverview;

typedef struct
{
  char    *client_id;
  char    *user_name;
  char    *address; /* "10.0.0.7:51234" */
  char    *node;
  char    *since;
  gint64   protocol; /* 3, 4 or 5 */
  gint64   keep_alive;
  gint64   subscriptions;
  gboolean clean_start;
  gboolean connected;
} SondeEmqxClient;

typedef struct
{
  char  *topic;
  gint64 qos;
} SondeEmqxSubscription;

/* A page of them */
typedef struct
{
  GPtrArray *clients; /* of SondeEmqxClient */
  gboolean   more;    /* there are others */
} SondeEmqxClients;

SondeEmqxNode         *sonde_emqx_node_new (void);
SondeEmqxOverview     *sonde_emqx_overview_new (void);
SondeEmqxClient       *sonde_emqx_client_new (void);
SondeEmqxClients      *sonde_emqx_clients_new (void);
SondeEmqxSubscription *sonde_emqx_subscription_new (void);

void sonde_emqx_node_free (SondeEmqxNode *self);
void sonde_emqx_overview_free (SondeEmqxOverview *self);
void sonde_emqx_client_free (SondeEmqxClient *self);
void sonde_emqx_clients_free (SondeEmqxClients *self);
void sonde_emqx_subscription_free (SondeEmqxSubscription *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeEmqxNode, sonde_emqx_node_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeEmqxOverview, sonde_emqx_overview_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeEmqxClient, sonde_emqx_client_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeEmqxClients, sonde_emqx_clients_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeEmqxSubscription, sonde_emqx_subscription_free)

G_END_DECLS
