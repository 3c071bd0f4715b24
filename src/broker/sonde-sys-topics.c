/* sonde-sys-topics.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-sys-topics"

#include "sonde-sys-topics.h"

#include <sonde-format.h>

#include <glib/gi18n.h>

#include <string.h>

#define MAX_TOPIC 1000 /* bytes */
#define MAX_VALUE_CHARS 200
#define MAX_VALUE_BYTES (MAX_VALUE_CHARS * 6)

struct _SondeSysValue
{
  GObject parent_instance;

  char *topic;
  char *text;
};

G_DEFINE_FINAL_TYPE (SondeSysValue, sonde_sys_value, G_TYPE_OBJECT)

enum
{
  PROP_TOPIC = 1,
  PROP_VALUE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

struct _SondeSysTopics
{
  GObject parent_instance;

  GPtrArray  *values;   /* of SondeSysValue */
  guint       n_shown;  /* of them, told to who watches the list */
  GHashTable *by_topic; /* topic → SondeSysValue, both borrowed */
  guint64     left_out;
};

static GType
sonde_sys_topics_get_item_type (GListModel *model)
{
  return SONDE_TYPE_SYS_VALUE;
}

static guint
sonde_sys_topics_get_n_items (GListModel *model)
{
  return SONDE_SYS_TOPICS (model)->n_shown;
}

static gpointer
sonde_sys_topics_get_item (GListModel *model,
                           guint       position)
{
  SondeSysTopics *self = SONDE_SYS_TOPICS (model);

  return position < self->n_shown ? g_object_ref (g_ptr_array_index (self->values, position)) : NULL;
}

static void
list_model_init (GListModelInterface *interface)
{
  interface->get_item_type = sonde_sys_topics_get_item_type;
  interface->get_n_items = sonde_sys_topics_get_n_items;
  interface->get_item = sonde_sys_topics_get_item;
}

/* clang-format off */
G_DEFINE_FINAL_TYPE_WITH_CODE (SondeSysTopics, sonde_sys_topics, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))
/* clang-format on */

static void
sonde_sys_value_finalize (GObject *object)
{
  SondeSysValue *self = SONDE_SYS_VALUE (object);

  g_free (self->topic);
  g_free (self->text);

  G_OBJECT_CLASS (sonde_sys_value_parent_class)->finalize (object);
}

static void
sonde_sys_value_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  SondeSysValue *self = SONDE_SYS_VALUE (object);

  switch (prop_id)
    {
    case PROP_TOPIC:
      g_value_set_string (value, self->topic);
      break;

    case PROP_VALUE:
      g_value_set_string (value, self->text);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_sys_value_class_init (SondeSysValueClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = sonde_sys_value_finalize;
  object_class->get_property = sonde_sys_value_get_property;

  properties[PROP_TOPIC] =
    g_param_spec_string ("topic", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_VALUE] =
    g_param_spec_string ("value", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
sonde_sys_value_init (SondeSysValue *self)
{
}

static char *
dup_text (const char *payload,
          gsize       size)
{
  gsize            shown = MIN (size, MAX_VALUE_BYTES);
  const char      *end = payload;
  g_autofree char *text = NULL;
  g_autofree char *bytes = NULL;

  if (size == 0)
    return g_strdup ("");

  /* What is cut may end within a character. */
  if (g_utf8_validate_len (payload, shown, &end) || (shown < size && end > payload + shown - 4))
    {
      text = g_strndup (payload, end - payload);
      return sonde_format_line (text, MAX_VALUE_CHARS);
    }

  bytes = sonde_format_size (size);
  /* Translators: of a payload; %s is a size, as “12 B” */
  return g_strdup_printf (_ ("%s that are not text"), bytes);
}

static void
set_payload (SondeSysValue *self,
             const void    *payload,
             gsize          size)
{
  g_autofree char *text = dup_text (payload, size);

  if (g_strcmp0 (text, self->text) == 0)
    return;

  g_free (self->text);
  self->text = g_steal_pointer (&text);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALUE]);
}

const char *
sonde_sys_value_get_topic (SondeSysValue *self)
{
  g_return_val_if_fail (SONDE_IS_SYS_VALUE (self), NULL);

  return self->topic;
}

const char *
sonde_sys_value_get_text (SondeSysValue *self)
{
  g_return_val_if_fail (SONDE_IS_SYS_VALUE (self), NULL);

  return self->text;
}

static void
sonde_sys_topics_finalize (GObject *object)
{
  SondeSysTopics *self = SONDE_SYS_TOPICS (object);

  g_hash_table_unref (self->by_topic);
  g_ptr_array_unref (self->values);

  G_OBJECT_CLASS (sonde_sys_topics_parent_class)->finalize (object);
}

static void
sonde_sys_topics_class_init (SondeSysTopicsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sonde_sys_topics_finalize;
}

static void
sonde_sys_topics_init (SondeSysTopics *self)
{
  self->values = g_ptr_array_new_with_free_func (g_object_unref);
  self->by_topic = g_hash_table_new (g_str_hash, g_str_equal);
}

SondeSysTopics *
sonde_sys_topics_new (void)
{
  return g_object_new (SONDE_TYPE_SYS_TOPICS, NULL);
}

void
sonde_sys_topics_add (SondeSysTopics *self,
                      const char     *topic,
                      const void     *payload,
                      gsize           size)
{
  SondeSysValue *value;

  g_return_if_fail (SONDE_IS_SYS_TOPICS (self));
  g_return_if_fail (topic != NULL);

  value = g_hash_table_lookup (self->by_topic, topic);
  if (value == NULL && (self->values->len >= SONDE_SYS_TOPICS_MAX || strlen (topic) > MAX_TOPIC))
    {
      self->left_out++;
      return;
    }

  if (value == NULL)
    {
      value = g_object_new (SONDE_TYPE_SYS_VALUE, NULL);
      value->topic = g_strdup (topic);
      g_ptr_array_add (self->values, value);
      g_hash_table_insert (self->by_topic, value->topic, value);
    }
  set_payload (value, payload, size);
}

void
sonde_sys_topics_flush (SondeSysTopics *self)
{
  guint n_before;

  g_return_if_fail (SONDE_IS_SYS_TOPICS (self));

  n_before = self->n_shown;
  self->n_shown = self->values->len;
  if (self->n_shown > n_before)
    g_list_model_items_changed (G_LIST_MODEL (self), n_before, 0, self->n_shown - n_before);
}

void
sonde_sys_topics_clear (SondeSysTopics *self)
{
  guint n_before;

  g_return_if_fail (SONDE_IS_SYS_TOPICS (self));

  n_before = self->n_shown;
  self->n_shown = 0;
  self->left_out = 0;
  g_hash_table_remove_all (self->by_topic);
  g_ptr_array_set_size (self->values, 0);
  if (n_before > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before, 0);
}

guint64
sonde_sys_topics_get_left_out (SondeSysTopics *self)
{
  g_return_val_if_fail (SONDE_IS_SYS_TOPICS (self), 0);

  return self->left_out;
}
