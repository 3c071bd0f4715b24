/* sonde-emqx-item.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-emqx-item"

#include "sonde-emqx-item.h"

struct _SondeEmqxItem
{
  GObject parent_instance;

  SondeEmqxClient *client;
};

G_DEFINE_FINAL_TYPE (SondeEmqxItem, sonde_emqx_item, G_TYPE_OBJECT)

static void
sonde_emqx_item_finalize (GObject *object)
{
  sonde_emqx_client_free (SONDE_EMQX_ITEM (object)->client);

  G_OBJECT_CLASS (sonde_emqx_item_parent_class)->finalize (object);
}

static void
sonde_emqx_item_class_init (SondeEmqxItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sonde_emqx_item_finalize;
}

static void
sonde_emqx_item_init (SondeEmqxItem *self)
{
}

SondeEmqxItem *
sonde_emqx_item_new (SondeEmqxClient *client)
{
  SondeEmqxItem *self;

  g_return_val_if_fail (client != NULL, NULL);

  self = g_object_new (SONDE_TYPE_EMQX_ITEM, NULL);
  self->client = client;
  return self;
}

const SondeEmqxClient *
sonde_emqx_item_get_client (SondeEmqxItem *self)
{
  g_return_val_if_fail (SONDE_IS_EMQX_ITEM (self), NULL);

  return self->client;
}
