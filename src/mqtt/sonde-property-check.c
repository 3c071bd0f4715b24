/* sonde-property-check.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-property-check"

#include "sonde-property-check.h"

#include "sonde-packet.h"
#include "sonde-packet-clause.h"

#include <glib/gi18n.h>
#include <string.h>

/* Those that may come more than once (2.2.2.2). */
static gboolean
may_repeat (guint8 type,
            guint8 id)
{
  return id == SONDE_PROPERTY_USER_PROPERTY || (id == SONDE_PROPERTY_SUBSCRIPTION_ID && type == SONDE_PACKET_PUBLISH);
}

static gboolean
is_flag (guint8 id)
{
  return id == SONDE_PROPERTY_PAYLOAD_FORMAT || id == SONDE_PROPERTY_REQUEST_PROBLEM || id == SONDE_PROPERTY_REQUEST_RESPONSE ||
         id == SONDE_PROPERTY_MAXIMUM_QOS || id == SONDE_PROPERTY_RETAIN_AVAILABLE || id == SONDE_PROPERTY_WILDCARD_AVAILABLE ||
         id == SONDE_PROPERTY_SUBSCRIPTION_ID_AVAILABLE || id == SONDE_PROPERTY_SHARED_AVAILABLE;
}

static const char *
check_number (const SondeProperty *property)
{
  if (is_flag (property->id) && property->number > 1)
    return _ ("A property is neither 0 nor 1.");
  if (property->number == 0 &&
      (property->id == SONDE_PROPERTY_RECEIVE_MAXIMUM || property->id == SONDE_PROPERTY_MAXIMUM_PACKET_SIZE ||
       property->id == SONDE_PROPERTY_TOPIC_ALIAS || property->id == SONDE_PROPERTY_SUBSCRIPTION_ID))
    return _ ("A property is 0, which it must not be.");

  return NULL;
}

const char *
sonde_string_check (const guint8 *bytes,
                    gsize         size)
{
  if (memchr (bytes, '\0', size) != NULL)
    return _ ("A string holds the character U+0000.");
  if (!g_utf8_validate_len ((const char *) bytes, size, NULL))
    return _ ("A string is not UTF-8.");

  return NULL;
}

static const char *
check_strings (const SondeProperty *property)
{
  const char *fault;

  if (property->bytes == NULL || property->id == SONDE_PROPERTY_CORRELATION_DATA || property->id == SONDE_PROPERTY_AUTH_DATA)
    return NULL;

  fault = sonde_string_check (property->bytes, property->size);
  if (fault == NULL && property->value != NULL)
    fault = sonde_string_check (property->value, property->value_size);

  return fault;
}

const char *
sonde_property_check (const SondeProperty *property,
                      guint8               type,
                      gboolean             will,
                      guint64             *seen,
                      guint8              *reason)
{
  guint64     bit = G_GUINT64_CONSTANT (1) << property->id;
  const char *fault;

  /* 2.2.2.2 */
  *reason = SONDE_REASON_MALFORMED_PACKET;
  if (sonde_packet_clause_of_property (type, will, property->id) == 0)
    return _ ("A property does not belong into this packet.");

  *reason = SONDE_REASON_PROTOCOL_ERROR;
  if ((*seen & bit) != 0 && !may_repeat (type, property->id))
    return _ ("A property is there twice.");
  *seen |= bit;

  /* 3.3.2.3.4 */
  if (property->id == SONDE_PROPERTY_TOPIC_ALIAS)
    *reason = SONDE_REASON_TOPIC_ALIAS_INVALID;
  fault = check_number (property);
  if (fault != NULL)
    return fault;

  *reason = SONDE_REASON_MALFORMED_PACKET;

  return check_strings (property);
}

const char *
sonde_properties_check (const guint8 *properties,
                        gsize         size,
                        guint8        type,
                        guint8       *reason)
{
  SondePropertyIter iter;
  SondeProperty     property;
  guint64           seen = 0;

  sonde_property_iter_init (&iter, properties, size);
  while (sonde_property_iter_next (&iter, &property))
    {
      const char *fault = sonde_property_check (&property, type, FALSE, &seen, reason);

      if (fault != NULL)
        return fault;
    }

  *reason = SONDE_REASON_MALFORMED_PACKET;

  return iter.at < iter.end ? sonde_properties_explain_end (*iter.at) : NULL;
}

const char *
sonde_properties_explain_end (guint8 at)
{
  return sonde_property_to_name (at) != NULL ? _ ("A property ends too soon.") : _ ("A property is unknown.");
}
