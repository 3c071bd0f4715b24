/* sonde-websocket-frame.h: the frames of a WebSocket, as a client writes and reads them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * RFC 6455, 5. Functions of bytes, whatever the pieces they come in. No
 * payload is kept here: where frames begin and end means nothing to MQTT (5.0, 6).
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  SONDE_WEBSOCKET_CONTINUATION = 0x0,
  SONDE_WEBSOCKET_TEXT = 0x1,
  SONDE_WEBSOCKET_BINARY = 0x2,
  SONDE_WEBSOCKET_CLOSE = 0x8,
  SONDE_WEBSOCKET_PING = 0x9,
  SONDE_WEBSOCKET_PONG = 0xa,
} SondeWebsocketOpcode;

#define SONDE_WEBSOCKET_HEAD_MAX 14
#define SONDE_WEBSOCKET_CONTROL_MAX 125

/* Status codes (7.4.1) */
#define SONDE_WEBSOCKET_NORMAL 1000
#define SONDE_WEBSOCKET_PROTOCOL_ERROR 1002
#define SONDE_WEBSOCKET_UNSUPPORTED_DATA 1003
#define SONDE_WEBSOCKET_NO_STATUS 1005 /* never sent: a CLOSE without one */

/* ---- Writing ---- */

/* From the kernel: for masks and keys. @count: at most 256 */
void sonde_websocket_fill_random (guint8 *bytes,
                                  gsize   count);

/**
 * sonde_websocket_write_frame:
 * @frame: with room for %SONDE_WEBSOCKET_HEAD_MAX and @size bytes
 * @mask: not to be foreseen by whoever chose the payload (10.3)
 *
 * Returns: the size of the frame
 */
gsize sonde_websocket_write_frame (guint8              *frame,
                                   SondeWebsocketOpcode opcode,
                                   const guint8         mask[4],
                                   const void          *payload,
                                   gsize                size);

/* ---- Reading ---- */

/* What a server must not send. */
typedef enum
{
  SONDE_WEBSOCKET_FAULT_NONE,
  SONDE_WEBSOCKET_FAULT_MASKED,   /* 5.1 */
  SONDE_WEBSOCKET_FAULT_RESERVED, /* bits or opcodes (5.2): nobody asked for an extension */
  SONDE_WEBSOCKET_FAULT_TEXT,     /* MQTT is binary (5.0, 6.0.0-1) */
  SONDE_WEBSOCKET_FAULT_CONTROL,  /* too large, or in fragments (5.5), or CLOSE with half a code */
  SONDE_WEBSOCKET_FAULT_SEQUENCE, /* a fragment of nothing, or a message within another (5.4) */
  SONDE_WEBSOCKET_FAULT_LENGTH,   /* of more than 63 bits (5.2) */
} SondeWebsocketFault;

/* One translated sentence */
const char *sonde_websocket_fault_to_string (SondeWebsocketFault fault);

typedef enum
{
  SONDE_WEBSOCKET_NOTHING, /* all was taken; more must come */
  SONDE_WEBSOCKET_DATA,    /* the next .remaining bytes are payload, at least one */
  SONDE_WEBSOCKET_CONTROL, /* .opcode with .control */
  SONDE_WEBSOCKET_BROKEN,  /* .fault; for good */
} SondeWebsocketEvent;

/* All zero at first. */
typedef struct
{
  guint8              head[SONDE_WEBSOCKET_HEAD_MAX];
  guint               head_size;
  guint8              opcode;
  guint8              control[SONDE_WEBSOCKET_CONTROL_MAX];
  guint               control_size;
  guint64             remaining;
  gboolean            in_payload;
  gboolean            in_message; /* its last frame has not come */
  SondeWebsocketFault fault;
} SondeWebsocketReader;

/* Takes from *@data, of *@size bytes, as much as the event needs. */
SondeWebsocketEvent sonde_websocket_reader_next (SondeWebsocketReader *self,
                                                 const guint8        **data,
                                                 gsize                *size);

/* Returns: how much of what comes next is payload, 0 when that is not known */
guint64 sonde_websocket_reader_get_payload (const SondeWebsocketReader *self);

/* After DATA: the caller has taken @count bytes of payload, at most .remaining. */
void sonde_websocket_reader_skip (SondeWebsocketReader *self,
                                  gsize                 count);

/* After a CLOSE. Returns: (transfer full): the peer's words, "" when there are none */
char *sonde_websocket_reader_dup_close (const SondeWebsocketReader *self,
                                        guint16                    *code);

G_END_DECLS
