/* sonde-uri-question.h: whether an address that another program gave is to be connected
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-profile.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* The response for yes; anything else is no. */
#define SONDE_URI_QUESTION_CONNECT "connect"

/* Shows what it would do: host, port, encryption, user name, filter. @profile: of sonde_uri_parse();
 * no word of it is trusted. */
AdwMessageDialog *sonde_uri_question_new (GtkWindow          *parent,
                                          const SondeProfile *profile);

G_END_DECLS
