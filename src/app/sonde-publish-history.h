/* sonde-publish-history.h: writes down what was published
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Main thread only.
 */

#pragma once

#include "sonde-connection.h"

G_BEGIN_DECLS

/* @form, as it was typed, was sent on @connection, with a payload of @size bytes. @answer: (nullable):
 * what the broker said; %NULL with @error */
void sonde_publish_history_add (SondeConnection          *connection,
                                const SondePublishForm   *form,
                                gsize                     size,
                                const SondePublishResult *answer,
                                const GError             *error);

G_END_DECLS
