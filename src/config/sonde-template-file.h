/* sonde-template-file.h: templates on the disk
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Of the store: a template a line (sonde_template_to_object()). To hand on, one JSON document:
 * { "format": "sonde-templates", "version": 1, "templates": [ {…}, … ] }, each element an object as
 * in a line of the store; what we do not know in it is kept. Blocks; any thread.
 */

#pragma once

#include "sonde-template.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define SONDE_TEMPLATE_EXPORT_NAME "sonde-templates.json"

/* More are not taken. */
#define SONDE_TEMPLATES_MOST 50000

/* @templates: (element-type SondeTemplate). Returns: (transfer full): the lines */
char *sonde_template_file_to_lines (GPtrArray *templates);

/**
 * sonde_template_file_from_lines:
 * @damaged: (out) (nullable): the lines that are no templates, each with its end; %NULL when none
 *
 * Returns: (transfer full) (element-type SondeTemplate)
 */
GPtrArray *sonde_template_file_from_lines (GBytes   *bytes,
                                           GString **damaged);

char *sonde_template_file_to_document (GPtrArray *templates);

/**
 * sonde_template_file_from_document:
 * @n_skipped: (out): elements that are no templates
 *
 * Returns: (transfer full) (nullable) (element-type SondeTemplate): %NULL with one sentence
 */
GPtrArray *sonde_template_file_from_document (GBytes  *bytes,
                                              guint   *n_skipped,
                                              GError **error);

G_END_DECLS
