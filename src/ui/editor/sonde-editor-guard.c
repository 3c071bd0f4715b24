/* sonde-editor-guard.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-editor-guard"

#include "sonde-editor-guard.h"

#include "sonde-profile-editor.h"

gboolean
sonde_close_editors (GtkWindow *parent)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();
  g_autoptr (GList) left = NULL;
  gboolean asks = FALSE;

  for (GList *link = windows; link != NULL; link = link->next)
    if (SONDE_IS_PROFILE_EDITOR (link->data) &&
        (parent == NULL || gtk_window_get_transient_for (link->data) == parent))
      left = g_list_prepend (left, link->data);

  for (GList *link = left; link != NULL; link = link->next)
    {
      g_autoptr (GtkWidget) editor = g_object_ref (link->data);

      /* It is destroyed at once, unless it asks. */
      gtk_window_close (GTK_WINDOW (editor));
      asks = asks || gtk_widget_get_visible (editor);
    }

  return !asks;
}
