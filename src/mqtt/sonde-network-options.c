/* sonde-network-options.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-network-options"

#include "sonde-network-options.h"

#include "sonde-profile.h"

#include <glib/gi18n.h>
#include <sonde-secret.h>
#include <string.h>
#include <sys/un.h>

#define SOCKS_PORT 1080

/* With the zero that ends a path, or begins an abstract name */
#define SOCKET_PATH_MAX_BYTES (sizeof ((struct sockaddr_un *) NULL)->sun_path - 1)

#define SOCKS_USER_MAX_BYTES 255 /* RFC 1929: what a length of one byte can say */

SondeNetworkOptions *
sonde_network_options_new (void)
{
  SondeNetworkOptions *self = g_new0 (SondeNetworkOptions, 1);

  self->path = g_strdup ("/mqtt");
  self->headers = sonde_pairs_new ();
  self->socket_path = g_strdup ("");
  self->proxy_host = g_strdup ("");
  self->proxy_port = SOCKS_PORT;
  self->proxy_user = g_strdup ("");

  return self;
}

SondeNetworkOptions *
sonde_network_options_copy (const SondeNetworkOptions *self)
{
  SondeNetworkOptions *copy = g_memdup2 (self, sizeof *self);

  copy->path = g_strdup (self->path);
  copy->headers = sonde_pairs_copy (self->headers);
  copy->socket_path = g_strdup (self->socket_path);
  copy->proxy_host = g_strdup (self->proxy_host);
  copy->proxy_user = g_strdup (self->proxy_user);
  copy->proxy_password = g_strdup (self->proxy_password);

  return copy;
}

void
sonde_network_options_free (SondeNetworkOptions *self)
{
  if (self == NULL)
    return;

  g_free (self->path);
  g_ptr_array_unref (self->headers);
  g_free (self->socket_path);
  g_free (self->proxy_host);
  g_free (self->proxy_user);
  sonde_secret_free (self->proxy_password);
  g_free (self);
}

gboolean
sonde_network_options_equal (const SondeNetworkOptions *a,
                             const SondeNetworkOptions *b)
{
  return a->carrier == b->carrier &&
         g_str_equal (a->path, b->path) &&
         sonde_pairs_equal (a->headers, b->headers) &&
         g_str_equal (a->socket_path, b->socket_path) &&
         a->proxy == b->proxy &&
         g_str_equal (a->proxy_host, b->proxy_host) &&
         a->proxy_port == b->proxy_port &&
         g_str_equal (a->proxy_user, b->proxy_user);
}

char *
sonde_network_options_dup_proxy_address (const SondeNetworkOptions *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (strchr (self->proxy_host, ':') != NULL)
    return g_strdup_printf ("[%s]:%u", self->proxy_host, self->proxy_port);

  return g_strdup_printf ("%s:%u", self->proxy_host, self->proxy_port);
}

const char *
sonde_network_options_check_socket_path (const char *path)
{
  g_return_val_if_fail (path != NULL, NULL);

  if (*path == '\0')
    return _ ("Type the path of the broker’s socket, as in /run/mosquitto/mosquitto.sock.");
  if (*path != '/' && *path != '@')
    return _ ("Type the whole path, from / on; the name of an abstract socket begins with @.");
  if (path[1] == '\0')
    return *path == '@' ? _ ("Type the name of the abstract socket after the @.")
                        : _ ("That is a folder: type the path of the socket in it.");
  if (strlen (path) > SOCKET_PATH_MAX_BYTES)
    return _ ("The path of a socket has at most 107 bytes: this one is too long.");
  if (!g_utf8_validate (path, -1, NULL))
    return _ ("The path is not valid UTF-8: type it anew.");

  return NULL;
}

const char *
sonde_network_options_check_proxy_host (const char *host)
{
  g_return_val_if_fail (host != NULL, NULL);

  if (*host == '\0')
    return _ ("Type the name or address of the proxy.");
  if (strstr (host, "://") != NULL)
    return _ ("Type the proxy’s name or address only: its kind and its port have fields of their own.");

  return sonde_profile_check_host (host);
}

const char *
sonde_network_options_check_proxy_user (SondeProxy  proxy,
                                        const char *user)
{
  g_return_val_if_fail (user != NULL, NULL);

  if (!g_utf8_validate (user, -1, NULL))
    return _ ("The user name is not valid UTF-8: type it anew.");
  /* RFC 7617, 2: what follows the colon is the password */
  if (proxy == SONDE_PROXY_HTTP && strchr (user, ':') != NULL)
    return _ ("An HTTP proxy takes no user name with a colon.");
  if (proxy == SONDE_PROXY_SOCKS5 && strlen (user) > SOCKS_USER_MAX_BYTES)
    return _ ("A SOCKS proxy takes a user name of at most 255 bytes: this one is too long.");

  return NULL;
}

const char *
sonde_network_options_check_path (const char *path)
{
  g_return_val_if_fail (path != NULL, NULL);

  if (strstr (path, "://") != NULL && *path != '/')
    return _ ("Leave out what stands before the path: the host and the port have fields of their own.");
  if (*path != '/')
    return _ ("A path begins with a slash, as in /mqtt.");
  if (strchr (path, '#') != NULL)
    return /* xgettext:no-c-format */ _ ("A path holds no #: write it as %23.");

  for (const char *p = path; *p != '\0'; p++)
    {
      if (g_ascii_isspace (*p))
        return /* xgettext:no-c-format */ _ ("A path holds no spaces: write one as %20.");
      if (!g_ascii_isgraph (*p))
        return /* xgettext:no-c-format */ _ ("A path holds ASCII only: write other characters by their bytes, as in %C3%A9 for é.");
    }

  return NULL;
}

/* RFC 9110, 5.6.2 */
static gboolean
is_token (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr ("!#$%&'*+-.^_`|~", *p) == NULL)
      return FALSE;

  return *text != '\0';
}

/* What the upgrade says itself, and what would tell of a body it does not have. */
static gboolean
is_reserved (const char *name)
{
  static const char *const ours[] = { "host", "upgrade", "connection", "content-length", "transfer-encoding", NULL };
  g_autofree char         *lower = g_ascii_strdown (name, -1);

  return g_strv_contains (ours, lower) || g_str_has_prefix (lower, "sec-websocket-");
}

const char *
sonde_network_options_check_header (const char *name,
                                    const char *value)
{
  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (value != NULL, NULL);

  if (*name == '\0')
    return _ ("Type the name of the header, such as Authorization.");
  if (!is_token (name))
    return _ ("Letters, digits and hyphens make the name of a header: remove the other characters.");
  if (is_reserved (name))
    return _ ("Sonde sends this header itself: remove it.");
  if (!g_utf8_validate (value, -1, NULL))
    return _ ("The value of the header is not valid UTF-8: type it anew.");

  for (const char *p = value; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p) && *p != '\t')
      return _ ("The value of a header is one line: remove line breaks and control characters.");

  return NULL;
}
