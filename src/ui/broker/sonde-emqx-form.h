/* sonde-emqx-form.h: where the address and the API key of an EMQX are typed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-emqx-key.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * SondeEmqxForm:
 *
 * Signal: submitted: sonde_emqx_form_dup_key() is to be tried
 */
#define SONDE_TYPE_EMQX_FORM (sonde_emqx_form_get_type ())
G_DECLARE_FINAL_TYPE (SondeEmqxForm, sonde_emqx_form, SONDE, EMQX_FORM, GtkWidget)

void          sonde_emqx_form_set_key (SondeEmqxForm      *self,
                                       const SondeEmqxKey *key);
SondeEmqxKey *sonde_emqx_form_dup_key (SondeEmqxForm *self);

/* Whether a keyring keeps it; else it is for this run only. */
void sonde_emqx_form_set_lasting (SondeEmqxForm *self,
                                  gboolean       lasting);

/* One sentence, or %NULL; @busy: it is being tried */
void sonde_emqx_form_set_fault (SondeEmqxForm *self,
                                const char    *fault);
void sonde_emqx_form_set_busy (SondeEmqxForm *self,
                               gboolean       busy);

G_END_DECLS
