/* sonde-template-store.h: the file of the templates
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `$XDG_DATA_HOME/sonde/templates.jsonl`, 0600: a template a line (sonde-template-file.h), of all
 * profiles. Read by a worker when first asked for, and written whole and atomically by a worker
 * after each change, with `.bak` of the last good one. What another program wrote meanwhile is kept
 * beside it. Main thread only.
 */

#pragma once

#include "sonde-template-item.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SondeTemplateStore:
 *
 * A GListModel of #SondeTemplateItem, folder by folder; empty until it is loaded.
 * Signal: failed (const char *sentence): the file could not be written
 */
#define SONDE_TYPE_TEMPLATE_STORE (sonde_template_store_get_type ())
G_DECLARE_FINAL_TYPE (SondeTemplateStore, sonde_template_store, SONDE, TEMPLATE_STORE, GObject)

/* @path: absolute; need not exist */
SondeTemplateStore *sonde_template_store_new (const char *path);

/**
 * sonde_template_store_load_async:
 *
 * The first call reads; later ones complete with it, or at once. Lines that are damaged are kept as
 * `templates.jsonl.damaged-DATE` and left out. A file that cannot be read is left alone: nothing
 * can be added then.
 */
void sonde_template_store_load_async (SondeTemplateStore *self,
                                      GAsyncReadyCallback callback,
                                      gpointer            user_data);
/* Returns: %FALSE with one sentence, the first time only; what could be read is there all the same */
gboolean sonde_template_store_load_finish (SondeTemplateStore *self,
                                           GAsyncResult       *result,
                                           GError            **error);

/* The changes, once it is loaded. @error: one sentence; the file is not ours, or there are too many */
SondeTemplateItem *sonde_template_store_add (SondeTemplateStore *self,
                                             SondeTemplate      *added,
                                             GError            **error); /* borrowed */
/* Returns: (transfer none): the item of @changed, which takes the place of @item */
SondeTemplateItem *sonde_template_store_replace (SondeTemplateStore *self,
                                                 SondeTemplateItem  *item,
                                                 SondeTemplate      *changed);
void               sonde_template_store_remove (SondeTemplateStore *self,
                                                SondeTemplateItem  *item);
/* Saved with the next change, or at the end. */
void sonde_template_store_touch (SondeTemplateStore *self,
                                 SondeTemplateItem  *item);

/**
 * sonde_template_store_merge:
 * @entries: (element-type SondeTemplateEntry) (transfer full): those that are taken are left %NULL
 * @n_added: (out)
 *
 * Adds those that are not there yet (sonde_template_equal()).
 */
gboolean sonde_template_store_merge (SondeTemplateStore *self,
                                     GPtrArray          *entries,
                                     guint              *n_added,
                                     GError            **error);

/* Those of a profile that is no more become templates for all. Reads the file first, if need be. */
void sonde_template_store_release_profile (SondeTemplateStore *self,
                                           const char         *profile_id);

/* Returns: (transfer full) (element-type SondeTemplate): all of them, as they are now */
GPtrArray *sonde_template_store_list (SondeTemplateStore *self);

/* Blocks until the file holds what the list holds; for the end of the program. */
gboolean sonde_template_store_flush (SondeTemplateStore *self,
                                     GError            **error);

G_END_DECLS
