/* sonde-pair-list.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-pair-list"

#include "sonde-pair-list.h"

#include "sonde-fault-row.h"
#include "sonde-pair-row.h"

#include <sonde-profile.h>

#include <glib/gi18n.h>

/* clang-format off */
static const struct
{
  const char *title;
  const char *description;
  const char *add;
  const char *(*check) (const char *name,
                        const char *value);
} kinds[] = {
  [SONDE_PAIR_USER_PROPERTIES] = {
    N_("User properties"), NULL, N_("Add user property"),
    sonde_profile_check_user_property,
  },
  [SONDE_PAIR_HEADERS] = {
    N_("Headers"), N_("Sent with the HTTP request that opens the WebSocket"), N_("Add header"),
    sonde_network_options_check_header,
  },
  [SONDE_PAIR_VARIABLES] = {
    N_("Variables"), N_("What {{env NAME}} stands for in a message that is published with Variables on"), N_("Add variable"),
    sonde_profile_check_variable,
  },
};
/* clang-format on */

typedef struct
{
  SondePairRow  *row;
  SondeFaultRow *fault;
} Line;

struct _SondePairList
{
  AdwPreferencesGroup parent_instance;

  GtkButton *add_button;

  SondePairKind kind;
  gboolean      loading;
  GArray       *lines; /* of Line, from the top */
};

G_DEFINE_ENUM_TYPE (SondePairKind, sonde_pair_kind, G_DEFINE_ENUM_VALUE (SONDE_PAIR_USER_PROPERTIES, "user-properties"), G_DEFINE_ENUM_VALUE (SONDE_PAIR_HEADERS, "headers"), G_DEFINE_ENUM_VALUE (SONDE_PAIR_VARIABLES, "variables"))

G_DEFINE_FINAL_TYPE (SondePairList, sonde_pair_list, ADW_TYPE_PREFERENCES_GROUP)

enum
{
  PROP_KIND = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum
{
  CHANGED,
  FAULTS_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
set_labels (SondePairList *self,
            SondePairRow  *row,
            guint          number)
{
  g_autofree char *name = NULL;
  g_autofree char *value = NULL;
  g_autofree char *remove = NULL;

  switch (self->kind)
    {
    case SONDE_PAIR_HEADERS:
      name = g_strdup_printf (_ ("Name of header %u"), number);
      value = g_strdup_printf (_ ("Value of header %u"), number);
      remove = g_strdup_printf (_ ("Remove header %u"), number);
      break;
    case SONDE_PAIR_VARIABLES:
      name = g_strdup_printf (_ ("Name of variable %u"), number);
      value = g_strdup_printf (_ ("Value of variable %u"), number);
      remove = g_strdup_printf (_ ("Remove variable %u"), number);
      break;
    case SONDE_PAIR_USER_PROPERTIES:
    default:
      name = g_strdup_printf (_ ("Name of user property %u"), number);
      value = g_strdup_printf (_ ("Value of user property %u"), number);
      remove = g_strdup_printf (_ ("Remove user property %u"), number);
      break;
    }
  sonde_pair_row_set_labels (row, name, value, remove);
}

static void
update (SondePairList *self)
{
  for (guint i = 0; i < self->lines->len; i++)
    {
      Line       *line = &g_array_index (self->lines, Line, i);
      const char *name = sonde_pair_row_get_name (line->row);
      const char *value = sonde_pair_row_get_value (line->row);
      gboolean    empty = *name == '\0' && *value == '\0';

      set_labels (self, line->row, i + 1);
      sonde_fault_row_set_fault (line->fault, empty ? NULL : kinds[self->kind].check (name, value));
    }
}

static void
changed_cb (SondePairList *self)
{
  update (self);
  if (!self->loading)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
faults_changed_cb (SondePairList *self)
{
  g_signal_emit (self, signals[FAULTS_CHANGED], 0);
}

static void
remove_line (SondePairList *self,
             guint          position)
{
  Line line = g_array_index (self->lines, Line, position);

  g_array_remove_index (self->lines, position);
  g_signal_handlers_disconnect_by_data (line.fault, self);
  adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (line.row));
  adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (line.fault));
}

/* The focus goes on to the next one, so that the keyboard is not lost. */
static void
removed_cb (SondePairList *self,
            SondePairRow  *row)
{
  guint position = 0;

  while (g_array_index (self->lines, Line, position).row != row)
    position++;

  remove_line (self, position);
  if (self->lines->len > 0)
    gtk_widget_grab_focus (GTK_WIDGET (g_array_index (self->lines, Line, MIN (position, self->lines->len - 1)).row));
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->add_button));
  changed_cb (self);
}

static void
add_line (SondePairList *self,
          const char    *name,
          const char    *value)
{
  Line line = { sonde_pair_row_new (name, value), NULL };

  line.fault = g_object_new (SONDE_TYPE_FAULT_ROW, "field", line.row, NULL);
  g_array_append_val (self->lines, line);
  g_signal_connect_object (line.row, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (line.row, "removed", G_CALLBACK (removed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (line.fault, "notify::visible", G_CALLBACK (faults_changed_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (line.row));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (line.fault));
}

/* What scrolls brings into view what gets the focus, if that has its place already. */
static gboolean
focus_placed_cb (GtkWidget     *row,
                 GdkFrameClock *clock,
                 gpointer       user_data)
{
  if (gtk_widget_get_height (row) == 0)
    return G_SOURCE_CONTINUE;

  gtk_widget_grab_focus (row);
  return G_SOURCE_REMOVE;
}

static void
add_cb (SondePairList *self)
{
  SondePairRow *row;

  add_line (self, "", "");
  update (self);
  row = g_array_index (self->lines, Line, self->lines->len - 1).row;
  gtk_widget_add_tick_callback (GTK_WIDGET (row), focus_placed_cb, NULL, NULL);
}

static void
sonde_pair_list_constructed (GObject *object)
{
  SondePairList *self = SONDE_PAIR_LIST (object);

  G_OBJECT_CLASS (sonde_pair_list_parent_class)->constructed (object);

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _ (kinds[self->kind].title));
  if (kinds[self->kind].description != NULL)
    adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), _ (kinds[self->kind].description));
  gtk_button_set_label (self->add_button, _ (kinds[self->kind].add));
}

static void
sonde_pair_list_finalize (GObject *object)
{
  g_clear_pointer (&SONDE_PAIR_LIST (object)->lines, g_array_unref);

  G_OBJECT_CLASS (sonde_pair_list_parent_class)->finalize (object);
}

static void
sonde_pair_list_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_KIND:
      SONDE_PAIR_LIST (object)->kind = g_value_get_enum (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_pair_list_class_init (SondePairListClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType           type = G_TYPE_FROM_CLASS (klass);

  object_class->constructed = sonde_pair_list_constructed;
  object_class->finalize = sonde_pair_list_finalize;
  object_class->set_property = sonde_pair_list_set_property;

  properties[PROP_KIND] =
    g_param_spec_enum ("kind", NULL, NULL, SONDE_TYPE_PAIR_KIND, SONDE_PAIR_USER_PROPERTIES,
                       G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAULTS_CHANGED] =
    g_signal_new ("faults-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/editor/sonde-pair-list.ui");
  gtk_widget_class_bind_template_child (widget_class, SondePairList, add_button);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
}

static void
sonde_pair_list_init (SondePairList *self)
{
  self->lines = g_array_new (FALSE, FALSE, sizeof (Line));
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
sonde_pair_list_load (SondePairList   *self,
                      const GPtrArray *pairs)
{
  g_return_if_fail (SONDE_IS_PAIR_LIST (self));

  self->loading = TRUE;
  while (self->lines->len > 0)
    remove_line (self, self->lines->len - 1);
  for (guint i = 0; i < pairs->len; i++)
    {
      const SondePair *pair = g_ptr_array_index (pairs, i);

      add_line (self, pair->name, pair->value);
    }
  update (self);
  self->loading = FALSE;
}

GPtrArray *
sonde_pair_list_dup_pairs (SondePairList *self)
{
  GPtrArray *pairs = sonde_pairs_new ();

  g_return_val_if_fail (SONDE_IS_PAIR_LIST (self), pairs);

  for (guint i = 0; i < self->lines->len; i++)
    {
      SondePairRow *row = g_array_index (self->lines, Line, i).row;
      const char   *name = sonde_pair_row_get_name (row);
      const char   *value = sonde_pair_row_get_value (row);

      if (*name != '\0' || *value != '\0')
        sonde_pairs_add (pairs, name, value);
    }
  return pairs;
}
