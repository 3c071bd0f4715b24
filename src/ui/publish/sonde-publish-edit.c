/* sonde-publish-edit.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-publish-edit"

#include "sonde-publish-edit.h"

#include "sonde-notice.h"

#include <sonde-json-text.h>

#include <glib/gi18n.h>

#include <string.h>

#define MAX_PAYLOAD (1024 * 1024) /* bytes; beyond, an editor is the wrong tool */

/* What stood in the pane. */
typedef struct
{
  SondePublishPane *pane;
  SondeConnection  *connection;
  char             *topic, *payload;
  guint             qos;
  gboolean          retain;
} Before;

static void
before_free (gpointer  data,
             GClosure *closure)
{
  Before *before = data;

  g_object_unref (before->pane);
  g_object_unref (before->connection);
  g_free (before->topic);
  g_free (before->payload);
  g_free (before);
}

static SondeConnection *
ref_connection (SondePublishPane *pane)
{
  SondeConnection *connection;

  g_object_get (pane, "connection", &connection, NULL);
  return connection;
}

static void
fill (SondeDraft *draft,
      const char *topic,
      const char *payload,
      guint       qos,
      gboolean    retain)
{
  g_free (draft->topic);
  draft->topic = g_strdup (topic);
  g_free (draft->payload);
  draft->payload = g_strdup (payload);
  draft->publish_qos = qos;
  draft->retain = retain;
}

/* Another connection may be shown by now: the draft is where it will be looked for. */
static void
undo_cb (Before *before)
{
  g_autoptr (SondeConnection) shown = ref_connection (before->pane);

  fill (sonde_connection_get_draft (before->connection), before->topic, before->payload, before->qos, before->retain);
  if (shown == before->connection)
    sonde_publish_pane_load_draft (before->pane, TRUE);
}

static void
offer_undo (SondePublishPane *pane,
            Before           *before)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (GTK_WIDGET (pane), ADW_TYPE_TOAST_OVERLAY);
  AdwToast  *toast = sonde_notice_new_undo (_ ("Message put in place of what was typed"));

  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (undo_cb), before, before_free, G_CONNECT_SWAPPED);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
}

static gboolean
is_typed (const SondeDraft *draft)
{
  return *draft->topic != '\0' || *draft->payload != '\0';
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

void
sonde_publish_edit (SondePublishPane *pane,
                    SondeMessageItem *item)
{
  g_autoptr (SondeConnection) connection = ref_connection (pane);
  g_autofree char *topic = NULL;
  g_autofree char *text = NULL;
  const guint8    *payload;
  SondeDraft      *draft;
  gsize            size, length;

  g_return_if_fail (connection != NULL);

  payload = sonde_message_item_get_payload (item, &size);
  if (find_fault (payload, size) != NULL)
    {
      gtk_widget_activate_action (GTK_WIDGET (pane), "win.toast", "s", find_fault (payload, size));
      return;
    }

  sonde_publish_pane_save_draft (pane);
  draft = sonde_connection_get_draft (connection);
  if (is_typed (draft))
    {
      Before *before = g_new0 (Before, 1);

      *before = (Before){ g_object_ref (pane), g_object_ref (connection), g_strdup (draft->topic),
                          g_strdup (draft->payload), draft->publish_qos, draft->retain };
      offer_undo (pane, before);
    }

  topic = g_strdup (sonde_message_item_get_topic (item, &length));
  text = g_strndup ((const char *) payload, size);
  fill (draft, topic, text, sonde_message_item_get_qos (item), sonde_message_item_get_retain (item));
  sonde_publish_pane_load_draft (pane, TRUE);
  sonde_publish_pane_focus_payload (pane);
}
