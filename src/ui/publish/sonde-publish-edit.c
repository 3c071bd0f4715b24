/* sonde-publish-edit.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-publish-edit"

#include "sonde-publish-edit.h"

#include "sonde-notice.h"

#include <sonde-json-text.h>

#include <glib/gi18n.h>

#define MAX_PAYLOAD (1024 * 1024) /* bytes; beyond, an editor is the wrong tool */

/* What stood in the pane. */
typedef struct
{
  SondePublishPane *pane;
  SondeConnection  *connection;
  SondePublishForm *form;
} Before;

static void
before_free (gpointer  data,
             GClosure *closure)
{
  Before *before = data;

  g_object_unref (before->pane);
  g_object_unref (before->connection);
  sonde_publish_form_free (before->form);
  g_free (before);
}

static SondeConnection *
ref_connection (SondePublishPane *pane)
{
  SondeConnection *connection;

  g_object_get (pane, "connection", &connection, NULL);
  return connection;
}

/* Another connection may be shown by now: the draft is where it will be looked for. */
static void
undo_cb (Before *before)
{
  g_autoptr (SondeConnection) shown = ref_connection (before->pane);
  SondeDraft *draft = sonde_connection_get_draft (before->connection);

  if (shown == before->connection)
    {
      sonde_publish_pane_set_form (before->pane, before->form, TRUE);
      return;
    }
  sonde_publish_form_free (draft->form);
  draft->form = sonde_publish_form_copy (before->form);
}

/* Takes @form. */
static void
offer_undo (SondePublishPane *pane,
            SondeConnection  *connection,
            SondePublishForm *form)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (GTK_WIDGET (pane), ADW_TYPE_TOAST_OVERLAY);
  AdwToast  *toast = sonde_notice_new_undo (_ ("Message put in place of what was typed"));
  Before    *before = g_new0 (Before, 1);

  *before = (Before){ g_object_ref (pane), g_object_ref (connection), form };
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (undo_cb), before, before_free, G_CONNECT_SWAPPED);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
}

void
sonde_publish_pane_put_form (SondePublishPane       *self,
                             const SondePublishForm *form)
{
  g_autoptr (SondeConnection) connection = NULL;
  g_autoptr (SondePublishForm) typed = NULL;

  g_return_if_fail (SONDE_IS_PUBLISH_PANE (self));
  g_return_if_fail (form != NULL);

  connection = ref_connection (self);
  typed = sonde_publish_pane_dup_form (self);
  if (connection != NULL && !sonde_publish_form_is_empty (typed) && !sonde_publish_form_equal (typed, form))
    offer_undo (self, connection, g_steal_pointer (&typed));
  sonde_publish_pane_set_form (self, form, TRUE);
  sonde_publish_pane_focus_payload (self);
}

static const char *
find_fault (const guint8 *payload,
            gsize         size)
{
  if (size > MAX_PAYLOAD)
    return _ ("The payload is too large to edit: save it, and publish the file by “Copy as”");
  if (!sonde_json_is_text (payload, size))
    return _ ("The payload is not text and cannot be edited here: “Copy as” sends it unchanged");
  return NULL;
}

static SondePublishForm *
read_form (SondeMessageItem *item)
{
  SondePublishForm *form = sonde_publish_form_new ();
  const guint8     *payload;
  gsize             size, length;

  payload = sonde_message_item_get_payload (item, &size);
  g_free (form->topic);
  form->topic = g_strdup (sonde_message_item_get_topic (item, &length));
  g_free (form->payload);
  form->payload = g_strndup ((const char *) payload, size);
  form->qos = sonde_message_item_get_qos (item);
  form->retain = sonde_message_item_get_retain (item);
  return form;
}

void
sonde_publish_edit (SondePublishPane *pane,
                    SondeMessageItem *item)
{
  g_autoptr (SondePublishForm) form = NULL;
  const guint8 *payload;
  gsize         size;

  g_return_if_fail (SONDE_IS_PUBLISH_PANE (pane));

  payload = sonde_message_item_get_payload (item, &size);
  if (find_fault (payload, size) != NULL)
    {
      gtk_widget_activate_action (GTK_WIDGET (pane), "win.toast", "s", find_fault (payload, size));
      return;
    }

  form = read_form (item);
  sonde_publish_pane_put_form (pane, form);
}
