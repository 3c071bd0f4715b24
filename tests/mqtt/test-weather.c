/* test-weather.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-weather"

#include "test-weather.h"

#include "test-script.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

struct _TestWeather
{
  const TestForecast *forecast;
  int                 listener;
  guint16             port, target;
  GThread            *thread;
  GMutex              mutex;
  GPtrArray          *pairs;     /* under the mutex; of Pair */
  gint64              struck_at; /* likewise */
};

/* One connection: what comes from one end goes to the other. */
typedef struct
{
  TestWeather *weather;
  int          client, broker;
  gboolean     hole, reset; /* atomic */
  GThread     *up, *down;
} Pair;

/* Ends both, or has each pump reset its own: the kernel refuses to while somebody reads from it. */
static void
pair_end (Pair    *self,
          gboolean reset)
{
  if (reset)
    g_atomic_int_set (&self->reset, TRUE);
  shutdown (self->client, reset ? SHUT_RD : SHUT_RDWR);
  shutdown (self->broker, reset ? SHUT_RD : SHUT_RDWR);
}

static void
forward (Pair   *self,
         int     to,
         GBytes *packet)
{
  const TestForecast *forecast = self->weather->forecast;
  gsize               size;
  const guint8       *bytes = g_bytes_get_data (packet, &size);
  gsize               step = forecast->step > 0 ? forecast->step : size;

  for (gsize at = 0; at < size; at += step)
    {
      if (send (to, bytes + at, MIN (step, size - at), MSG_NOSIGNAL) < 0)
        return;
      if (forecast->delay_us > 0)
        g_usleep (forecast->delay_us);
    }
}

/* Returns: whether this is the packet, for the first time */
static gboolean
strikes (TestWeather *self,
         gboolean     up,
         GBytes      *packet)
{
  guint8   type = *(const guint8 *) g_bytes_get_data (packet, NULL) >> 4;
  gboolean first;

  if (self->forecast->kind == TEST_WEATHER_FAIR || up != self->forecast->up || type != self->forecast->type)
    return FALSE;

  g_mutex_lock (&self->mutex);
  first = self->struck_at == 0;
  if (first)
    self->struck_at = g_get_monotonic_time ();
  g_mutex_unlock (&self->mutex);

  return first;
}

static void
strike (Pair   *self,
        int     to,
        GBytes *packet)
{
  TestWeatherKind kind = self->weather->forecast->kind;

  if (kind == TEST_WEATHER_HOLE)
    {
      g_atomic_int_set (&self->hole, TRUE);
      return;
    }
  if (kind == TEST_WEATHER_CUT_AFTER)
    forward (self, to, packet);
  pair_end (self, kind == TEST_WEATHER_RESET);
}

static void
pump (Pair    *self,
      gboolean up)
{
  static const struct sockaddr nowhere = { .sa_family = AF_UNSPEC };
  int                          from = up ? self->client : self->broker;
  int                          to = up ? self->broker : self->client;

  for (;;)
    {
      g_autoptr (GBytes) packet = test_script_hear (from);

      if (packet == NULL)
        break;
      if (strikes (self->weather, up, packet))
        strike (self, to, packet);
      else if (!g_atomic_int_get (&self->hole))
        forward (self, to, packet);
    }

  /* In a hole nobody hears of the other's end. To connect nowhere leaves the peer with an RST. */
  if (g_atomic_int_get (&self->reset))
    (void) connect (from, &nowhere, sizeof nowhere);
  else if (!g_atomic_int_get (&self->hole))
    pair_end (self, FALSE);
}

static gpointer
up_worker (gpointer data)
{
  pump (data, TRUE);

  return NULL;
}

static gpointer
down_worker (gpointer data)
{
  pump (data, FALSE);

  return NULL;
}

static int
dial (guint16 port)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons (port) };
  int                fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  if (connect (fd, (struct sockaddr *) &address, sizeof address) == 0)
    return fd;

  close (fd);

  return -1;
}

static void
take_client (TestWeather *self,
             int          client)
{
  Pair *pair;
  int   on = 1;
  int   broker = dial (self->target);

  if (broker < 0)
    {
      close (client);
      return;
    }

  setsockopt (client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  setsockopt (broker, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  pair = g_new0 (Pair, 1);
  pair->weather = self;
  pair->client = client;
  pair->broker = broker;
  pair->up = g_thread_new ("up", up_worker, pair);
  pair->down = g_thread_new ("down", down_worker, pair);
  g_mutex_lock (&self->mutex);
  g_ptr_array_add (self->pairs, pair);
  g_mutex_unlock (&self->mutex);
}

static gpointer
listen_worker (gpointer data)
{
  TestWeather *self = data;
  int          client;

  while ((client = accept4 (self->listener, NULL, NULL, SOCK_CLOEXEC)) >= 0)
    take_client (self, client);

  return NULL;
}

static void
pair_free (gpointer data)
{
  Pair *self = data;

  pair_end (self, FALSE);
  g_thread_join (self->up);
  g_thread_join (self->down);
  close (self->client);
  close (self->broker);
  g_free (self);
}

TestWeather *
test_weather_new (const TestForecast *forecast,
                  guint16             target)
{
  TestWeather       *self = g_new0 (TestWeather, 1);
  struct sockaddr_in address = { .sin_family = AF_INET };
  socklen_t          length = sizeof address;

  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  self->forecast = forecast;
  self->target = target;
  g_mutex_init (&self->mutex);
  self->pairs = g_ptr_array_new_with_free_func (pair_free);
  self->listener = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  g_assert_no_errno (bind (self->listener, (struct sockaddr *) &address, sizeof address));
  g_assert_no_errno (listen (self->listener, 4));
  g_assert_no_errno (getsockname (self->listener, (struct sockaddr *) &address, &length));
  self->port = ntohs (address.sin_port);
  self->thread = g_thread_new ("weather", listen_worker, self);

  return self;
}

void
test_weather_free (TestWeather *self)
{
  if (self == NULL)
    return;

  shutdown (self->listener, SHUT_RDWR);
  g_thread_join (self->thread);
  close (self->listener);
  g_ptr_array_unref (self->pairs);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

guint16
test_weather_get_port (TestWeather *self)
{
  return self->port;
}

gint64
test_weather_get_struck_at (TestWeather *self)
{
  gint64 struck_at;

  g_mutex_lock (&self->mutex);
  struck_at = self->struck_at;
  g_mutex_unlock (&self->mutex);

  return struck_at;
}
