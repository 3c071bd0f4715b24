/* sonde-retained-item.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-retained-item"

#include "sonde-retained-item.h"

void
sonde_retained_item_clear (gpointer item)
{
  g_clear_object (&((SondeRetainedItem *) item)->entry);
}

/* A look by MQTT 3 brings no properties: one that has any is not another for that. */
static gboolean
is_same (const SondeRetainedItem *item,
         SondeRetainedEntry      *now,
         SondeMqttVersion         version)
{
  if (version == SONDE_MQTT_5)
    return sonde_retained_entry_equal (now, item->entry);

  return sonde_retained_entry_get_qos (now) == sonde_retained_entry_get_qos (item->entry) &&
         g_bytes_equal (sonde_retained_entry_get_payload (now), sonde_retained_entry_get_payload (item->entry));
}

SondeRetainedItemState
sonde_retained_item_judge_before (SondeRetainedItem  *item,
                                  SondeRetainedEntry *now,
                                  gboolean            undoing,
                                  SondeMqttVersion    version)
{
  gboolean same;

  g_return_val_if_fail (item != NULL, SONDE_RETAINED_ITEM_OUT);

  if (item->state == SONDE_RETAINED_ITEM_FAILED || item->state == SONDE_RETAINED_ITEM_GONE ||
      item->state == SONDE_RETAINED_ITEM_ANEW)
    return item->state;

  same = now != NULL && is_same (item, now, version);
  if (undoing)
    {
      if (now == NULL)
        return SONDE_RETAINED_ITEM_WAITING;
      return same ? SONDE_RETAINED_ITEM_ACKNOWLEDGED : SONDE_RETAINED_ITEM_ANEW;
    }

  if (now == NULL)
    return item->touched ? SONDE_RETAINED_ITEM_ACKNOWLEDGED : SONDE_RETAINED_ITEM_GONE;
  if (item->touched)
    return same ? SONDE_RETAINED_ITEM_WAITING : SONDE_RETAINED_ITEM_ANEW;

  /* What is cleared is what would be put back: with the properties that were found once, where this
   * look could not bring them. */
  if (version == SONDE_MQTT_5 || !same)
    g_set_object (&item->entry, now);

  return SONDE_RETAINED_ITEM_WAITING;
}

SondeRetainedItemState
sonde_retained_item_judge_after (const SondeRetainedItem *item,
                                 SondeRetainedEntry      *now,
                                 gboolean                 undoing,
                                 SondeMqttVersion         version)
{
  gboolean same;

  g_return_val_if_fail (item != NULL, SONDE_RETAINED_ITEM_OUT);

  if (item->state != SONDE_RETAINED_ITEM_ACKNOWLEDGED && item->state != SONDE_RETAINED_ITEM_SENT)
    return item->state;

  same = now != NULL && is_same (item, now, version);
  if (now != NULL && !same)
    return SONDE_RETAINED_ITEM_ANEW;

  return same == undoing ? SONDE_RETAINED_ITEM_DONE : SONDE_RETAINED_ITEM_UNCHANGED;
}

gboolean
sonde_retained_item_is_to_put_back (const SondeRetainedItem *item,
                                    gboolean                 undoing)
{
  g_return_val_if_fail (item != NULL, FALSE);

  if (!undoing)
    return item->touched;

  return item->state == SONDE_RETAINED_ITEM_WAITING || item->state == SONDE_RETAINED_ITEM_SENT ||
         item->state == SONDE_RETAINED_ITEM_FAILED || item->state == SONDE_RETAINED_ITEM_UNCHANGED;
}
