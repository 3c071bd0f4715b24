/* sonde-payload-numbers.h: the numbers in a payload, and where they stand
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A payload is one number, as text, or JSON: then each number in it, also one in a string
 * ("21.5"), and true and false as 1 and 0. A path is as sonde_json_tree_dup_path() has it,
 * "$" for a payload that is a number itself. One thread at a time.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What lies deeper, has a longer path or comes after so many is passed over; a larger payload is. */
#define SONDE_NUMBERS_DEPTH_MAX 24
#define SONDE_NUMBERS_PATH_MAX 256
#define SONDE_NUMBERS_MAX 500
#define SONDE_NUMBERS_SIZE_MAX (1024 * 1024)

typedef struct _SondeNumbers SondeNumbers;

SondeNumbers *sonde_numbers_new (void);
void          sonde_numbers_free (SondeNumbers *self);

/* Forgets those of the last payload. Returns: how many there are; 0 where the JSON is not whole */
guint sonde_numbers_read (SondeNumbers *self,
                          const void   *payload,
                          gsize         size);

/* In the order of the payload; of a key that is there twice both. @value: NaN for null.
 * Returns: the path, until the next payload is read */
const char *sonde_numbers_get (SondeNumbers *self,
                               guint         index,
                               double       *value);

/* "$.motor[3].rpm" → "motor[3].rpm", "$[0]" → "[0]"; "$": a word for the value itself */
const char *sonde_numbers_path_to_name (const char *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeNumbers, sonde_numbers_free)

G_END_DECLS
