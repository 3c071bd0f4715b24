/* sonde-publish-edit.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-publish-edit"

#include "sonde-publish-edit.h"

#include "sonde-notice.h"

#include <sonde-payload-typed.h>
#include <sonde-properties.h>

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

static void
replace_text (char **field,
              char  *text)
{
  g_free (*field);
  *field = text;
}

/* As text or, where it is none, in hexadecimal digits: the bytes are the same. */
static void
read_payload (SondePublishForm *form,
              SondeMessageItem *item)
{
  g_autoptr (GBytes) payload = sonde_message_item_ref_payload (item);
  char *text = sonde_typed_from_bytes (SONDE_TYPED_TEXT, payload);

  form->format = text != NULL ? SONDE_FORM_TEXT : SONDE_FORM_HEX;
  replace_text (&form->payload, text != NULL ? text : sonde_typed_from_bytes (SONDE_TYPED_HEX, payload));
}

static char *
dup_text (const SondeProperty *property)
{
  return g_utf8_make_valid ((const char *) property->bytes, property->size);
}

static void
read_property (SondePublishForm    *form,
               const SondeProperty *property)
{
  g_autofree char *name = NULL;
  g_autofree char *value = NULL;

  switch (property->id)
    {
    case SONDE_PROPERTY_PAYLOAD_FORMAT:
      form->is_utf8 = property->number != 0;
      break;
    case SONDE_PROPERTY_MESSAGE_EXPIRY:
      form->message_expiry = property->number;
      break;
    case SONDE_PROPERTY_CONTENT_TYPE:
      replace_text (&form->content_type, dup_text (property));
      break;
    case SONDE_PROPERTY_RESPONSE_TOPIC:
      replace_text (&form->response_topic, dup_text (property));
      break;
    case SONDE_PROPERTY_CORRELATION_DATA:
      g_bytes_unref (form->correlation_data);
      form->correlation_data = g_bytes_new (property->bytes, property->size);
      break;
    case SONDE_PROPERTY_USER_PROPERTY:
      name = dup_text (property);
      value = g_utf8_make_valid ((const char *) property->value, property->value_size);
      sonde_pairs_add (form->user_properties, name, value);
      break;
    default: /* a topic alias was one of that connection */
      break;
    }
}

static SondePublishForm *
read_form (SondeMessageItem *item)
{
  SondePublishForm *form = sonde_publish_form_new ();
  SondePropertyIter iter;
  SondeProperty     property;
  const guint8     *properties;
  gsize             size, length;

  replace_text (&form->topic, g_strdup (sonde_message_item_get_topic (item, &length)));
  read_payload (form, item);
  form->qos = sonde_message_item_get_qos (item);
  form->retain = sonde_message_item_get_retain (item);

  properties = sonde_message_item_get_properties (item, &size);
  sonde_property_iter_init (&iter, properties, size);
  while (sonde_property_iter_next (&iter, &property))
    read_property (form, &property);
  return form;
}

void
sonde_publish_edit (SondePublishPane *pane,
                    SondeMessageItem *item)
{
  g_autoptr (SondePublishForm) form = NULL;
  gsize size;

  g_return_if_fail (SONDE_IS_PUBLISH_PANE (pane));

  sonde_message_item_get_payload (item, &size);
  if (size > MAX_PAYLOAD)
    {
      gtk_widget_activate_action (GTK_WIDGET (pane), "win.toast", "s",
                                  _ ("The payload is too large to edit: save it, and publish it as a file"));
      return;
    }

  form = read_form (item);
  sonde_publish_pane_put_form (pane, form);
}

static gboolean
drop_cb (GtkDropTarget    *target,
         const GValue     *value,
         double            x,
         double            y,
         SondePublishPane *pane)
{
  sonde_publish_edit (pane, g_value_get_object (value));
  return TRUE;
}

void
sonde_publish_edit_accept_drops (SondePublishPane *pane)
{
  GtkDropTarget *target;

  g_return_if_fail (SONDE_IS_PUBLISH_PANE (pane));

  target = gtk_drop_target_new (SONDE_TYPE_MESSAGE_ITEM, GDK_ACTION_COPY);
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), pane, 0);
  gtk_widget_add_controller (adw_bin_get_child (ADW_BIN (pane)), GTK_EVENT_CONTROLLER (target));
}
