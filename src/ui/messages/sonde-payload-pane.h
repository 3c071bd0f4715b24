/* sonde-payload-pane.h: one way to look at the payload of a message
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-message-item.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Signal: changed: what the note says, or whether there is more to show. */
#define SONDE_TYPE_PAYLOAD_PANE (sonde_payload_pane_get_type ())
G_DECLARE_INTERFACE (SondePayloadPane, sonde_payload_pane, SONDE, PAYLOAD_PANE, GtkWidget)

struct _SondePayloadPaneInterface
{
  GTypeInterface parent_iface;

  void (*set_item) (SondePayloadPane *self,
                    SondeMessageItem *item);
  char *(*dup_note) (SondePayloadPane *self);
  gboolean (*has_more) (SondePayloadPane *self);
  void (*show_all) (SondePayloadPane *self);
};

/* Shows the beginning at once and returns soon, whatever the size; %NULL lets go of everything. */
void sonde_payload_pane_set_item (SondePayloadPane *self,
                                  SondeMessageItem *item);

/* What is to be said of what is shown: whole sentences, "" for nothing. */
char *sonde_payload_pane_dup_note (SondePayloadPane *self);

/* Whether Show all would show more. */
gboolean sonde_payload_pane_has_more (SondePayloadPane *self);
void     sonde_payload_pane_show_all (SondePayloadPane *self);

/* For who implements it */
void sonde_payload_pane_changed (SondePayloadPane *self);
void sonde_payload_pane_add_sentence (GString    *note,
                                      const char *sentence);

G_END_DECLS
