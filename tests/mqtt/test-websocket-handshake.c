/* test-websocket-handshake.c: the request to the letter, and what each answer tells the user
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-websocket-handshake.h"

#include "sonde-mqtt-error.h"

#include <string.h>

/* The example of RFC 6455, 1.3 */
#define KEY "dGhlIHNhbXBsZSBub25jZQ=="
#define ACCEPT "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="

static SondeProfile *
make_profile (const char      *host,
              guint16          port,
              gboolean         use_tls,
              const char      *path,
              SondeMqttVersion version)
{
  SondeProfile *profile = sonde_profile_new ();

  g_free (profile->host);
  profile->host = g_strdup (host);
  profile->port = port;
  profile->tls->use_tls = use_tls;
  profile->version = version;
  profile->network->carrier = SONDE_CARRIER_WEBSOCKET;
  g_free (profile->network->path);
  profile->network->path = g_strdup (path);

  return profile;
}

/* ---- The request ---- */

/* clang-format off */
static const struct
{
  const char      *host;
  guint16          port;
  gboolean         use_tls;
  const char      *path;
  SondeMqttVersion version;
  const char      *first, *host_header, *subprotocol;
} requests[] = {
  { "broker.example", 8083, FALSE, "/mqtt", SONDE_MQTT_5, "GET /mqtt HTTP/1.1", "broker.example:8083", "mqtt" },
  { "broker.example", 80, FALSE, "/", SONDE_MQTT_3_1_1, "GET / HTTP/1.1", "broker.example", "mqtt" },
  { "broker.example", 443, FALSE, "/", SONDE_MQTT_3_1, "GET / HTTP/1.1", "broker.example:443", "mqttv3.1" },
  { "broker.example", 443, TRUE, "/a?t=1", SONDE_MQTT_5, "GET /a?t=1 HTTP/1.1", "broker.example", "mqtt" },
  { "broker.example", 80, TRUE, "/a", SONDE_MQTT_5, "GET /a HTTP/1.1", "broker.example:80", "mqtt" },
  { "::1", 8083, FALSE, "/a", SONDE_MQTT_5, "GET /a HTTP/1.1", "[::1]:8083", "mqtt" },
  { "fe80::1%eth0", 443, TRUE, "/a", SONDE_MQTT_5, "GET /a HTTP/1.1", "[fe80::1]", "mqtt" },
  { "设备.example", 80, FALSE, "/a", SONDE_MQTT_5, "GET /a HTTP/1.1", "xn--srs139i.example", "mqtt" },
};
/* clang-format on */

static void
test_requests (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (requests); i++)
    {
      g_autoptr (SondeProfile) profile = make_profile (requests[i].host, requests[i].port, requests[i].use_tls,
                                                       requests[i].path, requests[i].version);
      g_autoptr (GError) error = NULL;
      g_autofree char *request = sonde_websocket_create_request (profile, KEY, &error);
      g_autofree char *expected = NULL;

      expected = g_strdup_printf ("%s\r\n"
                                  "Host: %s\r\n"
                                  "Upgrade: websocket\r\n"
                                  "Connection: Upgrade\r\n"
                                  "Sec-WebSocket-Key: " KEY "\r\n"
                                  "Sec-WebSocket-Version: 13\r\n"
                                  "Sec-WebSocket-Protocol: %s\r\n"
                                  "\r\n",
                                  requests[i].first, requests[i].host_header, requests[i].subprotocol);
      g_assert_no_error (error);
      g_assert_cmpstr (request, ==, expected);
    }
}

static void
test_headers (void)
{
  g_autoptr (SondeProfile) profile = make_profile ("h", 80, FALSE, "/", SONDE_MQTT_5);
  g_autofree char *request = NULL;

  sonde_pairs_add (profile->network->headers, "Authorization", "Bearer abc");
  sonde_pairs_add (profile->network->headers, "X-Empty", "");
  request = sonde_websocket_create_request (profile, KEY, NULL);
  g_assert_true (g_str_has_suffix (request, "\r\nAuthorization: Bearer abc\r\nX-Empty: \r\n\r\n"));
}

/* From a file that nobody checked. */
static void
test_bad_options (void)
{
  g_autoptr (SondeProfile) profile = make_profile ("h", 80, FALSE, "/ HTTP/1.1\r\nX: y", SONDE_MQTT_5);
  g_autoptr (GError) error = NULL;

  g_assert_null (sonde_websocket_create_request (profile, KEY, &error));
  g_assert_error (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_WEBSOCKET);
  g_assert_nonnull (strstr (error->message, "spaces"));
  g_clear_error (&error);

  g_free (profile->network->path);
  profile->network->path = g_strdup ("/");
  sonde_pairs_add (profile->network->headers, "X", "s3cret\r\nHost: elsewhere");
  g_assert_null (sonde_websocket_create_request (profile, KEY, &error));
  g_assert_error (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_WEBSOCKET);
  g_assert_nonnull (strstr (error->message, "one line"));
  g_assert_null (strstr (error->message, "s3cret"));
}

static void
test_keys (void)
{
  g_autofree char   *a = sonde_websocket_create_key ();
  g_autofree char   *b = sonde_websocket_create_key ();
  gsize              size;
  g_autofree guchar *bytes = g_base64_decode (a, &size);

  g_assert_cmpuint (size, ==, 16);
  g_assert_cmpstr (a, !=, b);
}

/* ---- The answer ---- */

#define SWITCH "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
#define GOOD SWITCH "Sec-WebSocket-Accept: " ACCEPT "\r\n"

/* clang-format off */
static const char *const good_answers[] = {
  GOOD "Sec-WebSocket-Protocol: mqtt\r\n\r\n",
  GOOD "\r\n",
  "HTTP/1.1 101 Switching Protocols\nUpgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Accept:" ACCEPT "\n\n",
  "HTTP/1.1 101\r\nupgrade: WebSocket\r\nCONNECTION: keep-alive, upgrade\r\nsec-websocket-accept:  " ACCEPT " \r\n\r\n",
};

#define CODE(code) SONDE_MQTT_ERROR_##code

static const struct
{
  const char *name, *answer;
  int         code;
  const char *sentence; /* A stands for the address */
} bad_answers[] = {
  { "empty", "", CODE (PROTOCOL),
    "A closed the connection without an answer to the WebSocket request: that port may be for MQTT without WebSocket, or expect TLS." },
  { "no-http", "\x20\x02\x00\x05", CODE (PROTOCOL), "What answers at A is not a web server, and opens no WebSocket." },
  { "no-status", "HTTP/1.1 abc Hello\r\n\r\n", CODE (PROTOCOL),
    "What answers at A is a web server, but not one that opens a WebSocket." },
  { "tls", "\x15\x03\x03\x00\x02\x02\x46", CODE (EXPECTS_TLS), "A expects TLS: this port takes encrypted connections only." },
  { "ssh", "SSH-2.0-OpenSSH_9.2\r\n", CODE (PROTOCOL), "What answers at A is an SSH server, not an MQTT broker." },
  { "half", "HTTP/1.1 101 Switching", CODE (CONNECT),
    "A closed the connection in the middle of its answer to the WebSocket request." },
  { "half-line", SWITCH, CODE (CONNECT),
    "A closed the connection in the middle of its answer to the WebSocket request." },
  { "200", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", CODE (WEBSOCKET),
    "A is a web server, but opens no WebSocket at the path “/mqtt?…” (200 OK)." },
  { "301", "HTTP/1.1 301 Moved Permanently\r\nLocation: wss://other.example/ws?key=s3cret\r\n\r\n", CODE (WEBSOCKET),
    "A says that the WebSocket is elsewhere (301 Moved Permanently): change the connection to “wss://other.example/ws?…”." },
  { "308", "HTTP/1.1 308\r\nLocation: /x\x1b[31m\r\n\r\n", CODE (WEBSOCKET),
    "A says that the WebSocket is elsewhere (308): change the connection to “/x [31m”." },
  { "302", "HTTP/1.1 302 Found\r\n\r\n", CODE (WEBSOCKET),
    "A says that the WebSocket is elsewhere, but not where (302 Found): check the path." },
  { "400", "HTTP/1.1 400 Bad Request\r\n\r\n", CODE (WEBSOCKET),
    "A does not understand the WebSocket request (400 Bad Request): it may expect TLS, or another path than “/mqtt?…”." },
  { "401", "HTTP/1.1 401 Unauthorized\r\n\r\n", CODE (WEBSOCKET),
    "A wants to know who opens the WebSocket (401 Unauthorized): add a header for it, such as Authorization." },
  { "403", "HTTP/1.1 403 Forbidden\r\n\r\n", CODE (WEBSOCKET), "A forbids a WebSocket at the path “/mqtt?…” (403 Forbidden)." },
  { "404", "HTTP/1.0 404 Not\tFound\x01\xff\r\n\r\n", CODE (WEBSOCKET),
    "A has nothing at the path “/mqtt?…” (404 Not Found \xef\xbf\xbd): brokers use /mqtt, /ws or /." },
  { "426", "HTTP/1.1 426 Upgrade Required\r\nSec-WebSocket-Version: 8\r\n\r\n", CODE (WEBSOCKET),
    "A is a web server, but opens no WebSocket at the path “/mqtt?…” (426 Upgrade Required)." },
  { "429", "HTTP/1.1 429 Too Many Requests\r\n\r\n", CODE (CONNECT),
    "A cannot open the WebSocket now (429 Too Many Requests): the broker behind it may be down." },
  { "502", "HTTP/1.1 502 Bad Gateway\r\n\r\n", CODE (CONNECT),
    "A cannot open the WebSocket now (502 Bad Gateway): the broker behind it may be down." },
  { "no-accept", SWITCH "\r\n", CODE (WEBSOCKET),
    "What A answers is not for this WebSocket request: its Sec-WebSocket-Accept is wrong." },
  { "wrong-accept", SWITCH "Sec-WebSocket-Accept: " KEY "\r\n\r\n", CODE (WEBSOCKET),
    "What A answers is not for this WebSocket request: its Sec-WebSocket-Accept is wrong." },
  { "no-upgrade", "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " ACCEPT "\r\n\r\n",
    CODE (WEBSOCKET), "A changes to another protocol than WebSocket." },
  { "other-upgrade", "HTTP/1.1 101 Switching\r\nUpgrade: h2c\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " ACCEPT "\r\n\r\n",
    CODE (WEBSOCKET), "A changes to another protocol than WebSocket." },
  { "wrong-subprotocol", GOOD "Sec-WebSocket-Protocol: mqttv3.1\r\n\r\n", CODE (WEBSOCKET),
    "A was asked for the WebSocket subprotocol “mqtt”, but speaks “mqttv3.1”." },
  { "extension", GOOD "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n", CODE (WEBSOCKET),
    "A uses a WebSocket extension that was not asked for." },
};
/* clang-format on */

static gboolean
check (const char *text,
       gsize       size,
       GError    **error)
{
  g_autoptr (SondeProfile) profile = make_profile ("A", 80, FALSE, "/mqtt?key=s3cret", SONDE_MQTT_5);
  g_autoptr (GByteArray) received = g_byte_array_new ();
  gsize           head_size = sonde_http_head_find_end (text, size);
  SondeHttpAnswer answer = { received };
  gboolean        good;

  g_byte_array_append (received, (const guint8 *) text, size);
  if (head_size > 0)
    answer.head = sonde_http_head_parse (text, head_size);
  good = sonde_websocket_check_answer (profile, KEY, &answer, error);
  sonde_http_head_free (answer.head);

  return good;
}

static void
test_good_answers (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (good_answers); i++)
    {
      g_autoptr (GError) error = NULL;
      gboolean good = check (good_answers[i], strlen (good_answers[i]), &error);

      g_assert_no_error (error);
      g_assert_true (good);
    }
}

static void
test_bad_answers (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad_answers); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *sentence = NULL;
      gboolean         good = check (bad_answers[i].answer, strlen (bad_answers[i].answer), &error);
      g_auto (GStrv) parts = NULL;

      g_test_message ("%s", bad_answers[i].name);
      g_assert_false (good);
      g_assert_error (error, SONDE_MQTT_ERROR, bad_answers[i].code);
      parts = g_strsplit (error->message, "A:80", -1);
      sentence = g_strjoinv ("A", parts);
      g_assert_cmpstr (sentence, ==, bad_answers[i].sentence);
      g_assert_null (strstr (error->message, "s3cret"));
    }
}

static void
test_endless_answer (void)
{
  g_autofree char *filler = g_strnfill (SONDE_HTTP_HEAD_MAX, 'x');
  g_autofree char *text = g_strconcat ("HTTP/1.1 101 ", filler, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (check (text, strlen (text), &error));
  g_assert_cmpstr (error->message, ==, "The answer of A:80 to the WebSocket request has no end.");
}

/* ---- The head ---- */

/* clang-format off */
static const struct
{
  const char *text;
  gsize       end;
} ends[] = {
  { "", 0 }, { "HTTP/1.1 200\r\n", 0 }, { "HTTP/1.1 200\r\n\r", 0 }, { "HTTP/1.1 200\r\n\r\n", 16 },
  { "a\n\nb", 3 }, { "a\r\nb\r\n\r\nc\r\n\r\n", 8 }, { "\r\na\r\n\r\n", 7 }, { "a\r\n \r\n\r\n", 8 },
};
/* clang-format on */

static void
test_ends (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    g_assert_cmpuint (sonde_http_head_find_end (ends[i].text, strlen (ends[i].text)), ==, ends[i].end);
}

static void
test_head (void)
{
  static const char text[] = "HTTP/1.1 204  No Content \r\nA: 1\r\nno header\r\n b : x:y \r\na: 2, Three\r\n\r\n";
  g_autoptr (SondeHttpHead) head = sonde_http_head_parse (text, sizeof text - 1);

  g_assert_cmpuint (head->status, ==, 204);
  g_assert_cmpstr (head->reason, ==, "No Content");
  g_assert_cmpstr (sonde_http_head_get (head, "A"), ==, "1");
  g_assert_cmpstr (sonde_http_head_get (head, "B"), ==, "x:y");
  g_assert_null (sonde_http_head_get (head, "C"));
  g_assert_true (sonde_http_head_has_token (head, "A", "three"));
  g_assert_true (sonde_http_head_has_token (head, "A", "1"));
  g_assert_false (sonde_http_head_has_token (head, "A", "thre"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/websocket-handshake/requests", test_requests);
  g_test_add_func ("/websocket-handshake/headers", test_headers);
  g_test_add_func ("/websocket-handshake/bad-options", test_bad_options);
  g_test_add_func ("/websocket-handshake/keys", test_keys);
  g_test_add_func ("/websocket-handshake/good-answers", test_good_answers);
  g_test_add_func ("/websocket-handshake/bad-answers", test_bad_answers);
  g_test_add_func ("/websocket-handshake/endless-answer", test_endless_answer);
  g_test_add_func ("/http-head/ends", test_ends);
  g_test_add_func ("/http-head/parts", test_head);

  return g_test_run ();
}
