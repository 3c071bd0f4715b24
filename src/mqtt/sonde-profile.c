/* sonde-profile.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-profile"

#include "sonde-profile.h"

#include "sonde-topic.h"

#include <string.h>

#include <glib/gi18n.h>

#define CLIENT_ID_MAX_BYTES 65535 /* 1.5.4: what a length of two bytes can say */
#define KEEP_ALIVE_MIN 5

G_DEFINE_BOXED_TYPE (SondeProfile, sonde_profile, sonde_profile_copy, sonde_profile_free)

const char *
sonde_mqtt_version_to_string (SondeMqttVersion version)
{
  switch (version)
    {
    case SONDE_MQTT_3_1:
      return "MQTT 3.1";
    case SONDE_MQTT_3_1_1:
      return "MQTT 3.1.1";
    case SONDE_MQTT_5:
      return "MQTT 5";
    default:
      g_return_val_if_reached ("MQTT");
    }
}

SondeProfile *
sonde_profile_new (void)
{
  SondeProfile *self = g_new0 (SondeProfile, 1);

  self->id = g_uuid_string_random ();
  self->name = g_strdup ("");
  self->group = g_strdup ("");
  self->color = SONDE_NO_COLOR;
  self->host = g_strdup ("127.0.0.1");
  self->port = 1883;
  self->version = SONDE_MQTT_5;
  self->client_id = g_strdup ("");
  self->clean_start = TRUE;
  self->keep_alive = 60;
  self->connect_timeout = 10;
  self->reconnect = TRUE;
  self->first_delay = 1;
  self->greatest_delay = 60;
  self->resubscribe = TRUE;
  self->user_name = g_strdup ("");
  self->network = sonde_network_options_new ();
  self->tls = sonde_tls_options_new ();
  self->will = sonde_will_new ();
  self->request_problem_information = TRUE;
  self->user_properties = sonde_pairs_new ();
  self->variables = sonde_pairs_new ();
  self->subscriptions = g_ptr_array_new_with_free_func ((GDestroyNotify) sonde_wanted_free);
  self->dropped = g_ptr_array_new_with_free_func (g_free);

  return self;
}

SondeProfile *
sonde_profile_new_local (void)
{
  SondeProfile *self = sonde_profile_new ();

  g_free (self->name);
  self->name = g_strdup (_ ("Local broker"));
  self->local_broker = TRUE;
  g_free (self->client_id);
  self->client_id = sonde_profile_generate_client_id ();

  return self;
}

SondeProfile *
sonde_profile_copy (const SondeProfile *self)
{
  SondeProfile *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->id = g_strdup (self->id);
  copy->name = g_strdup (self->name);
  copy->group = g_strdup (self->group);
  copy->host = g_strdup (self->host);
  copy->client_id = g_strdup (self->client_id);
  copy->user_name = g_strdup (self->user_name);
  copy->network = sonde_network_options_copy (self->network);
  copy->tls = sonde_tls_options_copy (self->tls);
  copy->will = sonde_will_copy (self->will);
  copy->user_properties = sonde_pairs_copy (self->user_properties);
  copy->variables = sonde_pairs_copy (self->variables);
  copy->subscriptions = g_ptr_array_new_with_free_func ((GDestroyNotify) sonde_wanted_free);
  copy->dropped = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < self->subscriptions->len; i++)
    g_ptr_array_add (copy->subscriptions, sonde_wanted_copy (g_ptr_array_index (self->subscriptions, i)));
  for (guint i = 0; i < self->dropped->len; i++)
    sonde_profile_unwant (copy, g_ptr_array_index (self->dropped, i), TRUE);

  return copy;
}

void
sonde_profile_free (SondeProfile *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  g_free (self->name);
  g_free (self->group);
  g_free (self->host);
  g_free (self->client_id);
  g_free (self->user_name);
  sonde_network_options_free (self->network);
  sonde_tls_options_free (self->tls);
  sonde_will_free (self->will);
  g_ptr_array_unref (self->user_properties);
  g_ptr_array_unref (self->variables);
  g_ptr_array_unref (self->subscriptions);
  g_ptr_array_unref (self->dropped);
  g_free (self);
}

static gboolean
subscriptions_equal (const GPtrArray *a,
                     const GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;

  for (guint i = 0; i < a->len; i++)
    if (!sonde_wanted_equal (g_ptr_array_index (a, i), g_ptr_array_index (b, i)))
      return FALSE;

  return TRUE;
}

static gboolean
dropped_equal (const GPtrArray *a,
               const GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;

  for (guint i = 0; i < a->len; i++)
    if (!g_str_equal (g_ptr_array_index (a, i), g_ptr_array_index (b, i)))
      return FALSE;

  return TRUE;
}

/* What is said to the broker: of the session, and of the properties of MQTT 5. */
static gboolean
sessions_equal (const SondeProfile *a,
                const SondeProfile *b)
{
  return a->version == b->version &&
         g_strcmp0 (a->client_id, b->client_id) == 0 &&
         !a->clean_start == !b->clean_start &&
         a->session_expiry == b->session_expiry &&
         a->keep_alive == b->keep_alive &&
         g_strcmp0 (a->user_name, b->user_name) == 0 &&
         a->receive_maximum == b->receive_maximum &&
         a->maximum_packet_size == b->maximum_packet_size &&
         !a->request_response_information == !b->request_response_information &&
         !a->request_problem_information == !b->request_problem_information &&
         sonde_pairs_equal (a->user_properties, b->user_properties);
}

/* When Sonde connects, and how long it tries. */
static gboolean
patience_equal (const SondeProfile *a,
                const SondeProfile *b)
{
  return a->connect_timeout == b->connect_timeout &&
         !a->reconnect == !b->reconnect &&
         a->first_delay == b->first_delay &&
         a->greatest_delay == b->greatest_delay &&
         a->attempts == b->attempts &&
         !a->connect_on_start == !b->connect_on_start &&
         !a->resubscribe == !b->resubscribe;
}

gboolean
sonde_profile_equal (const SondeProfile *a,
                     const SondeProfile *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  return g_strcmp0 (a->id, b->id) == 0 &&
         g_strcmp0 (a->name, b->name) == 0 &&
         g_strcmp0 (a->group, b->group) == 0 &&
         a->color == b->color &&
         !a->local_broker == !b->local_broker &&
         a->local_choice == b->local_choice &&
         g_strcmp0 (a->host, b->host) == 0 &&
         a->port == b->port &&
         sessions_equal (a, b) &&
         patience_equal (a, b) &&
         sonde_network_options_equal (a->network, b->network) &&
         sonde_tls_options_equal (a->tls, b->tls) &&
         sonde_will_equal (a->will, b->will) &&
         sonde_pairs_equal (a->variables, b->variables) &&
         subscriptions_equal (a->subscriptions, b->subscriptions) &&
         dropped_equal (a->dropped, b->dropped);
}

static void
remove_dropped (SondeProfile *self,
                const char   *filter)
{
  guint position;

  if (g_ptr_array_find_with_equal_func (self->dropped, filter, g_str_equal, &position))
    g_ptr_array_remove_index (self->dropped, position);
}

SondeWanted *
sonde_profile_find_wanted (const SondeProfile *self,
                           const char         *filter)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (filter != NULL, NULL);

  for (guint i = 0; i < self->subscriptions->len; i++)
    {
      SondeWanted *wanted = g_ptr_array_index (self->subscriptions, i);

      if (g_str_equal (wanted->filter, filter))
        return wanted;
    }

  return NULL;
}

SondeWanted *
sonde_profile_want (SondeProfile *self,
                    const char   *filter,
                    guint8        qos,
                    guint8        color)
{
  SondeWanted *wanted;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (filter != NULL, NULL);

  remove_dropped (self, filter);
  wanted = sonde_profile_find_wanted (self, filter);
  if (wanted == NULL)
    {
      wanted = sonde_wanted_new (filter, qos, color);
      g_ptr_array_add (self->subscriptions, wanted);
    }
  wanted->options.qos = qos;
  wanted->color = color;
  return wanted;
}

void
sonde_profile_unwant (SondeProfile *self,
                      const char   *filter,
                      gboolean      held)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (filter != NULL);

  for (guint i = self->subscriptions->len; i > 0; i--)
    {
      const SondeWanted *wanted = g_ptr_array_index (self->subscriptions, i - 1);

      if (strcmp (wanted->filter, filter) == 0)
        g_ptr_array_remove_index (self->subscriptions, i - 1);
    }

  if (!held)
    remove_dropped (self, filter);
  else if (!g_ptr_array_find_with_equal_func (self->dropped, filter, g_str_equal, NULL))
    g_ptr_array_add (self->dropped, g_strdup (filter));
}

char *
sonde_profile_generate_client_id (void)
{
  static const char characters[] = "abcdefghijklmnopqrstuvwxyz0123456789";
  char              suffix[8 + 1] = { 0 };

  for (gsize i = 0; i < sizeof suffix - 1; i++)
    suffix[i] = characters[g_random_int_range (0, sizeof characters - 1)];

  return g_strconcat ("sonde_", suffix, NULL);
}

char *
sonde_profile_dup_address (const SondeProfile *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->network->carrier == SONDE_CARRIER_UNIX)
    return g_strdup (self->network->socket_path);
  if (strchr (self->host, ':') != NULL)
    return g_strdup_printf ("[%s]:%u", self->host, self->port);

  return g_strdup_printf ("%s:%u", self->host, self->port);
}

/* fe80::1%eth0 */
static char *
dup_without_zone (const char *host)
{
  return g_strndup (host, strcspn (host, "%"));
}

char *
sonde_host_dup_ascii (const char *host)
{
  g_autofree char *address = NULL;

  g_return_val_if_fail (host != NULL, NULL);

  address = dup_without_zone (host);
  if (g_hostname_is_ip_address (address))
    return g_steal_pointer (&address);

  return g_hostname_to_ascii (host);
}

static gboolean
is_ipv6_address (const char *host)
{
  g_autofree char *address = dup_without_zone (host);

  return strchr (address, ':') != NULL && g_hostname_is_ip_address (address);
}

static gboolean
has_space_or_control (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isspace (c) || g_unichar_iscntrl (c))
        return TRUE;
    }

  return FALSE;
}

const char *
sonde_profile_check_host (const char *host)
{
  g_return_val_if_fail (host != NULL, NULL);

  if (*host == '\0')
    return _ ("Type the broker’s name or address, such as localhost or 192.168.1.10.");
  if (!g_utf8_validate (host, -1, NULL))
    return _ ("The host is not valid UTF-8: type it anew.");
  if (strstr (host, "://") != NULL)
    return _ ("Leave out what stands before the name, such as mqtt://.");
  if (has_space_or_control (host))
    return _ ("A host name holds no spaces: remove them.");
  if (strchr (host, '/') != NULL)
    return _ ("A host name holds no slash: leave out what follows the name.");
  if (strchr (host, '@') != NULL)
    return _ ("The user name has a field of its own: leave it out here.");
  if (strpbrk (host, "[]") != NULL)
    return _ ("Type an IPv6 address without brackets, as in ::1; the port has a field of its own.");
  if (strchr (host, ':') != NULL && !is_ipv6_address (host))
    return _ ("The port has a field of its own: leave it out here.");
  if (strpbrk (host, "?#\\\"<>^`{|},;") != NULL)
    return _ ("Letters, digits, dots and hyphens make a host name: remove the other characters.");

  return NULL;
}

const char *
sonde_profile_check_client_id (const char      *client_id,
                               SondeMqttVersion version,
                               gboolean         clean_start)
{
  g_return_val_if_fail (client_id != NULL, NULL);

  /* 3.1, 3.1: from 1 character on */
  if (*client_id == '\0' && version == SONDE_MQTT_3_1)
    return _ ("MQTT 3.1 needs a client ID: type or generate one.");
  /* 3.1.1, 3.1.3.1: the broker could not find the session again */
  if (*client_id == '\0' && version == SONDE_MQTT_3_1_1 && !clean_start)
    return _ ("Without a clean session a client ID is needed, to find the session again: type or generate one.");
  if (strlen (client_id) > CLIENT_ID_MAX_BYTES)
    return _ ("The client ID is longer than 65,535 bytes: shorten it.");
  if (!g_utf8_validate (client_id, -1, NULL))
    return _ ("The client ID is not valid UTF-8: type it anew.");
  /* libmosquitto does not send them (5.0, 1.5.4: should not be sent) */
  if (sonde_mqtt_string_check (client_id, strlen (client_id)) == SONDE_TOPIC_FAULT_CONTROL)
    return _ ("The client ID holds a line break or another control character: remove it.");

  return NULL;
}

const char *
sonde_profile_check_keep_alive (guint keep_alive)
{
  if (keep_alive > 0 && keep_alive < KEEP_ALIVE_MIN)
    return _ ("Choose a keep alive of at least 5 seconds, or 0 for none.");
  if (keep_alive > G_MAXUINT16)
    return _ ("Choose a keep alive of at most 65,535 seconds.");

  return NULL;
}
