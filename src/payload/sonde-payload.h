/* sonde-payload.h: bytes as a person may look at them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pure functions over bytes that stay as they are; any thread. What is shown at
 * once is bounded: a line is broken at SONDE_DISPLAY_LINE bytes and a display ends
 * after @limit bytes of payload, saying so.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SONDE_DISPLAY_LINE 4096
#define SONDE_DISPLAY_FIRST (256 * 1024)

typedef enum
{
  SONDE_PAYLOAD_TEXT,
  SONDE_PAYLOAD_JSON,
  SONDE_PAYLOAD_HEX,
  SONDE_PAYLOAD_BASE64,
} SondePayloadFormat;

typedef struct
{
  char    *text;     /* valid UTF-8 without NUL */
  gsize    shown;    /* bytes of the payload that it covers */
  gboolean complete; /* shown is all of it */
  gboolean broken;   /* lines were broken that are not so in the payload */
  gboolean escaped;  /* bytes that are no UTF-8 or no characters stand as \xNN */
  char    *fault;    /* why this format does not fit, a translated sentence, or %NULL */
} SondeDisplay;

void sonde_display_free (SondeDisplay *self);

/* @limit: bytes of the payload to show; 0 for all */
SondeDisplay *sonde_payload_to_text (const guint8 *payload,
                                     gsize         size,
                                     gsize         limit);

/* Pretty: two spaces a level (at most 32 levels are indented), numbers, strings, keys and
 * their order as sent. What is no JSON is shown as text, with the fault, its line and column. */
SondeDisplay *sonde_payload_to_json (const guint8 *payload,
                                     gsize         size,
                                     gsize         limit);

/* "00000010  48 65 6c 6c 6f … |Hello…|", sixteen bytes a line */
SondeDisplay *sonde_payload_to_hex (const guint8 *payload,
                                    gsize         size,
                                    gsize         limit);

/* In lines of 76 characters */
SondeDisplay *sonde_payload_to_base64 (const guint8 *payload,
                                       gsize         size,
                                       gsize         limit);

/* "png", "jpeg", "gif", "webp" for bytes that begin like such an image, else %NULL. Static. */
const char *sonde_payload_get_image_type (const guint8 *payload,
                                          gsize         size);

/* What to show first: JSON for a complete object or array of up to 1 MB (checked) or one that
 * begins like it beyond, HEX for what is not UTF-8 or holds control characters, else TEXT. */
SondePayloadFormat sonde_payload_guess (const guint8 *payload,
                                        gsize         size);

/* One line for a row: at most @max_chars characters, white space folded, control characters
 * and bytes that are no UTF-8 as U+FFFD, "…" where cut. Touches only the first bytes. */
char *sonde_payload_preview (const guint8 *payload,
                             gsize         size,
                             guint         max_chars);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeDisplay, sonde_display_free)

G_END_DECLS
