/* test-network-options.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-network-options.h"

#include <string.h>

/* clang-format off */

/* What the sentence speaks of; NULL: good */
static const struct
{
  const char *path, *fault;
} socket_paths[] = {
  { "/run/mosquitto/mosquitto.sock", NULL },
  { "/tmp/套接字", NULL },
  { "/tmp/with a space", NULL },
  { "@mosquitto", NULL },
  { "@/run/mosquitto", NULL },
  { "", "path of the broker’s socket" },
  { "mosquitto.sock", "whole path" },
  { "./mosquitto.sock", "whole path" },
  { "~/mosquitto.sock", "whole path" },
  { " /run/mosquitto.sock", "whole path" },
  { "/", "folder" },
  { "@", "name of the abstract socket" },
  { "/tmp/\xff", "UTF-8" },
};

static const struct
{
  const char *host, *fault;
} proxy_hosts[] = {
  { "127.0.0.1", NULL },
  { "proxy.example", NULL },
  { "::1", NULL },
  { "", "of the proxy" },
  { "http://proxy.example", "its kind and its port" },
  { "socks5://proxy.example:1080", "its kind and its port" },
  { "proxy.example:3128", "port" },
  { "ada@proxy.example", "user name" },
  { "proxy example", "spaces" },
  { "[::1]", "brackets" },
};

static const struct
{
  const char *path, *fault;
} paths[] = {
  { "/", NULL },
  { "/mqtt", NULL },
  { "/a/b-c_d.e~/", NULL },
  { "/ws?token=a%20b&x=http://y", NULL },
  { "/%E6%B8%A9", NULL },
  { "", "begins with a slash" },
  { "mqtt", "begins with a slash" },
  { " /mqtt", "begins with a slash" },
  { "ws://broker.example/mqtt", "fields of their own" },
  { "/mq tt", "spaces" },
  { "/mqtt ", "spaces" },
  { "/mqtt HTTP/1.1\r\nX: y", "spaces" },
  { "/mqtt\r\nX:y", "spaces" },
  { "/a\x01", "ASCII" },
  { "/a\x7f", "ASCII" },
  { "/温度", "ASCII" },
  { "/a\xff", "ASCII" },
  { "/mqtt#part", "%23" },
};

static const struct
{
  const char *name, *value, *fault;
} headers[] = {
  { "Authorization", "Bearer a.b.c==", NULL },
  { "X-Api_Key.1~", "", NULL },
  { "Cookie", "a=b;\tc=d", NULL },
  { "Origin", "https://broker.example", NULL },
  { "Hosts", "x", NULL },
  { "X-Name", "温度", NULL },
  { "", "x", "Type the name" },
  { "X Y", "x", "Letters" },
  { "X:", "x", "Letters" },
  { "X\r\nY", "x", "Letters" },
  { "Überschrift", "x", "Letters" },
  { "Host", "x", "itself" },
  { "UPGRADE", "x", "itself" },
  { "connection", "x", "itself" },
  { "Sec-WebSocket-Protocol", "x", "itself" },
  { "sec-websocket-anything", "x", "itself" },
  { "Content-Length", "0", "itself" },
  { "Transfer-Encoding", "chunked", "itself" },
  { "X", "a\r\nHost: b", "one line" },
  { "X", "a\nb", "one line" },
  { "X", "a\x7f", "one line" },
  { "X", "a\xff", "UTF-8" },
};

/* clang-format on */

static void
assert_fault (const char *text,
              const char *fault,
              const char *expected)
{
  g_test_message ("%s: %s", g_utf8_validate (text, -1, NULL) ? text : "invalid", fault);
  if (expected == NULL)
    g_assert_null (fault);
  else
    g_assert_nonnull (fault != NULL ? strstr (fault, expected) : NULL);
}

static void
test_socket_paths (void)
{
  g_autofree char *longest = g_strnfill (107, 'a');
  g_autofree char *too_long = g_strnfill (108, 'a');

  for (gsize i = 0; i < G_N_ELEMENTS (socket_paths); i++)
    assert_fault (socket_paths[i].path,
                  sonde_network_options_check_socket_path (socket_paths[i].path),
                  socket_paths[i].fault);

  *longest = *too_long = '/';
  assert_fault (longest, sonde_network_options_check_socket_path (longest), NULL);
  assert_fault (too_long, sonde_network_options_check_socket_path (too_long), "too long");
  *longest = *too_long = '@';
  assert_fault (longest, sonde_network_options_check_socket_path (longest), NULL);
  assert_fault (too_long, sonde_network_options_check_socket_path (too_long), "too long");
}

static void
test_proxy_hosts (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (proxy_hosts); i++)
    assert_fault (proxy_hosts[i].host,
                  sonde_network_options_check_proxy_host (proxy_hosts[i].host),
                  proxy_hosts[i].fault);
}

static void
test_proxy_users (void)
{
  g_autofree char *longest = g_strnfill (255, 'a');
  g_autofree char *too_long = g_strnfill (256, 'a');

  assert_fault ("", sonde_network_options_check_proxy_user (SONDE_PROXY_HTTP, ""), NULL);
  assert_fault ("艾达@x", sonde_network_options_check_proxy_user (SONDE_PROXY_HTTP, "艾达@x"), NULL);
  assert_fault ("a:b", sonde_network_options_check_proxy_user (SONDE_PROXY_HTTP, "a:b"), "colon");
  assert_fault ("a:b", sonde_network_options_check_proxy_user (SONDE_PROXY_SOCKS5, "a:b"), NULL);
  assert_fault (longest, sonde_network_options_check_proxy_user (SONDE_PROXY_SOCKS5, longest), NULL);
  assert_fault (too_long, sonde_network_options_check_proxy_user (SONDE_PROXY_SOCKS5, too_long), "255");
  assert_fault (too_long, sonde_network_options_check_proxy_user (SONDE_PROXY_HTTP, too_long), NULL);
  assert_fault ("invalid", sonde_network_options_check_proxy_user (SONDE_PROXY_HTTP, "\xff"), "UTF-8");
}

static void
test_paths (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    assert_fault (paths[i].path, sonde_network_options_check_path (paths[i].path), paths[i].fault);
}

static void
test_headers (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (headers); i++)
    assert_fault (headers[i].name,
                  sonde_network_options_check_header (headers[i].name, headers[i].value),
                  headers[i].fault);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/network-options/socket-paths", test_socket_paths);
  g_test_add_func ("/network-options/proxy-hosts", test_proxy_hosts);
  g_test_add_func ("/network-options/proxy-users", test_proxy_users);
  g_test_add_func ("/network-options/paths", test_paths);
  g_test_add_func ("/network-options/headers", test_headers);

  return g_test_run ();
}
