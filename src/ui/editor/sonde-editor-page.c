/* sonde-editor-page.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-editor-page"

#include "sonde-editor-page.h"

#include "sonde-fault-row.h"

typedef struct
{
  gboolean loading;
} SondeEditorPagePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (SondeEditorPage, sonde_editor_page, ADW_TYPE_PREFERENCES_PAGE)

enum
{
  CHANGED,
  FAULTS_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
faults_changed_cb (SondeEditorPage *self)
{
  g_signal_emit (self, signals[FAULTS_CHANGED], 0);
}

/* A fault may also come from a look at the disk, some time after it was typed. */
static void
watch_faults (SondeEditorPage *self,
              GtkWidget       *widget)
{
  if (SONDE_IS_FAULT_ROW (widget))
    g_signal_connect_object (widget, "notify::visible", G_CALLBACK (faults_changed_cb), self, G_CONNECT_SWAPPED);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    watch_faults (self, child);
}

static void
sonde_editor_page_constructed (GObject *object)
{
  G_OBJECT_CLASS (sonde_editor_page_parent_class)->constructed (object);

  watch_faults (SONDE_EDITOR_PAGE (object), GTK_WIDGET (object));
}

static void
sonde_editor_page_class_init (SondeEditorPageClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = sonde_editor_page_constructed;

  signals[CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAULTS_CHANGED] =
    g_signal_new ("faults-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
sonde_editor_page_init (SondeEditorPage *self)
{
}

void
sonde_editor_page_load (SondeEditorPage    *self,
                        const SondeProfile *profile)
{
  SondeEditorPagePrivate *priv = sonde_editor_page_get_instance_private (self);

  priv->loading = TRUE;
  SONDE_EDITOR_PAGE_GET_CLASS (self)->load (self, profile);
  priv->loading = FALSE;
}

void
sonde_editor_page_save (SondeEditorPage *self,
                        SondeProfile    *profile)
{
  SONDE_EDITOR_PAGE_GET_CLASS (self)->save (self, profile);
}

void
sonde_editor_page_update (SondeEditorPage    *self,
                          const SondeProfile *typed)
{
  SONDE_EDITOR_PAGE_GET_CLASS (self)->update (self, typed);
}

GtkEditable *
sonde_editor_page_get_secret_row (SondeEditorPage *self,
                                  const char      *purpose)
{
  SondeEditorPageClass *klass = SONDE_EDITOR_PAGE_GET_CLASS (self);

  return klass->get_secret_row != NULL ? klass->get_secret_row (self, purpose) : NULL;
}

GtkWidget *
sonde_editor_page_find_fault (SondeEditorPage *self)
{
  return sonde_fault_row_find_field (GTK_WIDGET (self));
}

void
sonde_editor_page_changed (SondeEditorPage *self)
{
  SondeEditorPagePrivate *priv = sonde_editor_page_get_instance_private (self);

  if (!priv->loading)
    g_signal_emit (self, signals[CHANGED], 0);
}

void
sonde_editor_page_take_text (char       **field,
                             GtkEditable *row)
{
  g_free (*field);
  *field = g_strdup (gtk_editable_get_text (row));
}

void
sonde_editor_page_take_stripped (char       **field,
                                 GtkEditable *row)
{
  sonde_editor_page_take_text (field, row);
  g_strstrip (*field);
}
