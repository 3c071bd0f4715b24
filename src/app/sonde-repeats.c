/* sonde-repeats.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-repeats"

#include "sonde-repeats.h"

#include "sonde-form-supply.h"
#include "sonde-replay.h"

#define MAX_RUNNING 32
#define MAX_ENDED 8

#define US_PER_MS 1000

struct _SondeRepeats
{
  GObject parent_instance;

  SondeSession *session;
  GPtrArray    *repeats; /* the newest last */
  guint         n_running;
};

static void sonde_repeats_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SondeRepeats, sonde_repeats, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, sonde_repeats_iface_init))

enum
{
  PROP_N_RUNNING = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
count_running (SondeRepeats *self)
{
  guint n_running = 0;

  for (guint i = 0; i < self->repeats->len; i++)
    n_running += sonde_repeat_get_running (g_ptr_array_index (self->repeats, i)) ? 1 : 0;
  if (n_running == self->n_running)
    return;

  self->n_running = n_running;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_RUNNING]);
}

static void
remove_at (SondeRepeats *self,
           guint         index)
{
  guint position = self->repeats->len - 1 - index;

  g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->repeats, index), self);
  g_ptr_array_remove_index (self->repeats, index);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
}

static void
remove_oldest_ended (SondeRepeats *self)
{
  guint i = 0;

  if (self->repeats->len - self->n_running <= MAX_ENDED)
    return;

  while (sonde_repeat_get_running (g_ptr_array_index (self->repeats, i)))
    i++;
  remove_at (self, i);
}

/* Takes the supply of @order. */
static SondeRepeat *
start (SondeRepeats           *self,
       const char             *title,
       const SondeRepeatOrder *order)
{
  SondeRepeat *repeat = sonde_repeat_new (self->session, title, order);

  g_ptr_array_add (self->repeats, repeat);
  g_signal_connect_object (repeat, "notify::running", G_CALLBACK (count_running), self, G_CONNECT_SWAPPED);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, 1);
  count_running (self);
  remove_oldest_ended (self);

  return repeat;
}

SondeRepeat *
sonde_repeats_start_form (SondeRepeats           *self,
                          const SondePublishForm *form,
                          const GPtrArray        *pairs,
                          SondePublish           *first,
                          guint                   interval_ms,
                          guint64                 times)
{
  SondeRepeatOrder order = { &sonde_form_supply_funcs, NULL, (gint64) interval_ms * US_PER_MS, times };

  g_return_val_if_fail (SONDE_IS_REPEATS (self), NULL);
  g_return_val_if_fail (form != NULL && pairs != NULL && first != NULL, NULL);
  g_return_val_if_fail (interval_ms > 0, NULL);

  order.supply = sonde_form_supply_new (form, pairs, first);

  return start (self, form->topic, &order);
}

SondeRepeat *
sonde_repeats_start_file (SondeRepeats *self,
                          GFile        *file,
                          guint         interval_ms)
{
  SondeRepeatOrder order = { &sonde_replay_funcs, NULL, (gint64) interval_ms * US_PER_MS, 0 };
  g_autofree char *name = NULL;
  g_autofree char *title = NULL;

  g_return_val_if_fail (SONDE_IS_REPEATS (self), NULL);
  g_return_val_if_fail (G_IS_FILE (file), NULL);

  name = g_file_get_basename (file);
  title = g_filename_display_name (name);
  order.supply = sonde_replay_new (file);

  return start (self, title, &order);
}

void
sonde_repeats_stop (SondeRepeats *self)
{
  g_return_if_fail (SONDE_IS_REPEATS (self));

  for (guint i = 0; i < self->repeats->len; i++)
    sonde_repeat_stop (g_ptr_array_index (self->repeats, i));
}

void
sonde_repeats_remove (SondeRepeats *self,
                      SondeRepeat  *repeat)
{
  guint index;

  g_return_if_fail (SONDE_IS_REPEATS (self));
  g_return_if_fail (SONDE_IS_REPEAT (repeat));

  if (!g_ptr_array_find (self->repeats, repeat, &index))
    return;

  sonde_repeat_stop (repeat);
  remove_at (self, index);
  count_running (self);
}

guint
sonde_repeats_get_n_running (SondeRepeats *self)
{
  g_return_val_if_fail (SONDE_IS_REPEATS (self), 0);

  return self->n_running;
}

gboolean
sonde_repeats_has_room (SondeRepeats *self)
{
  g_return_val_if_fail (SONDE_IS_REPEATS (self), FALSE);

  return self->n_running < MAX_RUNNING;
}

static GType
sonde_repeats_get_item_type (GListModel *model)
{
  return SONDE_TYPE_REPEAT;
}

static guint
sonde_repeats_get_n_items (GListModel *model)
{
  return SONDE_REPEATS (model)->repeats->len;
}

static gpointer
sonde_repeats_get_item (GListModel *model,
                        guint       position)
{
  GPtrArray *repeats = SONDE_REPEATS (model)->repeats;

  return position < repeats->len ? g_object_ref (g_ptr_array_index (repeats, repeats->len - 1 - position)) : NULL;
}

static void
sonde_repeats_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = sonde_repeats_get_item_type;
  iface->get_n_items = sonde_repeats_get_n_items;
  iface->get_item = sonde_repeats_get_item;
}

static void
sonde_repeats_get_property (GObject    *object,
                            guint       property_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  switch (property_id)
    {
    case PROP_N_RUNNING:
      g_value_set_uint (value, SONDE_REPEATS (object)->n_running);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
sonde_repeats_finalize (GObject *object)
{
  SondeRepeats *self = SONDE_REPEATS (object);

  g_ptr_array_unref (self->repeats);
  g_object_unref (self->session);

  G_OBJECT_CLASS (sonde_repeats_parent_class)->finalize (object);
}

static void
sonde_repeats_class_init (SondeRepeatsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = sonde_repeats_get_property;
  object_class->finalize = sonde_repeats_finalize;

  properties[PROP_N_RUNNING] = g_param_spec_uint ("n-running", NULL, NULL, 0, G_MAXUINT, 0,
                                                  G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
sonde_repeats_init (SondeRepeats *self)
{
  self->repeats = g_ptr_array_new_with_free_func (g_object_unref);
}

SondeRepeats *
sonde_repeats_new (SondeSession *session)
{
  SondeRepeats *self;

  g_return_val_if_fail (SONDE_IS_SESSION (session), NULL);

  self = g_object_new (SONDE_TYPE_REPEATS, NULL);
  self->session = g_object_ref (session);

  return self;
}
