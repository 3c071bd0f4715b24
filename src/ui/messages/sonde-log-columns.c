/* sonde-log-columns.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-log-columns"

#include "sonde-log-columns.h"

#include <sonde-settings.h>

#define SHARE_STEP 50

struct _SondeLogColumns
{
  GObject parent_instance;

  GSettings       *settings;
  SondeColumnShape shape;
  SondeLogTime     time;
  gboolean         compact;
  gboolean         dated;
};

/* Those that can be hidden; the payload stays. */
static const struct
{
  SondeColumn column;
  const char *name; /* in the settings */
  const char *property;
  gboolean    is_shown; /* unless chosen otherwise */
} choices[] = {
  { SONDE_COLUMN_TIME, "time", "show-time", TRUE },
  { SONDE_COLUMN_DIRECTION, "direction", "show-direction", TRUE },
  { SONDE_COLUMN_STRIPE, "color", "show-color", TRUE },
  { SONDE_COLUMN_SUBSCRIPTION, "subscription", "show-subscription", FALSE },
  { SONDE_COLUMN_TOPIC, "topic", "show-topic", TRUE },
  { SONDE_COLUMN_QOS, "qos", "show-qos", TRUE },
  { SONDE_COLUMN_PACKET_ID, "packet-id", "show-packet-id", FALSE },
  { SONDE_COLUMN_FLAGS, "marks", "show-marks", TRUE },
  { SONDE_COLUMN_SIZE, "size", "show-size", TRUE },
};

static const char *const time_names[] = { "absolute", "relative", "delta" };

enum
{
  PROP_COLUMNS = 1,
  PROP_TIME,
  PROP_COMPACT,
  PROP_TOPIC_SHARE,
  PROP_FIRST_CHOICE,
  N_PROPS = PROP_FIRST_CHOICE + G_N_ELEMENTS (choices),
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint       signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SondeLogColumns, sonde_log_columns, G_TYPE_OBJECT)

static void
notify_change (SondeLogColumns *self,
               guint            property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
  g_signal_emit (self, signals[CHANGED], 0);
}

static char **
dup_names (SondeLogColumns *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    if (!self->shape.hidden[choices[i].column])
      g_strv_builder_add (builder, choices[i].name);
  return g_strv_builder_end (builder);
}

static gboolean
set_shown (SondeLogColumns *self,
           guint            choice,
           gboolean         is_shown)
{
  gboolean *hidden = &self->shape.hidden[choices[choice].column];

  if (*hidden == !is_shown)
    return FALSE;
  *hidden = !is_shown;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FIRST_CHOICE + choice]);
  return TRUE;
}

static void
set_names (SondeLogColumns   *self,
           const char *const *names)
{
  gboolean changed = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    changed |= set_shown (self, i, g_strv_contains (names, choices[i].name));
  if (changed)
    notify_change (self, PROP_COLUMNS);
}

static void
update_dated (SondeLogColumns *self)
{
  self->shape.dated = self->dated && self->time == SONDE_LOG_TIME_ABSOLUTE;
}

static void
set_time (SondeLogColumns *self,
          const char      *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (time_names); i++)
    if (g_strcmp0 (time_names[i], name) == 0 && self->time != i)
      {
        self->time = i;
        update_dated (self);
        notify_change (self, PROP_TIME);
        return;
      }
}

static void
set_compact (SondeLogColumns *self,
             gboolean         compact)
{
  if (self->compact == compact)
    return;
  self->compact = compact;
  notify_change (self, PROP_COMPACT);
}

static void
sonde_log_columns_finalize (GObject *object)
{
  SondeLogColumns *self = SONDE_LOG_COLUMNS (object);

  g_clear_object (&self->settings);

  G_OBJECT_CLASS (sonde_log_columns_parent_class)->finalize (object);
}

static void
sonde_log_columns_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  SondeLogColumns *self = SONDE_LOG_COLUMNS (object);

  switch (prop_id)
    {
    case PROP_COLUMNS:
      g_value_take_boxed (value, dup_names (self));
      break;
    case PROP_TIME:
      g_value_set_string (value, time_names[self->time]);
      break;
    case PROP_COMPACT:
      g_value_set_boolean (value, self->compact);
      break;
    case PROP_TOPIC_SHARE:
      g_value_set_int (value, self->shape.topic_share);
      break;
    default:
      g_value_set_boolean (value, !self->shape.hidden[choices[prop_id - PROP_FIRST_CHOICE].column]);
    }
}

static void
sonde_log_columns_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  SondeLogColumns *self = SONDE_LOG_COLUMNS (object);

  switch (prop_id)
    {
    case PROP_COLUMNS:
      set_names (self, g_value_get_boxed (value));
      break;
    case PROP_TIME:
      set_time (self, g_value_get_string (value));
      break;
    case PROP_COMPACT:
      set_compact (self, g_value_get_boolean (value));
      break;
    case PROP_TOPIC_SHARE:
      sonde_log_columns_set_topic_share (self, g_value_get_int (value));
      break;
    default:
      if (set_shown (self, prop_id - PROP_FIRST_CHOICE, g_value_get_boolean (value)))
        notify_change (self, PROP_COLUMNS);
    }
}

static void
sonde_log_columns_class_init (SondeLogColumnsClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass     *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = sonde_log_columns_finalize;
  object_class->get_property = sonde_log_columns_get_property;
  object_class->set_property = sonde_log_columns_set_property;

  properties[PROP_COLUMNS] = g_param_spec_boxed ("columns", NULL, NULL, G_TYPE_STRV, flags);
  properties[PROP_TIME] = g_param_spec_string ("time", NULL, NULL, "absolute", flags);
  properties[PROP_COMPACT] = g_param_spec_boolean ("compact", NULL, NULL, FALSE, flags);
  properties[PROP_TOPIC_SHARE] =
    g_param_spec_int ("topic-share", NULL, NULL, SONDE_TOPIC_SHARE_MIN, SONDE_TOPIC_SHARE_MAX,
                      SONDE_TOPIC_SHARE_DEFAULT, flags);
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    properties[PROP_FIRST_CHOICE + i] =
      g_param_spec_boolean (choices[i].property, NULL, NULL, choices[i].is_shown, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
sonde_log_columns_init (SondeLogColumns *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    self->shape.hidden[choices[i].column] = !choices[i].is_shown;
  self->shape.topic_share = SONDE_TOPIC_SHARE_DEFAULT;
}

SondeLogColumns *
sonde_log_columns_new (GSettings *settings)
{
  SondeLogColumns *self = g_object_new (SONDE_TYPE_LOG_COLUMNS, NULL);

  if (settings == NULL)
    return self;

  self->settings = g_object_ref (settings);
  g_settings_bind (settings, SONDE_SETTING_LOG_COLUMNS, self, "columns", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, SONDE_SETTING_LOG_TIME, self, "time", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, SONDE_SETTING_LOG_COMPACT, self, "compact", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, SONDE_SETTING_LOG_TOPIC_SHARE, self, "topic-share", G_SETTINGS_BIND_DEFAULT);
  return self;
}

const SondeColumnShape *
sonde_log_columns_get_shape (SondeLogColumns *self)
{
  g_return_val_if_fail (SONDE_IS_LOG_COLUMNS (self), NULL);

  return &self->shape;
}

SondeLogTime
sonde_log_columns_get_time (SondeLogColumns *self)
{
  g_return_val_if_fail (SONDE_IS_LOG_COLUMNS (self), SONDE_LOG_TIME_ABSOLUTE);

  return self->time;
}

gboolean
sonde_log_columns_get_compact (SondeLogColumns *self)
{
  g_return_val_if_fail (SONDE_IS_LOG_COLUMNS (self), FALSE);

  return self->compact;
}

void
sonde_log_columns_set_topic_share (SondeLogColumns *self,
                                   int              share)
{
  g_return_if_fail (SONDE_IS_LOG_COLUMNS (self));

  share = CLAMP (share, SONDE_TOPIC_SHARE_MIN, SONDE_TOPIC_SHARE_MAX);
  if (self->shape.topic_share == share)
    return;
  self->shape.topic_share = share;
  notify_change (self, PROP_TOPIC_SHARE);
}

void
sonde_log_columns_set_dated (SondeLogColumns *self,
                             gboolean         dated)
{
  g_return_if_fail (SONDE_IS_LOG_COLUMNS (self));

  if (self->dated == dated)
    return;

  self->dated = dated;
  update_dated (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* ---- Actions ---- */

static void
wider_topic_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  SondeLogColumns *self = user_data;

  sonde_log_columns_set_topic_share (self, self->shape.topic_share + SHARE_STEP);
}

static void
narrower_topic_cb (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  SondeLogColumns *self = user_data;

  sonde_log_columns_set_topic_share (self, self->shape.topic_share - SHARE_STEP);
}

static void
reset_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  SondeLogColumns *self = user_data;
  gboolean         changed = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    changed |= set_shown (self, i, choices[i].is_shown);
  if (changed)
    notify_change (self, PROP_COLUMNS);
  sonde_log_columns_set_topic_share (self, SONDE_TOPIC_SHARE_DEFAULT);
}

static void
add_property_action (GActionMap      *map,
                     SondeLogColumns *self,
                     const char      *property)
{
  g_autoptr (GPropertyAction) action = g_property_action_new (property, self, property);

  g_action_map_add_action (map, G_ACTION (action));
}

GSimpleActionGroup *
sonde_log_columns_create_actions (SondeLogColumns *self)
{
  static const GActionEntry entries[] = {
    { .name = "wider-topic", .activate = wider_topic_cb },
    { .name = "narrower-topic", .activate = narrower_topic_cb },
    { .name = "reset", .activate = reset_cb },
  };
  GSimpleActionGroup *group;

  g_return_val_if_fail (SONDE_IS_LOG_COLUMNS (self), NULL);

  group = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), self);
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    add_property_action (G_ACTION_MAP (group), self, choices[i].property);
  add_property_action (G_ACTION_MAP (group), self, "time");
  add_property_action (G_ACTION_MAP (group), self, "compact");
  return group;
}
