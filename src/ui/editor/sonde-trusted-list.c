/* sonde-trusted-list.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-trusted-list"

#include "sonde-trusted-list.h"

#include <sonde-tls-trusted.h>

#include <glib/gi18n.h>

struct _SondeTrustedList
{
  AdwPreferencesGroup parent_instance;

  char      *pem;
  GPtrArray *rows; /* of GtkWidget, in the order of the authorities */
};

G_DEFINE_FINAL_TYPE (SondeTrustedList, sonde_trusted_list, ADW_TYPE_PREFERENCES_GROUP)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
remove_cb (SondeTrustedList *self,
           GtkWidget        *button)
{
  GtkWidget       *row = gtk_widget_get_ancestor (button, ADW_TYPE_ACTION_ROW);
  g_autofree char *rest = NULL;
  guint            position;

  if (!g_ptr_array_find (self->rows, row, &position))
    return;

  rest = sonde_tls_remove_trusted (self->pem, position);
  sonde_trusted_list_load (self, rest);
  g_signal_emit (self, signals[CHANGED], 0);
}

static GtkWidget *
make_row (SondeTrustedList       *self,
          const SondeCertificate *certificate)
{
  GtkWidget       *row = adw_action_row_new ();
  GtkWidget       *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char *label = g_strdup_printf (_ ("Trust “%s” no more"), certificate->name);
  g_autofree char *day = sonde_certificate_dup_day (certificate->ends);
  g_autofree char *until = g_strdup_printf (_ ("Valid until %s"), day);

  /* Its text is anybody's: no markup. */
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), certificate->name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), until);

  gtk_widget_set_focusable (row, FALSE);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  return row;
}

static void
sonde_trusted_list_finalize (GObject *object)
{
  SondeTrustedList *self = SONDE_TRUSTED_LIST (object);

  g_free (self->pem);
  g_ptr_array_unref (self->rows);

  G_OBJECT_CLASS (sonde_trusted_list_parent_class)->finalize (object);
}

static void
sonde_trusted_list_class_init (SondeTrustedListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sonde_trusted_list_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
sonde_trusted_list_init (SondeTrustedList *self)
{
  self->pem = g_strdup ("");
  self->rows = g_ptr_array_new ();
}

void
sonde_trusted_list_load (SondeTrustedList *self,
                         const char       *pem)
{
  g_autoptr (GPtrArray) list = NULL;
  g_autofree char *old = NULL;

  g_return_if_fail (SONDE_IS_TRUSTED_LIST (self));

  list = sonde_tls_list_trusted (pem);
  old = g_steal_pointer (&self->pem);
  self->pem = g_strdup (pem);
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < list->len; i++)
    {
      GtkWidget *row = make_row (self, g_ptr_array_index (list, i));

      g_ptr_array_add (self->rows, row);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
    }
}

const char *
sonde_trusted_list_get_pem (SondeTrustedList *self)
{
  g_return_val_if_fail (SONDE_IS_TRUSTED_LIST (self), "");

  return self->pem;
}
