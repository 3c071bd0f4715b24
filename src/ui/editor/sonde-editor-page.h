/* sonde-editor-page.h: one page of the profile editor
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Data flows one way: what is typed on any page makes the editor gather one profile from all
 * of them, and hand it to each; a page then shows what applies and says what is wrong.
 */

#pragma once

#include <sonde-profile.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* Signals: "changed": something was typed; "faults-changed": a fault came or went. */
#define SONDE_TYPE_EDITOR_PAGE (sonde_editor_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (SondeEditorPage, sonde_editor_page, SONDE, EDITOR_PAGE, AdwPreferencesPage)

struct _SondeEditorPageClass
{
  AdwPreferencesPageClass parent_class;

  /* Fills the fields. */
  void (*load) (SondeEditorPage    *self,
                const SondeProfile *profile);
  /* Into @profile, with all that its fields do not show left as it was. */
  void (*save) (SondeEditorPage *self,
                SondeProfile    *profile);
  /* @typed: what all pages say */
  void (*update) (SondeEditorPage    *self,
                  const SondeProfile *typed);
  /* Of what is secret by @purpose, or %NULL; optional */
  GtkEditable *(*get_secret_row) (SondeEditorPage *self,
                                  const char      *purpose);
};

/* Emits no signal. */
void sonde_editor_page_load (SondeEditorPage    *self,
                             const SondeProfile *profile);
void sonde_editor_page_save (SondeEditorPage *self,
                             SondeProfile    *profile);
void sonde_editor_page_update (SondeEditorPage    *self,
                               const SondeProfile *typed);

GtkEditable *sonde_editor_page_get_secret_row (SondeEditorPage *self,
                                               const char      *purpose);

/* The first field with a fault, or %NULL */
GtkWidget *sonde_editor_page_find_fault (SondeEditorPage *self);

/* For the pages themselves: something was typed. */
void sonde_editor_page_changed (SondeEditorPage *self);

/* What is typed in @row, and without the space around it, in the place of @field. */
void sonde_editor_page_take_text (char       **field,
                                  GtkEditable *row);
void sonde_editor_page_take_stripped (char       **field,
                                      GtkEditable *row);

G_END_DECLS
