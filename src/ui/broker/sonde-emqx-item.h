/* sonde-emqx-item.h: a client of an EMQX, for a list
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-emqx-facts.h>

#include <glib-object.h>

G_BEGIN_DECLS

#define SONDE_TYPE_EMQX_ITEM (sonde_emqx_item_get_type ())
G_DECLARE_FINAL_TYPE (SondeEmqxItem, sonde_emqx_item, SONDE, EMQX_ITEM, GObject)

SondeEmqxItem         *sonde_emqx_item_new (SondeEmqxClient *client); /* taken */
const SondeEmqxClient *sonde_emqx_item_get_client (SondeEmqxItem *self);

G_END_DECLS
