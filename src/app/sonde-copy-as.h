/* sonde-copy-as.h: a message as a command or a program that sends it once more
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pure functions; any thread. What they make runs as it stands, and holds no secret: where
 * one is needed, it is taken from the environment, and a comment says so. Not translated.
 */

#pragma once

#include <sonde-profile.h>
#include <sonde-segment.h>

G_BEGIN_DECLS

typedef enum
{
  SONDE_COPY_AS_MOSQUITTO_PUB, /* a line for a POSIX shell */
  SONDE_COPY_AS_MOSQUITTO_SUB, /* the same for its topic */
  SONDE_COPY_AS_PYTHON,        /* a program for paho-mqtt 1.6 and 2 */
  SONDE_COPY_AS_JSON,          /* the line of an export */
} SondeCopyAs;

/* Beyond, the payload is read from the file of that name, and a comment says so. */
#define SONDE_COPY_AS_PAYLOAD_MAX (1024 * 1024)
#define SONDE_COPY_AS_FILE "payload.bin"

/* A message that did come or go, and how its broker is reached. */
typedef struct
{
  const SondeSegment *segment;
  const SondeRecord  *record;
  const SondeProfile *profile; /* with the host and port that are connected to */
} SondeCopySource;

/* Ends with a line feed. Of a message, not of an event. */
char *sonde_copy_as_text (const SondeCopySource *source,
                          SondeCopyAs            format);

/* "mosquitto_pub", "json"; as an action's parameter names it. Returns: %FALSE when there is no such */
gboolean sonde_copy_as_from_name (const char  *name,
                                  SondeCopyAs *format);

G_END_DECLS
