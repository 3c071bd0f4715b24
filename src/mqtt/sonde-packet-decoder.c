/* sonde-packet-decoder.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-packet-decoder"

#include "sonde-packet-decoder-private.h"

#include "sonde-properties.h"

#include <glib/gi18n.h>
#include <string.h>

/* What a value shows of long bytes. */
#define MAX_TEXT 400
#define MAX_HEX 64

/* ---- Values ---- */

/* Valid UTF-8 without what cannot be seen; "…" where it is cut. %NULL when it is no text. */
static char *
dup_text (const guint8 *bytes,
          gsize         size)
{
  const char *text = (const char *) bytes;
  gsize       shown = MIN (size, MAX_TEXT);
  const char *end;
  GString    *line;

  /* The last character may be cut in two. */
  if (!g_utf8_validate_len (text, shown, &end) && (shown == size || shown - (end - text) > 5))
    return NULL;

  line = g_string_sized_new (shown + 4);
  for (const char *at = text; at < end; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      g_string_append_unichar (line, c < 0x20 || (c >= 0x7f && c < 0xa0) ? 0xfffd : c);
    }
  if (shown < size)
    g_string_append (line, "…");

  return g_string_free (line, FALSE);
}

static char *
dup_hex (const guint8 *bytes,
         gsize         size)
{
  GString *line = g_string_new (NULL);

  for (gsize i = 0; i < MIN (size, MAX_HEX); i++)
    g_string_append_printf (line, i > 0 ? " %02x" : "%02x", bytes[i]);
  if (size > MAX_HEX)
    g_string_append (line, " …");

  return g_string_free (line, FALSE);
}

static char *
dup_bytes (const guint8 *bytes,
           gsize         size)
{
  char *text = dup_text (bytes, size);

  return text != NULL ? text : dup_hex (bytes, size);
}

/* ---- Reading ---- */

gboolean
sonde_packet_decoder_stop (SondePacketDecoder *self,
                           gsize               at,
                           const char         *reason)
{
  if (!self->stopped)
    {
      self->stopped = TRUE;
      self->out->end = at;
      self->out->fault = g_strdup (reason);
    }

  return FALSE;
}

SondePacketField *
sonde_packet_decoder_add (SondePacketDecoder *self,
                          const char         *name,
                          const char         *clause,
                          gsize               offset,
                          gsize               length)
{
  SondePacketField *field = g_new0 (SondePacketField, 1);

  field->name = name;
  g_strlcpy (field->clause, clause, sizeof field->clause);
  field->offset = offset;
  field->length = length;
  field->level = self->level;
  g_ptr_array_add (self->out->fields, field);

  return field;
}

const guint8 *
sonde_packet_decoder_take (SondePacketDecoder *self,
                           gsize               n)
{
  const guint8 *bytes = self->bytes + self->at;

  if (self->stopped)
    return NULL;
  if (n > self->end - self->at)
    {
      sonde_packet_decoder_stop (self, self->at, _ ("It ends too soon."));
      return NULL;
    }
  if (self->at + n > self->at_hand)
    {
      self->stopped = self->out->cut = TRUE;
      self->out->end = self->at;
      return NULL;
    }

  self->at += n;

  return bytes;
}

SondePacketField *
sonde_packet_decoder_add_number (SondePacketDecoder *self,
                                 const char         *name,
                                 const char         *clause,
                                 gsize               n,
                                 guint              *number)
{
  gsize             offset = self->at;
  const guint8     *bytes = sonde_packet_decoder_take (self, n);
  SondePacketField *field;

  *number = 0;
  if (bytes == NULL)
    return NULL;

  for (gsize i = 0; i < n; i++)
    *number = *number << 8 | bytes[i];
  field = sonde_packet_decoder_add (self, name, clause, offset, n);
  field->value = g_strdup_printf ("%u", *number);

  return field;
}

SondePacketField *
sonde_packet_decoder_add_variable_integer (SondePacketDecoder *self,
                                           const char         *name,
                                           const char         *clause,
                                           guint32            *number)
{
  gsize             offset = self->at;
  SondePacketField *field;

  *number = 0;
  for (guint i = 0; i < 4; i++)
    {
      const guint8 *byte = sonde_packet_decoder_take (self, 1);

      if (byte == NULL)
        return NULL;
      *number |= (guint32) (*byte & 0x7f) << 7 * i;
      if ((*byte & 0x80) != 0)
        continue;

      field = sonde_packet_decoder_add (self, name, clause, offset, self->at - offset);
      field->value = g_strdup_printf ("%u", *number);
      return field;
    }

  sonde_packet_decoder_stop (self, offset, _ ("A variable byte integer is longer than four bytes."));

  return NULL;
}

/* Returns: whether the string keeps to 1.5.4: no NUL, and UTF-8 */
static gboolean
check_string (SondePacketDecoder *self,
              gsize               offset,
              const guint8       *bytes,
              gsize               size)
{
  if (memchr (bytes, '\0', size) != NULL)
    return sonde_packet_decoder_stop (self, offset, _ ("A string holds the character U+0000."));
  if (!g_utf8_validate_len ((const char *) bytes, size, NULL))
    return sonde_packet_decoder_stop (self, offset, _ ("A string is not UTF-8."));

  return TRUE;
}

/* @offset: of the field; its value stands behind what was read since */
static SondePacketField *
add_sized (SondePacketDecoder *self,
           const char         *name,
           const char         *clause,
           gsize               offset,
           gboolean            is_text,
           gboolean            secret)
{
  const guint8     *prefix = sonde_packet_decoder_take (self, 2);
  gsize             begin = self->at;
  gsize             size = prefix != NULL ? prefix[0] << 8 | prefix[1] : 0;
  const guint8     *bytes = prefix != NULL ? sonde_packet_decoder_take (self, size) : NULL;
  SondePacketField *field;

  if (bytes == NULL || (is_text && !check_string (self, begin, bytes, size)))
    return NULL;

  field = sonde_packet_decoder_add (self, name, clause, offset, self->at - offset);
  field->prefix = begin - offset;
  field->secret = secret;
  if (secret)
    field->value = g_strdup (_ ("(hidden)"));
  else
    field->value = is_text ? dup_text (bytes, size) : dup_bytes (bytes, size);

  return field;
}

SondePacketField *
sonde_packet_decoder_add_string (SondePacketDecoder *self,
                                 const char         *name,
                                 const char         *clause)
{
  return add_sized (self, name, clause, self->at, TRUE, FALSE);
}

SondePacketField *
sonde_packet_decoder_add_binary (SondePacketDecoder *self,
                                 const char         *name,
                                 const char         *clause,
                                 gboolean            secret)
{
  return add_sized (self, name, clause, self->at, FALSE, secret);
}

SondePacketField *
sonde_packet_decoder_add_rest (SondePacketDecoder *self,
                               const char         *name,
                               const char         *clause)
{
  gsize             offset = self->at;
  gsize             size = self->end - offset;
  SondePacketField *field;

  if (self->stopped)
    return NULL;

  field = sonde_packet_decoder_add (self, name, clause, offset, size);
  if (self->at_hand < self->end)
    {
      self->stopped = self->out->cut = TRUE;
      self->out->end = self->at_hand;
      size = self->at_hand - offset;
    }
  self->at = offset + size;
  field->value = dup_bytes (self->bytes + offset, size);

  return field;
}

/* ---- Properties ---- */

/* Those that may come more than once (2.2.2.2). */
static gboolean
may_repeat (const SondePacketDecoder *self,
            guint8                    id)
{
  return id == SONDE_PROPERTY_USER_PROPERTY || (id == SONDE_PROPERTY_SUBSCRIPTION_ID && self->type == SONDE_PACKET_PUBLISH);
}

static gboolean
is_flag (guint8 id)
{
  return id == SONDE_PROPERTY_PAYLOAD_FORMAT || id == SONDE_PROPERTY_REQUEST_PROBLEM || id == SONDE_PROPERTY_REQUEST_RESPONSE ||
         id == SONDE_PROPERTY_MAXIMUM_QOS || id == SONDE_PROPERTY_RETAIN_AVAILABLE || id == SONDE_PROPERTY_WILDCARD_AVAILABLE ||
         id == SONDE_PROPERTY_SUBSCRIPTION_ID_AVAILABLE || id == SONDE_PROPERTY_SHARED_AVAILABLE;
}

/* Returns: why the value is against the rules of 2.2.2, or %NULL */
static const char *
find_fault (const SondeProperty *property)
{
  if (is_flag (property->id) && property->number > 1)
    return _ ("A property is neither 0 nor 1.");
  if (property->number == 0 &&
      (property->id == SONDE_PROPERTY_RECEIVE_MAXIMUM || property->id == SONDE_PROPERTY_MAXIMUM_PACKET_SIZE ||
       property->id == SONDE_PROPERTY_TOPIC_ALIAS || property->id == SONDE_PROPERTY_SUBSCRIPTION_ID))
    return _ ("A property is 0, which it must not be.");

  return NULL;
}

static char *
dup_property_value (const SondeProperty *property)
{
  g_autofree char *name = NULL;
  g_autofree char *value = NULL;

  if (property->id == SONDE_PROPERTY_AUTH_DATA)
    return g_strdup (_ ("(hidden)"));
  if (property->bytes == NULL)
    return sonde_property_dup_value (property);
  if (property->id == SONDE_PROPERTY_CORRELATION_DATA)
    return dup_bytes (property->bytes, property->size);

  name = dup_bytes (property->bytes, property->size);
  if (property->id != SONDE_PROPERTY_USER_PROPERTY)
    return g_steal_pointer (&name);
  value = dup_bytes (property->value, property->value_size);

  return g_strdup_printf ("%s = %s", name, value);
}

static gboolean
check_strings (SondePacketDecoder  *self,
               const SondeProperty *property)
{
  gsize offset = self->at;

  if (property->bytes == NULL || property->id == SONDE_PROPERTY_CORRELATION_DATA || property->id == SONDE_PROPERTY_AUTH_DATA)
    return TRUE;

  return check_string (self, offset, property->bytes, property->size) &&
         (property->value == NULL || check_string (self, offset, property->value, property->value_size));
}

/* Whole and allowed: seen[] has a bit for each id. */
static gboolean
check_property (SondePacketDecoder  *self,
                gboolean             will,
                const SondeProperty *property,
                guint64             *seen)
{
  const char *reason;

  if (sonde_packet_clause_of_property (self->type, will, property->id) == 0)
    return sonde_packet_decoder_stop (self, self->at, _ ("A property does not belong into this packet."));
  if ((*seen & G_GUINT64_CONSTANT (1) << property->id) != 0 && !may_repeat (self, property->id))
    return sonde_packet_decoder_stop (self, self->at, _ ("A property is there twice."));
  reason = find_fault (property);
  if (reason != NULL)
    return sonde_packet_decoder_stop (self, self->at, reason);

  *seen |= G_GUINT64_CONSTANT (1) << property->id;

  return check_strings (self, property);
}

/* @end: of the properties, all of them at hand */
static void
add_each_property (SondePacketDecoder *self,
                   gboolean            will,
                   gsize               end)
{
  SondePropertyIter iter;
  SondeProperty     property;
  guint64           seen = 0;

  sonde_property_iter_init (&iter, self->bytes + self->at, end - self->at);
  while (sonde_property_iter_next (&iter, &property))
    {
      gsize             next = iter.at - self->bytes;
      SondePacketField *field;
      char              clause[SONDE_PACKET_CLAUSE_SIZE];

      if (!check_property (self, will, &property, &seen))
        return;

      g_snprintf (clause, sizeof clause, "%s.%u", sonde_packet_clause_of_properties (self->type, will),
                  sonde_packet_clause_of_property (self->type, will, property.id));
      field = sonde_packet_decoder_add (self, sonde_property_to_name (property.id), clause, self->at, next - self->at);
      field->value = dup_property_value (&property);
      field->secret = property.id == SONDE_PROPERTY_AUTH_DATA;
      field->prefix = property.bytes != NULL ? 3 : 1;
      self->at = next;
    }

  if (self->at < end)
    sonde_packet_decoder_stop (self, self->at,
                               sonde_property_to_name (self->bytes[self->at]) != NULL ? _ ("A property ends too soon.")
                                                                                      : _ ("A property is unknown."));
}

void
sonde_packet_decoder_add_properties (SondePacketDecoder *self,
                                     gboolean            will)
{
  char    clause[SONDE_PACKET_CLAUSE_SIZE];
  guint32 size;
  gsize   end;

  g_snprintf (clause, sizeof clause, "%s.1", sonde_packet_clause_of_properties (self->type, will));
  if (sonde_packet_decoder_add_variable_integer (self, will ? _ ("Will property length") : _ ("Property length"), clause, &size) == NULL)
    return;
  if (size > self->end - self->at)
    {
      sonde_packet_decoder_stop (self, self->at, _ ("The properties are longer than the packet."));
      return;
    }

  end = self->at + size;
  if (end > self->at_hand)
    {
      self->stopped = self->out->cut = TRUE;
      self->out->end = self->at;
      return;
    }

  self->level++;
  add_each_property (self, will, end);
  self->level--;
}
