/* sonde-packet-decoder.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-packet-decoder"

#include "sonde-packet-decoder-private.h"

#include "sonde-properties.h"
#include "sonde-property-check.h"

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
sonde_packet_decoder_refuse (SondePacketDecoder *self,
                             gsize               at,
                             guint8              reason,
                             const char         *fault)
{
  if (!self->stopped)
    {
      self->stopped = TRUE;
      self->out->end = at;
      self->out->fault = g_strdup (fault);
      self->out->reason = reason;
    }

  return FALSE;
}

gboolean
sonde_packet_decoder_stop (SondePacketDecoder *self,
                           gsize               at,
                           const char         *fault)
{
  return sonde_packet_decoder_refuse (self, at, SONDE_REASON_MALFORMED_PACKET, fault);
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
  const char *fault = sonde_string_check (bytes, size);

  return fault == NULL || sonde_packet_decoder_stop (self, offset, fault);
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
      const char       *fault;
      guint8            reason;

      fault = sonde_property_check (&property, self->type, will, &seen, &reason);
      if (fault != NULL)
        {
          sonde_packet_decoder_refuse (self, self->at, reason, fault);
          return;
        }

      g_snprintf (clause, sizeof clause, "%s.%u", sonde_packet_clause_of_properties (self->type, will),
                  sonde_packet_clause_of_property (self->type, will, property.id));
      field = sonde_packet_decoder_add (self, sonde_property_to_name (property.id), clause, self->at, next - self->at);
      field->value = dup_property_value (&property);
      field->secret = property.id == SONDE_PROPERTY_AUTH_DATA;
      field->prefix = property.bytes != NULL ? 3 : 1;
      self->at = next;
    }

  if (self->at < end)
    sonde_packet_decoder_stop (self, self->at, sonde_properties_explain_end (self->bytes[self->at]));
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
