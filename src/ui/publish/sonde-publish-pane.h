/* sonde-publish-pane.h: where one types a message and sends it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connection.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* Property (notify): connection (SondeConnection or NULL); what is typed is kept in its draft. */
#define SONDE_TYPE_PUBLISH_PANE (sonde_publish_pane_get_type ())
G_DECLARE_FINAL_TYPE (SondePublishPane, sonde_publish_pane, SONDE, PUBLISH_PANE, AdwBin)

/* Returns: (transfer full): what is typed */
SondePublishForm *sonde_publish_pane_dup_form (SondePublishPane *self);

/* @undoable: Ctrl+Z brings back the payload that stood here; not when that belongs to another
 * connection. */
void sonde_publish_pane_set_form (SondePublishPane       *self,
                                  const SondePublishForm *form,
                                  gboolean                undoable);

/* Puts it in place of what is typed, which comes back by the Undo of a toast; the keyboard
 * goes to the payload. */
void sonde_publish_pane_put_form (SondePublishPane       *self,
                                  const SondePublishForm *form);

/* Publishes it and leaves what is typed alone. Where it cannot be sent it is put in place of that,
 * and the pane says what is wrong.
 *
 * Returns: %FALSE when it is not connected, and so was put there */
gboolean sonde_publish_pane_publish_form (SondePublishPane       *self,
                                          const SondePublishForm *form);

void sonde_publish_pane_focus_payload (SondePublishPane *self);

G_END_DECLS
