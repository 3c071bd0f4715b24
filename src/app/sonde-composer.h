/* sonde-composer.h: from what is typed to what is sent
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * form (→ variables) → payload in its format → publish. Pure functions; any thread, but that a
 * form of a file reads it, which may take long.
 */

#pragma once

#include <sonde-publish-form.h>
#include <sonde-publish.h>

#include <gio/gio.h>

G_BEGIN_DECLS

/* Which part of the form a fault is in. */
typedef enum
{
  SONDE_COMPOSER_TOPIC,
  SONDE_COMPOSER_PAYLOAD,
  SONDE_COMPOSER_PROPERTIES,
} SondeComposerPart;

/**
 * sonde_composer_compose:
 * @part: (out): where the fault is
 * @fault: (out) (transfer full): one translated sentence
 *
 * Returns: (transfer full) (nullable): %NULL with @part and @fault
 */
SondePublish *sonde_composer_compose (const SondePublishForm *form,
                                      SondeComposerPart      *part,
                                      char                  **fault);

/**
 * sonde_composer_compose_async:
 * @maximum_size: of a file, bytes
 *
 * The same, in a worker where a file is to be read. Main thread.
 */
void sonde_composer_compose_async (const SondePublishForm *form,
                                   gsize                   maximum_size,
                                   GCancellable           *cancellable,
                                   GAsyncReadyCallback     callback,
                                   gpointer                user_data);

/* Returns: (transfer full) (nullable): %NULL with @part and @fault; both of no meaning where it
 * was cancelled, and @fault %NULL */
SondePublish *sonde_composer_compose_finish (GAsyncResult      *result,
                                             SondeComposerPart *part,
                                             char             **fault);

G_END_DECLS
