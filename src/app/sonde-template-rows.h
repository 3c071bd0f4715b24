/* sonde-template-rows.h: templates as a tree of folders, flat, and searched
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *   SondeTemplateStore ── of the profile ── found ── SondeTemplateRows: folder, template, template, folder …
 *
 * Main thread only.
 */

#pragma once

#include <sonde-template-store.h>

G_BEGIN_DECLS

/* A folder as a row. Never changed: one that opens is another. */
#define SONDE_TYPE_TEMPLATE_FOLDER (sonde_template_folder_get_type ())
G_DECLARE_FINAL_TYPE (SondeTemplateFolder, sonde_template_folder, SONDE, TEMPLATE_FOLDER, GObject)

const char *sonde_template_folder_get_path (SondeTemplateFolder *self); /* "Motors/Line 4" */
const char *sonde_template_folder_get_name (SondeTemplateFolder *self); /* "Line 4" */
guint       sonde_template_folder_get_depth (SondeTemplateFolder *self);
guint       sonde_template_folder_get_count (SondeTemplateFolder *self); /* templates in it and below */
gboolean    sonde_template_folder_get_open (SondeTemplateFolder *self);

/**
 * SondeTemplateRows:
 *
 * A GListModel of #SondeTemplateItem and #SondeTemplateFolder. While something is searched for, all
 * folders are open. Where little changes, little is said to have changed.
 */
#define SONDE_TYPE_TEMPLATE_ROWS (sonde_template_rows_get_type ())
G_DECLARE_FINAL_TYPE (SondeTemplateRows, sonde_template_rows, SONDE, TEMPLATE_ROWS, GObject)

SondeTemplateRows *sonde_template_rows_new (SondeTemplateStore *store);

/* Shown are those of this profile and those for all; %NULL: those for all. */
void sonde_template_rows_set_profile_id (SondeTemplateRows *self,
                                         const char        *profile_id);
void sonde_template_rows_set_search (SondeTemplateRows *self,
                                     const char        *text);
/* Opens or closes it. */
void sonde_template_rows_toggle (SondeTemplateRows *self,
                                 const char        *folder);

/* Templates of the profile, found or not, in open folders or not. */
guint sonde_template_rows_get_n_templates (SondeTemplateRows *self);
/* Returns: (nullable): the template shown as the @number-th, from 1; borrowed */
SondeTemplateItem *sonde_template_rows_get_numbered (SondeTemplateRows *self,
                                                     guint              number);
/* The number of the template in that row; 0 for a folder, and beyond the ninth */
guint sonde_template_rows_get_number (SondeTemplateRows *self,
                                      guint              position);
/* Returns: %FALSE when it is not shown */
gboolean sonde_template_rows_find (SondeTemplateRows *self,
                                   gpointer           item,
                                   guint             *position);

G_END_DECLS
