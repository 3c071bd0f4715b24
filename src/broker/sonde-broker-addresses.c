/* sonde-broker-addresses.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-broker-addresses"

#include "sonde-broker-addresses.h"

#include <arpa/inet.h>
#include <gio/gio.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

/* As text, when it means something to others; else %NULL. */
static char *
dup_address (const struct sockaddr *address)
{
  char text[INET6_ADDRSTRLEN];

  if (address->sa_family == AF_INET)
    return g_strdup (inet_ntop (AF_INET, &((const struct sockaddr_in *) (gconstpointer) address)->sin_addr, text, sizeof text));

  if (address->sa_family == AF_INET6)
    {
      const struct in6_addr *in6 = &((const struct sockaddr_in6 *) (gconstpointer) address)->sin6_addr;

      if (!IN6_IS_ADDR_LINKLOCAL (in6))
        return g_strdup (inet_ntop (AF_INET6, in6, text, sizeof text));
    }

  return NULL;
}

static void
add_family (GStrvBuilder         *builder,
            const struct ifaddrs *interfaces,
            int                   family)
{
  for (const struct ifaddrs *each = interfaces; each != NULL; each = each->ifa_next)
    {
      g_autofree char *text = NULL;

      if (each->ifa_addr == NULL || each->ifa_addr->sa_family != family ||
          (each->ifa_flags & IFF_UP) == 0 || (each->ifa_flags & IFF_LOOPBACK) != 0)
        continue;

      text = dup_address (each->ifa_addr);
      if (text != NULL)
        g_strv_builder_add (builder, text);
    }
}

GStrv
sonde_broker_list_addresses (void)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  struct ifaddrs *interfaces = NULL;

  if (getifaddrs (&interfaces) == 0)
    {
      add_family (builder, interfaces, AF_INET);
      add_family (builder, interfaces, AF_INET6);
      freeifaddrs (interfaces);
    }

  return g_strv_builder_end (builder);
}

/* A name as others may type it: letters, digits, hyphens and dots (RFC 1123, 2.1). */
static gboolean
is_host_name (const char *name)
{
  return *name != '\0' && strlen (name) <= 253 &&
         strspn (name, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "-.") == strlen (name);
}

GStrv
sonde_broker_list_names (void)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) addresses = sonde_broker_list_addresses ();
  const char *host = g_get_host_name ();

  g_strv_builder_add_many (builder, "127.0.0.1", "::1", "localhost", NULL);
  if (is_host_name (host) && !g_str_equal (host, "localhost"))
    {
      g_strv_builder_add (builder, host);
      if (strchr (host, '.') == NULL)
        {
          /* As the host is found by multicast DNS. */
          g_autofree char *local = g_strconcat (host, ".local", NULL);

          g_strv_builder_add (builder, local);
        }
    }
  g_strv_builder_addv (builder, (const char **) addresses);

  return g_strv_builder_end (builder);
}

static gboolean
is_bound_to (int         fd,
             const char *address)
{
  struct sockaddr_storage bound;
  socklen_t               size = sizeof bound;
  g_autoptr (GSocketAddress) socket_address = NULL;
  g_autofree char *text = NULL;

  if (getsockname (fd, (struct sockaddr *) &bound, &size) != 0 ||
      (bound.ss_family != AF_INET && bound.ss_family != AF_INET6))
    return FALSE;

  socket_address = g_socket_address_new_from_native (&bound, size);
  text = g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (socket_address));

  return strcmp (text, address) == 0;
}

gboolean
sonde_broker_is_own_socket (const char *address)
{
  g_autoptr (GDir) directory = g_dir_open ("/proc/self/fd", 0, NULL);
  const char *name;

  g_return_val_if_fail (address != NULL, FALSE);

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    if (is_bound_to (atoi (name), address))
      return TRUE;

  return FALSE;
}
