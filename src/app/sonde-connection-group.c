/* sonde-connection-group.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-connection-group"

#include "sonde-connection-group.h"

struct _SondeConnectionGroup
{
  GObject parent_instance;

  char    *name;
  guint    n_members;
  gboolean expanded;
};

G_DEFINE_FINAL_TYPE (SondeConnectionGroup, sonde_connection_group, G_TYPE_OBJECT)

enum
{
  PROP_NAME = 1,
  PROP_N_MEMBERS,
  PROP_EXPANDED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
sonde_connection_group_finalize (GObject *object)
{
  SondeConnectionGroup *self = SONDE_CONNECTION_GROUP (object);

  g_clear_pointer (&self->name, g_free);

  G_OBJECT_CLASS (sonde_connection_group_parent_class)->finalize (object);
}

static void
sonde_connection_group_get_property (GObject    *object,
                                     guint       prop_id,
                                     GValue     *value,
                                     GParamSpec *pspec)
{
  SondeConnectionGroup *self = SONDE_CONNECTION_GROUP (object);

  switch (prop_id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;

    case PROP_N_MEMBERS:
      g_value_set_uint (value, self->n_members);
      break;

    case PROP_EXPANDED:
      g_value_set_boolean (value, self->expanded);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_connection_group_class_init (SondeConnectionGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = sonde_connection_group_finalize;
  object_class->get_property = sonde_connection_group_get_property;

  properties[PROP_NAME] =
    g_param_spec_string ("name", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_N_MEMBERS] =
    g_param_spec_uint ("n-members", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_EXPANDED] =
    g_param_spec_boolean ("expanded", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
sonde_connection_group_init (SondeConnectionGroup *self)
{
}

SondeConnectionGroup *
sonde_connection_group_new (const char *name)
{
  SondeConnectionGroup *self;

  g_return_val_if_fail (name != NULL, NULL);

  self = g_object_new (SONDE_TYPE_CONNECTION_GROUP, NULL);
  self->name = g_strdup (name);
  return self;
}

const char *
sonde_connection_group_get_name (SondeConnectionGroup *self)
{
  g_return_val_if_fail (SONDE_IS_CONNECTION_GROUP (self), NULL);

  return self->name;
}

guint
sonde_connection_group_get_n_members (SondeConnectionGroup *self)
{
  g_return_val_if_fail (SONDE_IS_CONNECTION_GROUP (self), 0);

  return self->n_members;
}

gboolean
sonde_connection_group_get_expanded (SondeConnectionGroup *self)
{
  g_return_val_if_fail (SONDE_IS_CONNECTION_GROUP (self), FALSE);

  return self->expanded;
}

void
sonde_connection_group_update (SondeConnectionGroup *self,
                               guint                 n_members,
                               gboolean              expanded)
{
  g_return_if_fail (SONDE_IS_CONNECTION_GROUP (self));

  if (self->n_members != n_members)
    {
      self->n_members = n_members;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_MEMBERS]);
    }
  if (self->expanded != expanded)
    {
      self->expanded = expanded;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EXPANDED]);
    }
}
