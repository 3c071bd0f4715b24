/* test-weather.h: a proxy that does to a connection what a network does
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * On 127.0.0.1, its connections in threads of their own. It strikes once, at the first packet of
 * that type in that direction; what comes later goes through.
 */

#pragma once

#include <sonde-packet.h>

G_BEGIN_DECLS

typedef enum
{
  TEST_WEATHER_FAIR,
  TEST_WEATHER_CUT,       /* in the place of the packet, to both sides */
  TEST_WEATHER_CUT_AFTER, /* right behind it */
  TEST_WEATHER_RESET,     /* in its place, to both sides */
  TEST_WEATHER_HOLE,      /* from it on nothing comes through, either way, and nobody is told */
} TestWeatherKind;

typedef struct
{
  TestWeatherKind kind;
  gboolean        up; /* from the client */
  SondePacketType type;
  guint           step;     /* bytes that pass at once; 0: any */
  guint           delay_us; /* after each */
} TestForecast;

typedef struct _TestWeather TestWeather;

/* @forecast: borrowed */
TestWeather *test_weather_new (const TestForecast *forecast,
                               guint16             target);
void         test_weather_free (TestWeather *self);

guint16 test_weather_get_port (TestWeather *self);

/* When it struck, in monotonic µs; 0: not yet */
gint64 test_weather_get_struck_at (TestWeather *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestWeather, test_weather_free)

G_END_DECLS
