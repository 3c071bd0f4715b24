/* sonde-payload-editor.h: a payload as it is typed, in its format
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-publish-form.h>

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * SondePayloadEditor:
 *
 * Checked while one types: what is wrong is said below, and its place marked.
 * Properties (notify):
 *   variables (gboolean): {{…}} will be filled in, so what holds it is not checked before
 *   size-text (string, read-only): of what would be sent; "" where that is not known
 * Signal: changed
 */
#define SONDE_TYPE_PAYLOAD_EDITOR (sonde_payload_editor_get_type ())
G_DECLARE_FINAL_TYPE (SondePayloadEditor, sonde_payload_editor, SONDE, PAYLOAD_EDITOR, AdwBin)

/* Format and payload of @form. @undoable: Ctrl+Z brings back the text that stood here. */
void sonde_payload_editor_load (SondePayloadEditor     *self,
                                const SondePublishForm *form,
                                gboolean                undoable);

/* Into format and payload of @form. */
void sonde_payload_editor_save (SondePayloadEditor *self,
                                SondePublishForm   *form);

SondeFormFormat sonde_payload_editor_get_format (SondePayloadEditor *self);

/* The same bytes, typed in another way; a text stays beneath a file. Returns: %FALSE where they
 * cannot be typed so, and all stays as it was */
gboolean sonde_payload_editor_choose_format (SondePayloadEditor *self,
                                             SondeFormFormat     format);

/* The text beneath a file, for as long as it may come back. */
SondePublishForm *sonde_payload_editor_dup_beneath (SondePayloadEditor *self);
void              sonde_payload_editor_set_beneath (SondePayloadEditor     *self,
                                                    const SondePublishForm *form);

/* Says @fault, selects its place where that is known, and takes the focus there. */
void sonde_payload_editor_point_out (SondePayloadEditor *self,
                                     const char         *fault);

G_END_DECLS
