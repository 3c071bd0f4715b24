/* test-proxy.h: a proxy that lets through, for a test
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * On 127.0.0.1, its connections in threads of their own. Whatever it is asked for, it
 * connects to one port of this machine: names need not exist.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _TestProxy TestProxy;

/* Speaks SOCKS 5 or HTTP CONNECT, as it is spoken to. @login: "user:password", or %NULL: it asks for none */
TestProxy *test_proxy_new (const char *login,
                           guint16     target);
void       test_proxy_free (TestProxy *self);

guint16 test_proxy_get_port (TestProxy *self);

/* "broker.invalid:1883", as it was asked for last; an IPv6 address in brackets */
char *test_proxy_dup_request (TestProxy *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestProxy, test_proxy_free)

G_END_DECLS
