/* sonde-sys-card.h: one figure of a broker
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * SondeSysCard:
 *
 * Property: title (string, translated)
 */
#define SONDE_TYPE_SYS_CARD (sonde_sys_card_get_type ())
G_DECLARE_FINAL_TYPE (SondeSysCard, sonde_sys_card, SONDE, SYS_CARD, GtkWidget)

/* @value: "" where it is not known; @detail: what belongs to it, or "" */
void sonde_sys_card_set (SondeSysCard *self,
                         const char   *value,
                         const char   *detail);

G_END_DECLS
