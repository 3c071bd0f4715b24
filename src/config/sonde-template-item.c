/* sonde-template-item.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-template-item"

#include "sonde-template-item.h"

#include "sonde-search-words.h"

#define SEARCHED 1024 /* bytes of the payload */

struct _SondeTemplateItem
{
  GObject parent_instance;

  SondeTemplateEntry *entry;
};

G_DEFINE_FINAL_TYPE (SondeTemplateItem, sonde_template_item, G_TYPE_OBJECT)

SondeTemplateEntry *
sonde_template_entry_new (SondeTemplate *data)
{
  SondeTemplateEntry *self = g_new0 (SondeTemplateEntry, 1);
  g_autofree char    *head = g_strjoin ("\n", data->name, data->folder, data->form->topic, NULL);
  g_autofree char    *folded_head = sonde_search_fold (head, 0);
  g_autofree char    *folded_payload = sonde_search_fold (data->form->payload, SEARCHED);

  self->data = sonde_template_ref (data);
  self->sort_key = sonde_template_dup_sort_key (data);
  self->folded = g_strjoin ("\n", folded_head, folded_payload, NULL);
  return self;
}

void
sonde_template_entry_free (SondeTemplateEntry *self)
{
  if (self == NULL)
    return;

  sonde_template_unref (self->data);
  g_free (self->sort_key);
  g_free (self->folded);
  g_free (self);
}

static void
sonde_template_item_finalize (GObject *object)
{
  sonde_template_entry_free (SONDE_TEMPLATE_ITEM (object)->entry);

  G_OBJECT_CLASS (sonde_template_item_parent_class)->finalize (object);
}

static void
sonde_template_item_class_init (SondeTemplateItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sonde_template_item_finalize;
}

static void
sonde_template_item_init (SondeTemplateItem *self)
{
}

SondeTemplateItem *
sonde_template_item_new (SondeTemplateEntry *entry)
{
  SondeTemplateItem *self = g_object_new (SONDE_TYPE_TEMPLATE_ITEM, NULL);

  self->entry = entry;
  return self;
}

SondeTemplate *
sonde_template_item_get_data (SondeTemplateItem *self)
{
  g_return_val_if_fail (SONDE_IS_TEMPLATE_ITEM (self), NULL);

  return self->entry->data;
}

/* A worker may be writing what it was. */
void
sonde_template_item_touch (SondeTemplateItem *self)
{
  SondeTemplate *copy;

  g_return_if_fail (SONDE_IS_TEMPLATE_ITEM (self));

  copy = sonde_template_copy (self->entry->data);
  copy->used = g_get_real_time () / G_USEC_PER_SEC;
  sonde_template_unref (self->entry->data);
  self->entry->data = copy;
}

const char *
sonde_template_item_get_sort_key (SondeTemplateItem *self)
{
  g_return_val_if_fail (SONDE_IS_TEMPLATE_ITEM (self), NULL);

  return self->entry->sort_key;
}

const char *
sonde_template_item_get_folded (SondeTemplateItem *self)
{
  g_return_val_if_fail (SONDE_IS_TEMPLATE_ITEM (self), NULL);

  return self->entry->folded;
}
