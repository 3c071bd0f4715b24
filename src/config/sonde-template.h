/* sonde-template.h: a publish under a name, to be sent again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A value that is counted, and never changed: copy it, change the copy. Text is never %NULL.
 * Any thread.
 */

#pragma once

#include "sonde-publish-form.h"

G_BEGIN_DECLS

typedef struct
{
  char             *id;         /* random, for ever */
  char             *name;       /* one line, not empty */
  char             *folder;     /* "" none, "Motors/Line 4": see sonde_template_clean_folder() */
  char             *profile_id; /* shown with this profile only; "" with all */
  SondePublishForm *form;
  gint64            created, used; /* s since the epoch; 0 never */
  JsonObject       *read;          /* (nullable): as it was read, for what we do not know */
} SondeTemplate;

/* Made now. What is no name or no folder is mended: an empty name becomes the topic. */
SondeTemplate *sonde_template_new (const char             *name,
                                   const char             *folder,
                                   const char             *profile_id,
                                   const SondePublishForm *form);
SondeTemplate *sonde_template_copy (const SondeTemplate *self); /* to be changed before it is shared */
SondeTemplate *sonde_template_ref (SondeTemplate *self);
void           sonde_template_unref (SondeTemplate *self);

/* For a copy. */
void sonde_template_set_name (SondeTemplate *self,
                              const char    *name);
void sonde_template_set_folder (SondeTemplate *self,
                                const char    *folder);
void sonde_template_set_profile_id (SondeTemplate *self,
                                    const char    *profile_id);
void sonde_template_set_form (SondeTemplate          *self,
                              const SondePublishForm *form);
void sonde_template_renew_id (SondeTemplate *self);

/* Whether name, folder and what is published are the same; for a GHashTable. */
gboolean sonde_template_equal (gconstpointer a,
                               gconstpointer b);
guint    sonde_template_hash (gconstpointer self);

/* No level is empty, none has spaces at its ends: " a // b/" → "a/b" */
char *sonde_template_clean_folder (const char *folder);

/* Folder by folder, those of none first, then by name; as the user's language sorts. */
char *sonde_template_dup_sort_key (const SondeTemplate *self);

/* {"id": …, "name": …, "folder": …, "profile": …, "created": …, "used": …, "form": {…}} */
JsonObject *sonde_template_to_object (const SondeTemplate *self);
/* Returns: (transfer full) (nullable): %NULL when it is no template; with no id, a new one */
SondeTemplate *sonde_template_from_object (JsonObject *object);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeTemplate, sonde_template_unref)

G_END_DECLS
