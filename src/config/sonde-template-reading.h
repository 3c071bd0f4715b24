/* sonde-template-reading.h: what a worker read of the templates
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Blocks; any thread.
 */

#pragma once

#include "sonde-template-item.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  GPtrArray *entries;   /* of SondeTemplateEntry; %NULL: the file is to be left alone */
  char      *checksum;  /* of the file; %NULL when there is none */
  gboolean   mended;    /* the file holds lines that are kept elsewhere now */
  guint      n_skipped; /* of a document: elements that are no templates */
  GError    *error;     /* one sentence, or %NULL */
} SondeTemplateReading;

/* The file of the store. */
SondeTemplateReading *sonde_template_reading_new (const char *path);

/* A document to import (sonde-template-file.h). Each template has an id of its own, and is for all
 * profiles but @profile_id. */
SondeTemplateReading *sonde_template_reading_new_document (const char *path,
                                                           const char *profile_id);
void                  sonde_template_reading_free (SondeTemplateReading *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeTemplateReading, sonde_template_reading_free)

G_END_DECLS
