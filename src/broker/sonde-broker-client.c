/* sonde-broker-client.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-broker-client"

#include "sonde-broker-client.h"

#include <string.h>

struct _SondeBrokerClient
{
  GObject parent_instance;

  char            *id;
  char            *text;
  char            *address;
  SondeMqttVersion version;
  gboolean         clean;
  guint16          keep_alive;
  gboolean         own;
  gint64           since;
};

G_DEFINE_FINAL_TYPE (SondeBrokerClient, sonde_broker_client, G_TYPE_OBJECT)

static void
sonde_broker_client_finalize (GObject *object)
{
  SondeBrokerClient *self = SONDE_BROKER_CLIENT (object);

  g_free (self->id);
  g_free (self->text);
  g_free (self->address);

  G_OBJECT_CLASS (sonde_broker_client_parent_class)->finalize (object);
}

static void
sonde_broker_client_class_init (SondeBrokerClientClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sonde_broker_client_finalize;
}

static void
sonde_broker_client_init (SondeBrokerClient *self)
{
}

SondeBrokerClient *
sonde_broker_client_new (const SondeBrokerEvent *event,
                         gboolean                own,
                         gint64                  since)
{
  SondeBrokerClient *self;

  g_return_val_if_fail (event != NULL && event->kind == SONDE_BROKER_EVENT_CAME, NULL);

  self = g_object_new (SONDE_TYPE_BROKER_CLIENT, NULL);
  self->id = g_strdup (event->client_id);
  self->text = g_strdup (event->text);
  self->address = g_strdup (event->address);
  self->version = event->version;
  self->clean = event->clean;
  self->keep_alive = event->keep_alive;
  self->own = own;
  self->since = since;

  return self;
}

const char *
sonde_broker_client_get_id (SondeBrokerClient *self)
{
  g_return_val_if_fail (SONDE_IS_BROKER_CLIENT (self), NULL);

  return self->id;
}

const char *
sonde_broker_client_get_text (SondeBrokerClient *self)
{
  g_return_val_if_fail (SONDE_IS_BROKER_CLIENT (self), NULL);

  return self->text;
}

const char *
sonde_broker_client_get_address (SondeBrokerClient *self)
{
  g_return_val_if_fail (SONDE_IS_BROKER_CLIENT (self), NULL);

  return self->address;
}

SondeMqttVersion
sonde_broker_client_get_version (SondeBrokerClient *self)
{
  g_return_val_if_fail (SONDE_IS_BROKER_CLIENT (self), 0);

  return self->version;
}

gboolean
sonde_broker_client_get_clean (SondeBrokerClient *self)
{
  g_return_val_if_fail (SONDE_IS_BROKER_CLIENT (self), FALSE);

  return self->clean;
}

guint16
sonde_broker_client_get_keep_alive (SondeBrokerClient *self)
{
  g_return_val_if_fail (SONDE_IS_BROKER_CLIENT (self), 0);

  return self->keep_alive;
}

gboolean
sonde_broker_client_get_own (SondeBrokerClient *self)
{
  g_return_val_if_fail (SONDE_IS_BROKER_CLIENT (self), FALSE);

  return self->own;
}

gint64
sonde_broker_client_get_since (SondeBrokerClient *self)
{
  g_return_val_if_fail (SONDE_IS_BROKER_CLIENT (self), 0);

  return self->since;
}

gboolean
sonde_broker_client_may_be (SondeBrokerClient *self,
                            const char        *client_id)
{
  g_return_val_if_fail (SONDE_IS_BROKER_CLIENT (self), FALSE);
  g_return_val_if_fail (client_id != NULL, FALSE);

  return self->id != NULL ? strcmp (self->id, client_id) == 0 : sonde_broker_log_may_begin (self->text, client_id);
}
