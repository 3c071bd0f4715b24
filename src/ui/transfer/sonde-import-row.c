/* sonde-import-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-import-row"

#include "sonde-import-row.h"

#include <glib/gi18n.h>

struct _SondeImportRow
{
  AdwExpanderRow parent_instance;

  GtkCheckButton         *check;
  const SondeImportEntry *entry;
  gboolean                has_notes; /* their rows, made when they are first seen */
};

G_DEFINE_FINAL_TYPE (SondeImportRow, sonde_import_row, ADW_TYPE_EXPANDER_ROW)

enum
{
  PROP_CHOSEN = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static char *
dup_notes (const SondeImportEntry *entry,
           SondeNoteKind           kind)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < entry->notes->len; i++)
    {
      const SondeNote *note = g_ptr_array_index (entry->notes, i);

      if (note->kind == kind)
        g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", note->text);
    }

  return g_string_free (text, FALSE);
}

static void
add_notes (SondeImportRow *self,
           SondeNoteKind   kind,
           const char     *title)
{
  g_autofree char *text = dup_notes (self->entry, kind);
  GtkWidget       *row;

  if (*text == '\0')
    return;

  row = adw_action_row_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
}

/* A file may hold a thousand connections. */
static void
notify_expanded_cb (SondeImportRow *self)
{
  if (self->has_notes)
    return;

  self->has_notes = TRUE;
  add_notes (self, SONDE_NOTE_CHECK, _ ("To check"));
  add_notes (self, SONDE_NOTE_CHANGED, _ ("Changed"));
  add_notes (self, SONDE_NOTE_LEFT_OUT, _ ("Left out"));
  add_notes (self, SONDE_NOTE_TAKEN, _ ("Taken"));
}

static char *
dup_subtitle (const SondeImportEntry *entry)
{
  const SondeProfile *profile = entry->profile;
  guint               n_check = sonde_import_entry_count_notes (entry, SONDE_NOTE_CHECK);
  guint               n_changed = sonde_import_entry_count_notes (entry, SONDE_NOTE_CHANGED);
  guint               n_left_out = sonde_import_entry_count_notes (entry, SONDE_NOTE_LEFT_OUT);
  GString            *text = g_string_new (NULL);
  g_autofree char    *address = NULL;

  if (entry->fault != NULL)
    {
      g_string_append_printf (text, _ ("Cannot be imported. %s"), entry->fault);
      return g_string_free (text, FALSE);
    }

  if (profile->local_broker)
    address = g_strdup (_ ("the broker that Sonde starts"));
  else if (profile->network->carrier == SONDE_CARRIER_UNIX)
    address = g_strdup (profile->network->socket_path);
  else
    address = sonde_profile_dup_address (profile);

  g_string_append (text, address);
  if (n_check > 0)
    g_string_append_printf (text, _ (" · %u to check"), n_check);
  if (n_changed > 0)
    g_string_append_printf (text, _ (" · %u changed"), n_changed);
  if (n_left_out > 0)
    g_string_append_printf (text, _ (" · %u left out"), n_left_out);

  return g_string_free (text, FALSE);
}

/* An expander row is two lists to a screen reader, which libadwaita does not name. */
static void
name_lists (GtkWidget  *widget,
            const char *name)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      if (GTK_IS_LIST_BOX (child))
        gtk_accessible_update_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
      else
        name_lists (child, name);
    }
}

static void
toggled_cb (SondeImportRow *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHOSEN]);
}

static void
sonde_import_row_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_CHOSEN:
      g_value_set_boolean (value, sonde_import_row_get_chosen (SONDE_IMPORT_ROW (object)));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_import_row_class_init (SondeImportRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = sonde_import_row_get_property;

  properties[PROP_CHOSEN] = g_param_spec_boolean ("chosen", NULL, NULL, FALSE,
                                                  G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
sonde_import_row_init (SondeImportRow *self)
{
  self->check = GTK_CHECK_BUTTON (gtk_check_button_new ());
  gtk_widget_set_valign (GTK_WIDGET (self->check), GTK_ALIGN_CENTER);
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (self), GTK_WIDGET (self->check));
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  g_signal_connect_swapped (self->check, "toggled", G_CALLBACK (toggled_cb), self);
}

SondeImportRow *
sonde_import_row_new (const SondeImportEntry *entry)
{
  SondeImportRow  *self;
  g_autofree char *subtitle = NULL;
  g_autofree char *label = NULL;

  g_return_val_if_fail (entry != NULL, NULL);

  self = g_object_new (SONDE_TYPE_IMPORT_ROW, NULL);
  self->entry = entry;
  subtitle = dup_subtitle (entry);
  /* Translators: the name of the check box of a connection */
  label = g_strdup_printf (_ ("Import %s"), entry->profile->name);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), entry->profile->name);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), subtitle);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  name_lists (GTK_WIDGET (self), entry->profile->name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, entry->profile->name, -1);
  gtk_widget_set_sensitive (GTK_WIDGET (self->check), entry->fault == NULL);
  gtk_check_button_set_active (self->check, entry->fault == NULL);
  /* Not before: it is notified of when the row is made, too. */
  g_signal_connect (self, "notify::expanded", G_CALLBACK (notify_expanded_cb), NULL);

  return self;
}

const SondeImportEntry *
sonde_import_row_get_entry (SondeImportRow *self)
{
  g_return_val_if_fail (SONDE_IS_IMPORT_ROW (self), NULL);

  return self->entry;
}

gboolean
sonde_import_row_get_chosen (SondeImportRow *self)
{
  g_return_val_if_fail (SONDE_IS_IMPORT_ROW (self), FALSE);

  return gtk_check_button_get_active (self->check);
}

void
sonde_import_row_set_chosen (SondeImportRow *self,
                             gboolean        chosen)
{
  g_return_if_fail (SONDE_IS_IMPORT_ROW (self));

  gtk_check_button_set_active (self->check, chosen && self->entry->fault == NULL);
}
