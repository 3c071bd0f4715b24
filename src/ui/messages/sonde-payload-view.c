/* sonde-payload-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-payload-view"

#include "sonde-payload-view.h"

#include "sonde-diff-pane.h"
#include "sonde-image-pane.h"
#include "sonde-payload-pane.h"
#include "sonde-pin-button.h"
#include "sonde-text-pane.h"
#include "sonde-tree-pane.h"
#include "sonde-view-kind.h"

#include <sonde-settings.h>

#include <glib/gi18n.h>

struct _SondePayloadView
{
  AdwBin parent_instance;

  SondeConnection  *connection; /* of the item */
  SondeMessageItem *item;
  SondePayloadLook  look;
  SondeViewPins    *pins;
  char             *rule;    /* the filter of the pin that counts for the item, or NULL */
  SondeViewKind     pinned;  /* what it says */
  SondeViewKind     choice;  /* the user's, kept from message to message where no pin counts */
  SondeViewKind     passing; /* the same, for as long as that pin counts */

  SondePayloadPane *panes[SONDE_N_VIEWS]; /* one may serve several kinds; NULL until it is looked at */
  SondePayloadPane *pane;                 /* the one shown */

  GtkToggleButton *toggles[SONDE_N_VIEWS];
  SondePinButton  *pin_button;
  GtkBox          *place;
  GtkLabel        *note;
  GtkWidget       *show_all_button;
};

G_DEFINE_FINAL_TYPE (SondePayloadView, sonde_payload_view, ADW_TYPE_BIN)

static void
update_note (SondePayloadView *self)
{
  g_autofree char *said = self->pane != NULL ? sonde_payload_pane_dup_note (self->pane) : g_strdup ("");
  g_autoptr (GString) note = g_string_new (NULL);
  gsize size = 0;

  if (self->item != NULL)
    sonde_message_item_get_payload (self->item, &size);
  if (self->item != NULL && size == 0)
    sonde_payload_pane_add_sentence (note, _ ("The payload is empty."));
  if (*said != '\0')
    sonde_payload_pane_add_sentence (note, said);

  gtk_label_set_label (self->note, note->str);
  gtk_widget_set_visible (GTK_WIDGET (self->note), note->len > 0);
  gtk_widget_set_visible (self->show_all_button, self->pane != NULL && sonde_payload_pane_has_more (self->pane));
}

static gboolean
get_text_format (SondeViewKind       kind,
                 SondePayloadFormat *format)
{
  switch (kind)
    {
    case SONDE_VIEW_TEXT:
      *format = SONDE_PAYLOAD_TEXT;
      return TRUE;
    case SONDE_VIEW_JSON:
      *format = SONDE_PAYLOAD_JSON;
      return TRUE;
    case SONDE_VIEW_HEX:
      *format = SONDE_PAYLOAD_HEX;
      return TRUE;
    case SONDE_VIEW_BASE64:
      *format = SONDE_PAYLOAD_BASE64;
      return TRUE;
    default:
      return FALSE;
    }
}

static SondePayloadPane *
make_pane (SondePayloadView *self,
           GType             type)
{
  SondePayloadPane *pane = g_object_new (type, NULL);

  g_signal_connect_object (pane, "changed", G_CALLBACK (update_note), self, G_CONNECT_SWAPPED);
  gtk_box_append (self->place, GTK_WIDGET (pane));
  return pane;
}

static GType
get_pane_type (SondeViewKind kind)
{
  switch (kind)
    {
    case SONDE_VIEW_TREE:
      return SONDE_TYPE_TREE_PANE;
    case SONDE_VIEW_IMAGE:
      return SONDE_TYPE_IMAGE_PANE;
    case SONDE_VIEW_DIFF:
      return SONDE_TYPE_DIFF_PANE;
    default:
      return SONDE_TYPE_TEXT_PANE;
    }
}

static SondePayloadPane *
get_pane (SondePayloadView *self,
          SondeViewKind     kind)
{
  SondePayloadFormat format;
  gboolean           is_text = get_text_format (kind, &format);
  SondeViewKind      which = is_text ? SONDE_VIEW_TEXT : kind;

  if (self->panes[which] == NULL)
    self->panes[which] = make_pane (self, get_pane_type (which));
  if (is_text)
    sonde_text_pane_set_format (SONDE_TEXT_PANE (self->panes[which]), format);
  if (kind == SONDE_VIEW_DIFF)
    sonde_diff_pane_set_log (SONDE_DIFF_PANE (self->panes[which]), sonde_connection_get_log (self->connection));

  return self->panes[which];
}

static void
show (SondePayloadView *self,
      SondeViewKind     kind)
{
  SondePayloadPane *pane = get_pane (self, kind);

  gtk_toggle_button_set_active (self->toggles[kind], TRUE);
  if (self->pane != NULL && self->pane != pane)
    {
      sonde_payload_pane_set_item (self->pane, NULL);
      gtk_widget_set_visible (GTK_WIDGET (self->pane), FALSE);
    }
  self->pane = pane;
  gtk_widget_set_visible (GTK_WIDGET (pane), TRUE);
  sonde_payload_pane_set_item (pane, self->item);
  sonde_pin_button_set_shown (self->pin_button, self->connection, self->item, kind);
  update_note (self);
}

/* Which pin counts now: what was clicked while another did is of the past. */
static void
follow_pins (SondePayloadView *self)
{
  gsize         length;
  const char   *topic = sonde_message_item_get_topic (self->item, &length);
  SondeViewKind pinned = SONDE_VIEW_AUTOMATIC;
  const char   *rule = sonde_view_pins_choose (sonde_view_pins_get_all (self->pins), topic, length, &pinned);

  if (g_strcmp0 (rule, self->rule) == 0 && pinned == self->pinned)
    return;

  g_free (self->rule);
  self->rule = g_strdup (rule);
  self->pinned = pinned;
  self->passing = pinned;
}

static void
show_wanted (SondePayloadView *self)
{
  follow_pins (self);
  show (self, sonde_view_kind_choose (self->rule != NULL ? self->passing : self->choice, &self->look));
}

static void
pins_changed_cb (SondePayloadView *self)
{
  if (self->item != NULL)
    show_wanted (self);
}

static void
view_clicked_cb (SondePayloadView *self,
                 GtkToggleButton  *toggle)
{
  if (self->item == NULL)
    return;

  for (guint kind = 0; kind < SONDE_N_VIEWS; kind++)
    if (self->toggles[kind] == toggle)
      {
        *(self->rule != NULL ? &self->passing : &self->choice) = kind;
        show (self, kind);
      }
}

static void
show_all_clicked_cb (SondePayloadView *self)
{
  if (self->pane != NULL)
    sonde_payload_pane_show_all (self->pane);
}

static void
sonde_payload_view_dispose (GObject *object)
{
  SondePayloadView *self = SONDE_PAYLOAD_VIEW (object);

  g_clear_object (&self->item);
  g_clear_object (&self->connection);
  g_clear_object (&self->pins);
  g_clear_pointer (&self->rule, g_free);

  G_OBJECT_CLASS (sonde_payload_view_parent_class)->dispose (object);
}

static void
sonde_payload_view_class_init (SondePayloadViewClass *klass)
{
  static const char *const toggles[SONDE_N_VIEWS] = {
    [SONDE_VIEW_TEXT] = "text_toggle",
    [SONDE_VIEW_JSON] = "json_toggle",
    [SONDE_VIEW_TREE] = "tree_toggle",
    [SONDE_VIEW_HEX] = "hex_toggle",
    [SONDE_VIEW_BASE64] = "base64_toggle",
    [SONDE_VIEW_IMAGE] = "image_toggle",
    [SONDE_VIEW_DIFF] = "diff_toggle",
  };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sonde_payload_view_dispose;

  g_type_ensure (SONDE_TYPE_PIN_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/messages/sonde-payload-view.ui");
  for (guint kind = 0; kind < SONDE_N_VIEWS; kind++)
    gtk_widget_class_bind_template_child_full (widget_class, toggles[kind], FALSE,
                                               G_STRUCT_OFFSET (SondePayloadView, toggles) + kind * sizeof (GtkToggleButton *));
  gtk_widget_class_bind_template_child (widget_class, SondePayloadView, pin_button);
  gtk_widget_class_bind_template_child (widget_class, SondePayloadView, place);
  gtk_widget_class_bind_template_child (widget_class, SondePayloadView, note);
  gtk_widget_class_bind_template_child (widget_class, SondePayloadView, show_all_button);
  gtk_widget_class_bind_template_callback (widget_class, view_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_all_clicked_cb);
}

static void
sonde_payload_view_init (SondePayloadView *self)
{
  g_autoptr (GSettings) settings = sonde_settings_new ();

  self->choice = SONDE_VIEW_AUTOMATIC;
  self->pinned = SONDE_VIEW_AUTOMATIC;
  self->passing = SONDE_VIEW_AUTOMATIC;
  self->pins = sonde_view_pins_new (settings);
  g_signal_connect_object (self->pins, "changed", G_CALLBACK (pins_changed_cb), self, G_CONNECT_SWAPPED);

  gtk_widget_init_template (GTK_WIDGET (self));
  sonde_pin_button_set_pins (self->pin_button, self->pins);
}

void
sonde_payload_view_set_item (SondePayloadView *self,
                             SondeConnection  *connection,
                             SondeMessageItem *item)
{
  const guint8 *payload;
  gsize         size;

  g_return_if_fail (SONDE_IS_PAYLOAD_VIEW (self));
  g_return_if_fail (item == NULL || (SONDE_IS_MESSAGE_ITEM (item) && SONDE_IS_CONNECTION (connection)));

  g_set_object (&self->connection, connection);
  g_set_object (&self->item, item);
  if (item == NULL)
    {
      if (self->pane != NULL)
        sonde_payload_pane_set_item (self->pane, NULL);
      return;
    }

  payload = sonde_message_item_get_payload (item, &size);
  self->look = sonde_payload_look_at (payload, size);
  gtk_widget_set_visible (GTK_WIDGET (self->toggles[SONDE_VIEW_IMAGE]), self->look.image_type != NULL);
  show_wanted (self);
}
