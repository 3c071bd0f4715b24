/* sonde-notice.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-ui"

#include "sonde-notice.h"

#include <glib/gi18n.h>

#define UNDO_S 10
#define LAST "sonde-last-notice"

void
sonde_notice_show (AdwToastOverlay *overlay,
                   const char      *text)
{
  g_autofree char *escaped = NULL;
  AdwToast        *toast, *last;

  g_return_if_fail (ADW_IS_TOAST_OVERLAY (overlay));
  g_return_if_fail (text != NULL);

  last = g_object_get_data (G_OBJECT (overlay), LAST);
  if (last != NULL)
    adw_toast_dismiss (last);

  escaped = g_markup_escape_text (text, -1);
  toast = adw_toast_new (escaped);
  g_object_set_data_full (G_OBJECT (overlay), LAST, g_object_ref (toast), g_object_unref);
  adw_toast_overlay_add_toast (overlay, toast);
}

AdwToast *
sonde_notice_new_undo (const char *text)
{
  g_autofree char *escaped = NULL;
  AdwToast        *toast;

  g_return_val_if_fail (text != NULL, NULL);

  escaped = g_markup_escape_text (text, -1);
  toast = adw_toast_new (escaped);
  adw_toast_set_button_label (toast, _ ("Undo"));
  adw_toast_set_timeout (toast, UNDO_S);
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  return toast;
}
