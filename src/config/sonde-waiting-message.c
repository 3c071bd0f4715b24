/* sonde-waiting-message.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-waiting-message"

#include "sonde-waiting-message.h"

#include "sonde-fields.h"
#include "sonde-json-line.h"

#include <sonde-base64.h>
#include <sonde-topic.h>

#include <string.h>
#include <time.h>

/* A line is flat. */
#define MAX_DEPTH 4

enum
{
  PROP_STATE = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SondeWaitingMessage, sonde_waiting_message, G_TYPE_OBJECT)

/* Never translated, never renumbered. */
static const char *const state_names[] = { "unsent", "sending", "unsure", "refused" };

static void
sonde_waiting_message_get_property (GObject    *object,
                                    guint       prop_id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  SondeWaitingMessage *self = SONDE_WAITING_MESSAGE (object);

  switch (prop_id)
    {
    case PROP_STATE:
      g_value_set_uint (value, self->state);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_waiting_message_finalize (GObject *object)
{
  SondeWaitingMessage *self = SONDE_WAITING_MESSAGE (object);

  g_free (self->profile_id);
  g_free (self->address);
  g_free (self->topic);
  g_free (self->fault);
  g_clear_pointer (&self->payload, g_bytes_unref);

  G_OBJECT_CLASS (sonde_waiting_message_parent_class)->finalize (object);
}

static void
sonde_waiting_message_class_init (SondeWaitingMessageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = sonde_waiting_message_get_property;
  object_class->finalize = sonde_waiting_message_finalize;

  properties[PROP_STATE] =
    g_param_spec_uint ("state", NULL, NULL, SONDE_WAITING_UNSENT, SONDE_WAITING_REFUSED, SONDE_WAITING_UNSENT,
                       G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
sonde_waiting_message_init (SondeWaitingMessage *self)
{
}

static gint64
get_seconds_since_boot (void)
{
  struct timespec now;

  clock_gettime (CLOCK_BOOTTIME, &now);
  return now.tv_sec;
}

static gint64
get_wall_age (gint64 asked)
{
  return MAX (g_get_real_time () / G_USEC_PER_SEC - asked, 0);
}

static SondeWaitingMessage *
create (const char *profile_id,
        const char *address,
        const char *topic,
        GBytes     *payload,
        gint64      asked)
{
  SondeWaitingMessage *self = g_object_new (SONDE_TYPE_WAITING_MESSAGE, NULL);

  self->profile_id = g_strdup (profile_id);
  self->address = g_strdup (address);
  self->topic = g_strdup (topic);
  self->payload = g_bytes_ref (payload);
  self->fault = g_strdup ("");
  self->asked = asked;
  self->known_since = get_seconds_since_boot ();
  self->age_then = get_wall_age (asked);

  return self;
}

SondeWaitingMessage *
sonde_waiting_message_new (const char *profile_id,
                           const char *address,
                           const char *topic,
                           GBytes     *payload,
                           guint8      qos,
                           gboolean    retain,
                           guint32     lifetime)
{
  SondeWaitingMessage *self;

  g_return_val_if_fail (profile_id != NULL && address != NULL && topic != NULL, NULL);
  g_return_val_if_fail (payload != NULL && qos <= 2 && lifetime > 0, NULL);

  self = create (profile_id, address, topic, payload, g_get_real_time () / G_USEC_PER_SEC);
  self->qos = qos;
  self->retain = retain;
  self->lifetime = lifetime;

  return self;
}

void
sonde_waiting_message_set_state (SondeWaitingMessage *self,
                                 SondeWaitingState    state,
                                 const char          *fault)
{
  g_return_if_fail (SONDE_IS_WAITING_MESSAGE (self));

  self->state = state;
  g_free (self->fault);
  self->fault = g_strdup (fault != NULL ? fault : "");
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

gint64
sonde_waiting_message_get_age (SondeWaitingMessage *self)
{
  gint64 known_age;

  g_return_val_if_fail (SONDE_IS_WAITING_MESSAGE (self), 0);

  known_age = self->age_then + get_seconds_since_boot () - self->known_since;

  return MAX (get_wall_age (self->asked), known_age);
}

gint64
sonde_waiting_message_get_rest (SondeWaitingMessage *self)
{
  g_return_val_if_fail (SONDE_IS_WAITING_MESSAGE (self), 0);

  return MAX (self->lifetime - sonde_waiting_message_get_age (self), 0);
}

gsize
sonde_waiting_message_get_size (SondeWaitingMessage *self)
{
  g_return_val_if_fail (SONDE_IS_WAITING_MESSAGE (self), 0);

  return strlen (self->topic) + g_bytes_get_size (self->payload);
}

/* ---- Lines ---- */

char *
sonde_waiting_message_to_line (SondeWaitingMessage *self)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autofree char *payload = NULL;
  gsize            size;
  const guchar    *data;

  g_return_val_if_fail (SONDE_IS_WAITING_MESSAGE (self), NULL);

  data = g_bytes_get_data (self->payload, &size);
  payload = size > 0 ? g_base64_encode (data, size) : g_strdup ("");
  json_object_set_string_member (object, "profile", self->profile_id);
  json_object_set_string_member (object, "address", self->address);
  json_object_set_string_member (object, "topic", self->topic);
  json_object_set_string_member (object, "payload", payload);
  json_object_set_int_member (object, "qos", self->qos);
  json_object_set_boolean_member (object, "retain", self->retain);
  json_object_set_int_member (object, "asked", self->asked);
  json_object_set_int_member (object, "lifetime", self->lifetime);
  json_object_set_string_member (object, "state", state_names[self->state]);
  if (*self->fault != '\0')
    json_object_set_string_member (object, "fault", self->fault);

  return sonde_json_line_write (object);
}

/* A payload that lost a byte must not be sent: an empty one, retained, would even clear what the
 * broker keeps. */
static GBytes *
read_payload (JsonObject *object)
{
  const char *text = sonde_json_get_string (object, "payload");

  return text != NULL ? sonde_base64_decode (text) : NULL;
}

static int
read_state (JsonObject *object)
{
  const char *name = sonde_json_get_string (object, "state");

  for (guint i = 0; i < G_N_ELEMENTS (state_names); i++)
    if (g_strcmp0 (name, state_names[i]) == 0)
      return i == SONDE_WAITING_SENDING ? SONDE_WAITING_UNSURE : (int) i;

  return -1;
}

static SondeWaitingMessage *
read_object (JsonObject *object)
{
  const char *profile_id = sonde_json_get_string (object, "profile");
  const char *address = sonde_json_get_string (object, "address");
  const char *topic = sonde_json_get_string (object, "topic");
  const char *fault = sonde_json_get_string (object, "fault");
  gint64      qos = sonde_json_get_integer (object, "qos", 0, 2, -1);
  gint64      asked = sonde_json_get_integer (object, "asked", 0, G_MAXINT64, -1);
  gint64      lifetime = sonde_json_get_integer (object, "lifetime", 1, G_MAXUINT32, 0);
  JsonNode   *retain = json_object_get_member (object, "retain");
  int         state = read_state (object);
  g_autoptr (GBytes) payload = read_payload (object);
  SondeWaitingMessage *self;

  if (profile_id == NULL || address == NULL || topic == NULL || payload == NULL || qos < 0 || asked < 0 || lifetime == 0 || state < 0)
    return NULL;
  if (retain == NULL || json_node_get_value_type (retain) != G_TYPE_BOOLEAN)
    return NULL;
  if (sonde_topic_name_check (topic, strlen (topic)) != SONDE_TOPIC_FAULT_NONE)
    return NULL;

  self = create (profile_id, address, topic, payload, asked);
  self->qos = qos;
  self->retain = json_node_get_boolean (retain);
  self->lifetime = lifetime;
  self->state = state;
  if (fault != NULL)
    {
      g_free (self->fault);
      self->fault = g_strdup (fault);
    }

  return self;
}

SondeWaitingMessage *
sonde_waiting_message_from_line (const char *line,
                                 gsize       length)
{
  g_autoptr (JsonObject) object = NULL;

  g_return_val_if_fail (line != NULL || length == 0, NULL);

  object = sonde_json_line_read (line, length, MAX_DEPTH);

  return object != NULL ? read_object (object) : NULL;
}
