/* sonde-alert.h: what a notification says of a message
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-message-item.h>
#include <sonde-query.h>

G_BEGIN_DECLS

/* Of messages that match a rule: the newest, and how many came with it. */
typedef struct
{
  char   *profile_id;
  char   *rule;
  guint64 serial;
  char   *title; /* its topic */
  char   *body;  /* an excerpt of its payload, unless that is binary; the connection, and how many more */
} SondeAlert;

/* @name: of the connection; @n: messages, this one among them */
SondeAlert *sonde_alert_new (const char       *profile_id,
                             const char       *name,
                             const char       *rule,
                             const SondeQuery *query,
                             SondeMessageItem *item,
                             guint64           n);
void        sonde_alert_free (SondeAlert *self);

/* What the notification daemon of any desktop shows as it stands: some read < and & as markup,
 * others show what stands for them, so that each gets a character after it that nobody sees. */
char *sonde_alert_dup_plain (const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeAlert, sonde_alert_free)

G_END_DECLS
