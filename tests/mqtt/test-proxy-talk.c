/* test-proxy-talk.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-proxy-talk.h"

#include <sonde-http-head.h>
#include <sonde-secret.h>

#include <string.h>

#define PASSWORD "pa:ss@wörd"

#define BYTES(string)           \
  {                             \
    string, sizeof (string) - 1 \
  }

/* What comes after the answer is the broker's. */
#define REST "\x20\x02"

typedef struct
{
  const char *bytes;
  gsize       size;
} Bytes;

typedef struct
{
  const char *name;
  SondeProxy  proxy;
  const char *user; /* NULL: no login */
  const char *host;
  Bytes       sent[3]; /* first, and after each answer but the last */
  Bytes       answers[3];
  const char *words; /* in the sentence; NULL: the way is open */
  gboolean    lasts; /* to try again cannot help */
} Case;

#define SOCKS SONDE_PROXY_SOCKS5, NULL, "broker.example"
#define SOCKS_REQUEST BYTES ("\5\1\0\3\16"    \
                             "broker.example" \
                             "\x22\xb3")
#define SOCKS_HELLO                 \
  {                                 \
    BYTES ("\5\1\0"), SOCKS_REQUEST \
  }
#define SOCKS_LOGIN SONDE_PROXY_SOCKS5, "a:d@ä", "broker.example"
#define SOCKS_LOGIN_HELLO                                                             \
  {                                                                                   \
    BYTES ("\5\2\0\2"), BYTES ("\1\6a:d@\xc3\xa4\xbpa:ss@w\xc3\xb6rd"), SOCKS_REQUEST \
  }
#define HTTP SONDE_PROXY_HTTP, NULL, "broker.example"
#define HTTP_HEAD "CONNECT broker.example:8883 HTTP/1.1\r\nHost: broker.example:8883\r\n"
#define HTTP_HELLO           \
  {                          \
    BYTES (HTTP_HEAD "\r\n") \
  }
#define HTTP_LOGIN SONDE_PROXY_HTTP, "ad@ä", "broker.example"
#define HTTP_LOGIN_HELLO                                                            \
  {                                                                                 \
    BYTES (HTTP_HEAD "Proxy-Authorization: Basic YWRAw6Q6cGE6c3NAd8O2cmQ=\r\n\r\n") \
  }

/* clang-format off */
static const Case cases[] = {
  { "socks/name", SOCKS, SOCKS_HELLO, { BYTES ("\5\0"), BYTES ("\5\0\0\1\x7f\0\0\1\x12\x34") } },
  { "socks/bound-name", SOCKS, SOCKS_HELLO, { BYTES ("\5\0"), BYTES ("\5\0\0\3\3one\x12\x34") } },
  { "socks/bound-ipv6", SOCKS, SOCKS_HELLO,
    { BYTES ("\5\0"), BYTES ("\5\0\0\4\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\x12\x34") } },
  { "socks/ipv4", SONDE_PROXY_SOCKS5, NULL, "10.0.0.1",
    { BYTES ("\5\1\0"), BYTES ("\5\1\0\1\x0a\0\0\1\x22\xb3") },
    { BYTES ("\5\0"), BYTES ("\5\0\0\1\0\0\0\0\0\0") } },
  { "socks/ipv6", SONDE_PROXY_SOCKS5, NULL, "fe80::1%eth0",
    { BYTES ("\5\1\0"), BYTES ("\5\1\0\4\xfe\x80\0\0\0\0\0\0\0\0\0\0\0\0\0\1\x22\xb3") },
    { BYTES ("\5\0"), BYTES ("\5\0\0\1\0\0\0\0\0\0") } },
  { "socks/international-name", SONDE_PROXY_SOCKS5, NULL, "bücher.example",
    { BYTES ("\5\1\0"), BYTES ("\5\1\0\3\x15xn--bcher-kva.example\x22\xb3") },
    { BYTES ("\5\0"), BYTES ("\5\0\0\1\0\0\0\0\0\0") } },
  { "socks/login", SOCKS_LOGIN, SOCKS_LOGIN_HELLO,
    { BYTES ("\5\2"), BYTES ("\1\0"), BYTES ("\5\0\0\1\0\0\0\0\0\0") } },
  { "socks/login-not-asked-for", SOCKS_LOGIN, { BYTES ("\5\2\0\2"), SOCKS_REQUEST },
    { BYTES ("\5\0"), BYTES ("\5\0\0\1\0\0\0\0\0\0") } },
  { "socks/login-refused", SOCKS_LOGIN, SOCKS_LOGIN_HELLO, { BYTES ("\5\2"), BYTES ("\1\1") },
    "proxy 10.0.0.2:1080 refused the user name or password", TRUE },
  { "socks/wants-login", SOCKS, SOCKS_HELLO, { BYTES ("\5\xff") }, "asks for a user name and password", TRUE },
  { "socks/wants-another-login", SOCKS_LOGIN, { BYTES ("\5\2\0\2") }, { BYTES ("\5\xff") },
    "neither a user name and password", TRUE },
  { "socks/failed", SOCKS, SOCKS_HELLO, { BYTES ("\5\0"), BYTES ("\5\1") }, "does not say why" },
  { "socks/not-allowed", SOCKS, SOCKS_HELLO, { BYTES ("\5\0"), BYTES ("\5\2\0\1") },
    "proxy 10.0.0.2:1080 does not allow connections to broker.example:8883", TRUE },
  { "socks/no-network", SOCKS, SOCKS_HELLO, { BYTES ("\5\0"), BYTES ("\5\3") }, "no network to it" },
  { "socks/no-host", SOCKS, SOCKS_HELLO, { BYTES ("\5\0"), BYTES ("\5\4") }, "no such host" },
  { "socks/broker-refused", SOCKS, SOCKS_HELLO, { BYTES ("\5\0"), BYTES ("\5\5") },
    "proxy 10.0.0.2:1080 was refused by broker.example:8883" },
  { "socks/no-answer", SOCKS, SOCKS_HELLO, { BYTES ("\5\0"), BYTES ("\5\6") }, "no answer" },
  { "socks/no-connect", SOCKS, SOCKS_HELLO, { BYTES ("\5\0"), BYTES ("\5\7") }, "command CONNECT", TRUE },
  { "socks/no-names", SOCKS, SOCKS_HELLO, { BYTES ("\5\0"), BYTES ("\5\x8") }, "address of the kind of broker.example", TRUE },
  { "socks/unknown-reply", SOCKS, SOCKS_HELLO, { BYTES ("\5\0"), BYTES ("\5\x5b") }, "reason of its own", TRUE },
  { "socks/unknown-method", SOCKS, SOCKS_HELLO, { BYTES ("\5\1") }, "is not a SOCKS 5 proxy", TRUE },
  { "socks/login-not-offered", SOCKS, SOCKS_HELLO, { BYTES ("\5\2") }, "is not a SOCKS 5 proxy", TRUE },
  { "socks/version-4", SOCKS, SOCKS_HELLO, { BYTES ("\0\x5b") }, "is not a SOCKS 5 proxy", TRUE },
  { "socks/unknown-address", SOCKS, SOCKS_HELLO, { BYTES ("\5\0"), BYTES ("\5\0\0\2\0\0\0\0\0\0") },
    "is not a SOCKS 5 proxy", TRUE },
  { "socks/web-server", SOCKS, SOCKS_HELLO, { BYTES ("HTTP/1.1 400 Bad Request\r\n\r\n") }, "an HTTP proxy, not a SOCKS", TRUE },

  { "http/name", HTTP, HTTP_HELLO, { BYTES ("HTTP/1.1 200 Connection established\r\n\r\n") } },
  { "http/1.0", HTTP, HTTP_HELLO, { BYTES ("HTTP/1.0 200 OK\r\nVia: 1.0 squid\r\n\r\n") } },
  { "http/bare-line-feeds", HTTP, HTTP_HELLO, { BYTES ("HTTP/1.1 200 OK\nVia: x\n\n") } },
  { "http/no-phrase", HTTP, HTTP_HELLO, { BYTES ("HTTP/1.1 200\r\n\r\n") } },
  { "http/other-success", HTTP, HTTP_HELLO, { BYTES ("HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n") } },
  { "http/continue-first", HTTP, HTTP_HELLO, { BYTES ("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\n") } },
  { "http/ipv6", SONDE_PROXY_HTTP, NULL, "2001:db8::17",
    { BYTES ("CONNECT [2001:db8::17]:8883 HTTP/1.1\r\nHost: [2001:db8::17]:8883\r\n\r\n") },
    { BYTES ("HTTP/1.1 200 OK\r\n\r\n") } },
  { "http/international-name", SONDE_PROXY_HTTP, NULL, "bücher.example",
    { BYTES ("CONNECT xn--bcher-kva.example:8883 HTTP/1.1\r\nHost: xn--bcher-kva.example:8883\r\n\r\n") },
    { BYTES ("HTTP/1.1 200 OK\r\n\r\n") } },
  { "http/login", HTTP_LOGIN, HTTP_LOGIN_HELLO, { BYTES ("HTTP/1.1 200 OK\r\n\r\n") } },
  { "http/wants-login", HTTP, HTTP_HELLO,
    { BYTES ("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\n\r\n") },
    "proxy 10.0.0.2:1080 asks for a user name and password", TRUE },
  { "http/wants-login-silently", HTTP, HTTP_HELLO, { BYTES ("HTTP/1.1 407 No\r\n\r\n") },
    "asks for a user name and password", TRUE },
  { "http/login-refused", HTTP_LOGIN, HTTP_LOGIN_HELLO,
    { BYTES ("HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Negotiate\r\nPROXY-AUTHENTICATE:basic\r\n\r\n") },
    "refused the user name or password", TRUE },
  { "http/wants-another-login", HTTP_LOGIN, HTTP_LOGIN_HELLO,
    { BYTES ("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: NTLM\r\n\r\n") }, "login by “NTLM”", TRUE },
  { "http/not-allowed", HTTP, HTTP_HELLO, { BYTES ("HTTP/1.1 403 Forbidden\r\n\r\n") },
    "proxy 10.0.0.2:1080 does not allow connections to broker.example:8883: HTTP 403 Forbidden.", TRUE },
  { "http/bad-gateway", HTTP, HTTP_HELLO, { BYTES ("HTTP/1.1 502 Bad Gateway\r\n\r\n") },
    "proxy 10.0.0.2:1080 cannot reach broker.example:8883: HTTP 502 Bad Gateway." },
  { "http/unavailable", HTTP, HTTP_HELLO, { BYTES ("HTTP/1.1 503 Service Unavailable\r\n\r\n") }, "HTTP 503" },
  { "http/gateway-timeout", HTTP, HTTP_HELLO, { BYTES ("HTTP/1.1 504 Gateway Timeout\r\n\r\n") }, "no answer from" },
  { "http/internal-error", HTTP, HTTP_HELLO, { BYTES ("HTTP/1.1 599 \r\n\r\n") }, "could not connect" },
  { "http/no-connect", HTTP, HTTP_HELLO, { BYTES ("HTTP/1.1 501 Not Implemented\r\n\r\n") }, "method CONNECT", TRUE },
  { "http/too-often", HTTP, HTTP_HELLO, { BYTES ("HTTP/1.1 429 Slow Down\r\n\r\n") }, "too often" },
  { "http/web-server", HTTP, HTTP_HELLO, { BYTES ("HTTP/1.1 405 Not Allowed\r\n\r\n<html>") }, "may be a web server", TRUE },
  { "http/redirect", HTTP, HTTP_HELLO, { BYTES ("HTTP/1.1 302 Found\r\nLocation: http://x\r\n\r\n") }, "is a web server", TRUE },
  { "http/hostile-phrase", HTTP, HTTP_HELLO, { BYTES ("HTTP/1.1 403 a\x1b[31m\xff\r\n\r\n") }, "HTTP 403 a [31m\xef\xbf\xbd.", TRUE },
  { "http/no-status", HTTP, HTTP_HELLO, { BYTES ("HTTP/1.1 okay\r\n\r\n") }, "is not an HTTP proxy", TRUE },
  { "http/small-status", HTTP, HTTP_HELLO, { BYTES ("HTTP/1.1 020 OK\r\n\r\n") }, "is not an HTTP proxy", TRUE },
  { "http/short", HTTP, HTTP_HELLO, { BYTES ("HTTP/1.1\r\n\r\n") }, "is not an HTTP proxy", TRUE },
  { "http/ssh", HTTP, HTTP_HELLO, { BYTES ("SSH-2.0-OpenSSH_9.2\r\n") }, "is not an HTTP proxy", TRUE },
  { "http/socks", HTTP, HTTP_HELLO, { BYTES ("\5\xff") }, "is a SOCKS 5 proxy", TRUE },
  { "http/broker", HTTP, HTTP_HELLO, { BYTES ("\x20\x02\0\0") }, "is not an HTTP proxy", TRUE },
};
/* clang-format on */

static SondeProfile *
new_profile (const Case *c)
{
  SondeProfile *profile = sonde_profile_new ();

  g_free (profile->host);
  profile->host = g_strdup (c->host);
  profile->port = 8883;
  profile->network->proxy = c->proxy;
  g_free (profile->network->proxy_host);
  profile->network->proxy_host = g_strdup ("10.0.0.2");
  if (c->user != NULL)
    {
      g_free (profile->network->proxy_user);
      profile->network->proxy_user = g_strdup (c->user);
      profile->network->proxy_password = g_strdup (PASSWORD);
    }

  return profile;
}

static void
assert_sent (SondeProxyTalk *talk,
             const Bytes    *expected)
{
  g_assert_cmpmem (talk->out->data, talk->out->len, expected->bytes, expected->size);
  sonde_proxy_talk_clear_out (talk);
}

/* As the client does: what is used is gone, and all else comes again with more. */
static SondeProxyStep
feed (SondeProxyTalk *talk,
      GByteArray     *in,
      gsize           piece,
      GError        **error)
{
  gsize size = 0;

  while (size < in->len)
    {
      SondeProxyStep step;
      gsize          used;

      size = MIN (size + piece, in->len);
      step = sonde_proxy_talk_read (talk, in->data, size, &used, error);
      g_assert_cmpuint (used, <=, size);
      if (used > 0)
        {
          g_byte_array_remove_range (in, 0, used);
          size = 0;
        }
      if (step != SONDE_PROXY_MORE)
        return step;
    }

  return SONDE_PROXY_MORE;
}

static void
assert_refused (const Case   *c,
                const GError *error)
{
  int code = c->lasts ? (int) SONDE_MQTT_ERROR_PROXY : (int) SONDE_MQTT_ERROR_CONNECT;

  g_test_message ("%s", error->message);
  g_assert_nonnull (c->words);
  g_assert_error (error, SONDE_MQTT_ERROR, code);
  g_assert_nonnull (strstr (error->message, c->words));
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_null (strstr (error->message, PASSWORD));
}

static void
talk_in_pieces (const Case *c,
                gsize       piece)
{
  g_autoptr (SondeProfile) profile = new_profile (c);
  g_autoptr (GError) error = NULL;
  SondeProxyTalk talk;
  SondeProxyStep step;

  sonde_proxy_talk_init (&talk, profile);
  step = sonde_proxy_talk_begin (&talk, &error);
  for (guint i = 0; i < G_N_ELEMENTS (c->answers) && c->answers[i].bytes != NULL; i++)
    {
      g_autoptr (GByteArray) in = g_byte_array_new ();
      gboolean last = i + 1 == G_N_ELEMENTS (c->answers) || c->answers[i + 1].bytes == NULL;

      g_assert_cmpint (step, ==, SONDE_PROXY_SEND);
      assert_sent (&talk, &c->sent[i]);
      g_byte_array_append (in, (const guint8 *) c->answers[i].bytes, c->answers[i].size);
      if (last)
        g_byte_array_append (in, (const guint8 *) REST, strlen (REST));
      step = feed (&talk, in, piece, &error);
      if (step == SONDE_PROXY_OPEN)
        g_assert_cmpmem (in->data, in->len, REST, strlen (REST));
      else if (step == SONDE_PROXY_SEND)
        g_assert_cmpuint (in->len, ==, 0);
    }

  g_assert_cmpint (step, ==, c->words == NULL ? SONDE_PROXY_OPEN : SONDE_PROXY_REFUSED);
  if (step == SONDE_PROXY_REFUSED)
    assert_refused (c, error);
  sonde_proxy_talk_clear (&talk);
}

/* At once, byte by byte, and in between */
static void
test_talk (gconstpointer data)
{
  static const gsize pieces[] = { 4096, 1, 2, 3, 7 };

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    talk_in_pieces (data, pieces[i]);
}

static void
test_too_long (void)
{
  static const Case http = { .proxy = SONDE_PROXY_HTTP, .host = "broker.example", .words = "is not an HTTP proxy", .lasts = TRUE };
  g_autoptr (SondeProfile) profile = new_profile (&http);
  g_autoptr (GString) head = g_string_new ("HTTP/1.1 200 OK\r\n");
  g_autoptr (GError) error = NULL;
  SondeProxyTalk talk;
  gsize          used;

  while (head->len < SONDE_HTTP_HEAD_MAX)
    g_string_append (head, "X: y\r\n");

  sonde_proxy_talk_init (&talk, profile);
  g_assert_cmpint (sonde_proxy_talk_begin (&talk, &error), ==, SONDE_PROXY_SEND);
  g_assert_cmpint (sonde_proxy_talk_read (&talk, (guint8 *) head->str, 60000, &used, &error), ==, SONDE_PROXY_MORE);
  g_assert_cmpint (sonde_proxy_talk_read (&talk, (guint8 *) head->str, head->len, &used, &error), ==, SONDE_PROXY_REFUSED);
  assert_refused (&http, error);
  sonde_proxy_talk_clear (&talk);
}

static void
test_cannot_be_asked (void)
{
  static const Case socks = { .proxy = SONDE_PROXY_SOCKS5, .user = "ada", .host = "broker.example", .words = "longer than the 255 bytes", .lasts = TRUE };
  g_autoptr (SondeProfile) profile = new_profile (&socks);
  g_autoptr (GError) error = NULL;
  g_autofree char *long_password = g_strnfill (256, 'x');
  SondeProxyTalk   talk;

  sonde_secret_set (&profile->network->proxy_password, long_password);
  sonde_proxy_talk_init (&talk, profile);
  g_assert_cmpint (sonde_proxy_talk_begin (&talk, &error), ==, SONDE_PROXY_REFUSED);
  assert_refused (&socks, error);
  sonde_proxy_talk_clear (&talk);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/proxy-talk/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_talk);
    }
  g_test_add_func ("/proxy-talk/http/too-long", test_too_long);
  g_test_add_func ("/proxy-talk/socks/cannot-be-asked", test_cannot_be_asked);

  return g_test_run ();
}
