/* sonde-usual-port.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-usual-port"

#include "sonde-usual-port.h"

/* Without TLS and with it; the first pair of a carrier is the one to propose. */
typedef struct
{
  SondeCarrier carrier;
  guint16      ports[2];
} PortPair;

static const PortPair pairs[] = {
  { SONDE_CARRIER_TCP, { 1883, 8883 } },
  { SONDE_CARRIER_WEBSOCKET, { 8083, 8084 } }, /* EMQX */
  { SONDE_CARRIER_WEBSOCKET, { 80, 443 } },
  { SONDE_CARRIER_WEBSOCKET, { 8080, 8081 } }, /* mosquitto's public broker */
  { SONDE_CARRIER_WEBSOCKET, { 8000, 8884 } }, /* HiveMQ */
};

static const PortPair *
find_pair (SondeCarrier carrier,
           gboolean     use_tls,
           guint16      port)
{
  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    if (pairs[i].carrier == carrier && pairs[i].ports[!!use_tls] == port)
      return &pairs[i];

  return NULL;
}

guint16
sonde_usual_port (SondeCarrier carrier,
                  gboolean     use_tls)
{
  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    if (pairs[i].carrier == carrier)
      return pairs[i].ports[!!use_tls];

  return pairs[0].ports[!!use_tls];
}

gboolean
sonde_port_is_usual (SondeCarrier carrier,
                     gboolean     use_tls,
                     guint16      port)
{
  return find_pair (carrier, use_tls, port) != NULL;
}

guint16
sonde_propose_port (SondeCarrier old_carrier,
                    gboolean     old_tls,
                    SondeCarrier carrier,
                    gboolean     use_tls,
                    guint16      port)
{
  const PortPair *pair;

  /* A socket of this machine has no port: what stands there waits for the way back. */
  if (old_carrier == SONDE_CARRIER_UNIX)
    old_carrier = SONDE_CARRIER_TCP;
  if (carrier == SONDE_CARRIER_UNIX)
    return port;

  pair = find_pair (old_carrier, old_tls, port);
  if (pair == NULL)
    return port;

  return pair->carrier == carrier ? pair->ports[!!use_tls] : sonde_usual_port (carrier, use_tls);
}
