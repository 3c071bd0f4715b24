/* sonde-payload-pane.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-payload-pane"

#include "sonde-payload-pane.h"

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_INTERFACE (SondePayloadPane, sonde_payload_pane, GTK_TYPE_WIDGET)

static gboolean
has_no_more (SondePayloadPane *self)
{
  return FALSE;
}

static void
sonde_payload_pane_default_init (SondePayloadPaneInterface *iface)
{
  iface->has_more = has_no_more;

  signals[CHANGED] = g_signal_new ("changed", SONDE_TYPE_PAYLOAD_PANE, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

void
sonde_payload_pane_set_item (SondePayloadPane *self,
                             SondeMessageItem *item)
{
  g_return_if_fail (SONDE_IS_PAYLOAD_PANE (self));
  g_return_if_fail (item == NULL || SONDE_IS_MESSAGE_ITEM (item));

  SONDE_PAYLOAD_PANE_GET_IFACE (self)->set_item (self, item);
}

char *
sonde_payload_pane_dup_note (SondePayloadPane *self)
{
  g_return_val_if_fail (SONDE_IS_PAYLOAD_PANE (self), NULL);

  return SONDE_PAYLOAD_PANE_GET_IFACE (self)->dup_note (self);
}

gboolean
sonde_payload_pane_has_more (SondePayloadPane *self)
{
  g_return_val_if_fail (SONDE_IS_PAYLOAD_PANE (self), FALSE);

  return SONDE_PAYLOAD_PANE_GET_IFACE (self)->has_more (self);
}

void
sonde_payload_pane_show_all (SondePayloadPane *self)
{
  g_return_if_fail (SONDE_IS_PAYLOAD_PANE (self));

  if (sonde_payload_pane_has_more (self))
    SONDE_PAYLOAD_PANE_GET_IFACE (self)->show_all (self);
}

void
sonde_payload_pane_changed (SondePayloadPane *self)
{
  g_return_if_fail (SONDE_IS_PAYLOAD_PANE (self));

  g_signal_emit (self, signals[CHANGED], 0);
}

void
sonde_payload_pane_add_sentence (GString    *note,
                                 const char *sentence)
{
  if (note->len > 0)
    g_string_append_c (note, ' ');
  g_string_append (note, sentence);
}
