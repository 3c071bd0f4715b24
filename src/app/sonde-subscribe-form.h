/* sonde-subscribe-form.h: what stands in the subscribe pane; plain data
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-profile.h>
#include <sonde-subscribe-options.h>

G_BEGIN_DECLS

typedef struct
{
  char                 *text;        /* filters, as of sonde_filter_list_split() */
  char                 *share_group; /* "": none (5.0, 4.8.2) */
  gboolean              by_hand;     /* not subscribed to on connect */
  SondeSubscribeOptions options;
} SondeSubscribeForm;

SondeSubscribeForm *sonde_subscribe_form_new (void);
void                sonde_subscribe_form_free (SondeSubscribeForm *self);

/* Returns: (transfer full): the filters to subscribe to: with $share/GROUP/ where there is a group, but
 * for those that name one themselves; not checked */
GStrv sonde_subscribe_form_list_filters (const SondeSubscribeForm *self);

/* One sentence for the field, or %NULL: a ShareName holds no /, + or # (4.8.2). "" is no fault. */
const char *sonde_subscribe_form_check_group (const char *share_group);

/* What is sent with them: what @version does not have, and what a shared subscription must not have
 * (No Local, 3.8.3.1), is left out. */
void sonde_subscribe_form_get_options (const SondeSubscribeForm *self,
                                       SondeMqttVersion          version,
                                       SondeSubscribeOptions    *options);

/* Returns: (transfer full) (nullable): in a line, what is not as usual; %NULL: all is */
char *sonde_subscribe_form_describe (const SondeSubscribeForm *self,
                                     SondeMqttVersion          version);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeSubscribeForm, sonde_subscribe_form_free)

G_END_DECLS
