/* sonde-profile-json.h: the text of a profiles file, both ways
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *   {
 *     "version": 1,
 *     "profiles": [
 *       {
 *         "id": "…", "name": "…", "host": "…", "port": 1883, …
 *         "tls": { "use-tls": false, "ca-file": "…", … },
 *         "subscriptions": [ { "filter": "test", "qos": 0, "color": 0 } ]
 *       }
 *     ]
 *   }
 *
 * What was read is kept beside the profiles made from it, so that fields of a
 * later Sonde, or of the user's own, come out again as they went in: those of
 * the root, of each profile (by id), of its "tls" and of each subscription (by filter).
 * Pure functions of their arguments; no file is touched here.
 */

#pragma once

#include <sonde-profile.h>

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define SONDE_PROFILES_VERSION 1

typedef struct
{
  gint64      version;
  GPtrArray  *profiles; /* of SondeProfile, in their order; may be empty */
  JsonObject *root;     /* as read; %NULL when nothing was */
  GHashTable *objects;  /* id of the profile → its JsonObject as read */
} SondeProfileDocument;

SondeProfileDocument *sonde_profile_document_new (void);
void                  sonde_profile_document_free (SondeProfileDocument *self);

/**
 * sonde_profile_document_parse:
 *
 * A field of a wrong type or out of range takes its default; the profile stays.
 * A repeated or missing id is replaced by a new one.
 *
 * Returns: (transfer full) (nullable): %NULL with %SONDE_CONFIG_ERROR_DAMAGED when
 *   the text is no profiles file of version 1 or later
 */
SondeProfileDocument *sonde_profile_document_parse (const char *text,
                                                    gsize       length,
                                                    GError    **error);

/**
 * sonde_profile_document_write:
 * @profiles: (element-type SondeProfile): what the file is to hold; those of @self do not count
 *
 * Returns: (transfer full): the text, of version 1, ending in a newline
 */
char *sonde_profile_document_write (const SondeProfileDocument *self,
                                    GPtrArray                  *profiles);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeProfileDocument, sonde_profile_document_free)

G_END_DECLS
