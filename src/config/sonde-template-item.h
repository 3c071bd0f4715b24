/* sonde-template-item.h: a template as a list shows it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Never changed, but for when it was used: a template that is changed is another item. Main thread
 * only.
 */

#pragma once

#include "sonde-template.h"

#include <glib-object.h>

G_BEGIN_DECLS

#define SONDE_TYPE_TEMPLATE_ITEM (sonde_template_item_get_type ())
G_DECLARE_FINAL_TYPE (SondeTemplateItem, sonde_template_item, SONDE, TEMPLATE_ITEM, GObject)

/* What a list needs of a template is prepared where it is read, in a worker. */
typedef struct
{
  SondeTemplate *data;
  char          *sort_key;
  char          *folded; /* name, folder, topic and the beginning of the payload, to search in */
} SondeTemplateEntry;

SondeTemplateEntry *sonde_template_entry_new (SondeTemplate *data);
void                sonde_template_entry_free (SondeTemplateEntry *self);

/* @entry: (transfer full) */
SondeTemplateItem *sonde_template_item_new (SondeTemplateEntry *entry);

SondeTemplate *sonde_template_item_get_data (SondeTemplateItem *self); /* borrowed */
/* Used now. */
void        sonde_template_item_touch (SondeTemplateItem *self);
const char *sonde_template_item_get_sort_key (SondeTemplateItem *self);
const char *sonde_template_item_get_folded (SondeTemplateItem *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeTemplateEntry, sonde_template_entry_free)

G_END_DECLS
