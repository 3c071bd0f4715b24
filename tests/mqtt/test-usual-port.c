/* test-usual-port.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <sonde-usual-port.h>

#define TCP SONDE_CARRIER_TCP
#define WS SONDE_CARRIER_WEBSOCKET
#define UNIX SONDE_CARRIER_UNIX

/* clang-format off */
static const struct
{
  SondeCarrier old_carrier;
  gboolean     old_tls;
  guint16      port;
  SondeCarrier carrier;
  gboolean     use_tls;
  guint16      proposed;
} cases[] = {
  { TCP,  FALSE, 1883, TCP,  TRUE,  8883 },
  { TCP,  TRUE,  8883, TCP,  FALSE, 1883 },
  { TCP,  FALSE, 1884, TCP,  TRUE,  1884 },
  { TCP,  FALSE, 8883, TCP,  TRUE,  8883 },
  { TCP,  FALSE, 1883, WS,   FALSE, 8083 },
  { TCP,  TRUE,  8883, WS,   TRUE,  8084 },
  { WS,   FALSE, 8083, WS,   TRUE,  8084 },
  { WS,   FALSE,   80, WS,   TRUE,   443 },
  { WS,   TRUE,   443, WS,   FALSE,   80 },
  { WS,   FALSE, 8080, WS,   TRUE,  8081 },
  { WS,   TRUE,   443, TCP,  TRUE,  8883 },
  { WS,   FALSE, 9001, TCP,  FALSE, 9001 },
  { TCP,  FALSE,   80, WS,   FALSE,   80 },
  { TCP,  FALSE, 1883, UNIX, FALSE, 1883 },
  { UNIX, FALSE, 1883, WS,   FALSE, 8083 },
  { UNIX, FALSE, 1883, TCP,  FALSE, 1883 },
};
/* clang-format on */

static void
test_propose (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint16 port = sonde_propose_port (cases[i].old_carrier, cases[i].old_tls, cases[i].carrier, cases[i].use_tls,
                                         cases[i].port);

      g_assert_cmpuint (port, ==, cases[i].proposed);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/usual-port/propose", test_propose);
  return g_test_run ();
}
