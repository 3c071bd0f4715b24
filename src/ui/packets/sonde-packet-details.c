/* sonde-packet-details.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The field that is selected has its bytes marked; a byte that is clicked on selects the
 * field that it belongs to.
 */

#define G_LOG_DOMAIN "sonde-packet-details"

#include "sonde-packet-details.h"

#include "sonde-packet-bytes.h"
#include "sonde-packet-field-item.h"
#include "sonde-packet-field-row.h"
#include "sonde-style.h"

#include <sonde-format.h>

#include <glib/gi18n.h>

struct _SondePacketDetails
{
  AdwBin parent_instance;

  SondePacketItem *item;

  GtkStack           *stack;
  GtkWidget          *hint;
  GtkWidget          *content;
  GtkLabel           *heading;
  GtkLabel           *fault;
  GtkListView        *view;
  GListStore         *store;
  GtkSingleSelection *selection;
  SondePacketBytes   *bytes;
};

enum
{
  PROP_ITEM = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SondePacketDetails, sonde_packet_details, ADW_TYPE_BIN)

static void
field_setup_cb (SondePacketDetails *self,
                GtkListItem        *list_item)
{
  gtk_list_item_set_child (list_item, GTK_WIDGET (sonde_packet_field_row_new ()));
}

static void
field_bind_cb (SondePacketDetails *self,
               GtkListItem        *list_item)
{
  SondePacketFieldItem *item = gtk_list_item_get_item (list_item);

  sonde_packet_field_row_bind (SONDE_PACKET_FIELD_ROW (gtk_list_item_get_child (list_item)),
                               sonde_packet_field_item_get (item));
}

static void
field_selected_cb (SondePacketDetails *self)
{
  SondePacketFieldItem   *item = gtk_single_selection_get_selected_item (self->selection);
  const SondePacketField *field = item != NULL ? sonde_packet_field_item_get (item) : NULL;

  sonde_packet_bytes_mark (self->bytes, field != NULL ? field->offset : 0, field != NULL ? field->length : 0);
}

/* The bits of a byte come behind the field that holds them: that one says more. */
static void
byte_picked_cb (SondePacketDetails *self,
                guint               offset)
{
  GListModel *model = G_LIST_MODEL (self->store);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (SondePacketFieldItem) item = g_list_model_get_item (model, i);
      const SondePacketField *field = sonde_packet_field_item_get (item);

      if (offset < field->offset || offset - field->offset >= field->length)
        continue;
      gtk_single_selection_set_selected (self->selection, i);
      gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u", i);
      return;
    }
}

static char *
dup_heading (const SondePacketRecord *record,
             const guint8            *bytes,
             SondeMqttVersion         version)
{
  g_autofree char *time = sonde_format_time (record->time);
  g_autofree char *size = sonde_format_size (record->size);
  const char      *type = sonde_packet_type_to_string (bytes[0] >> 4);

  /* Translators: "PUBLISH · sent 12:34:44.091 · 22 B · MQTT 5 · connection attempt 2" */
  return g_strdup_printf (record->outgoing ? _ ("%s · sent %s · %s · %s · connection attempt %u")
                                           : _ ("%s · received %s · %s · %s · connection attempt %u"),
                          type, time, size, sonde_mqtt_version_to_string (version), record->attempt);
}

static char *
dup_fault (const SondePacketRecord *record,
           const SondePacketFields *fields)
{
  g_autofree char *kept = sonde_format_size (record->kept);
  g_autofree char *size = sonde_format_size (record->size);

  if (fields->fault != NULL)
    return g_strdup_printf (_ ("Malformed at byte %u: %s"), (guint) fields->end, fields->fault);
  if (record->kept < record->size)
    /* Translators: two sizes, "16.4 kB of 1.2 MB" */
    return g_strdup_printf (_ ("Cut: %s of %s were recorded."), kept, size);

  return NULL;
}

static void
fill (SondePacketDetails *self)
{
  const SondePacketRecord *record = sonde_packet_item_get_record (self->item);
  const guint8            *bytes = sonde_packet_item_get_bytes (self->item);
  g_autoptr (SondePacketFields) fields = sonde_packet_decode (bytes, record->kept, record->size, record->version);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *heading = dup_heading (record, bytes, fields->version);
  g_autofree char *fault = dup_fault (record, fields);

  for (guint i = 0; i < fields->fields->len; i++)
    g_ptr_array_add (items, sonde_packet_field_item_new (fields->fields->pdata[i]));

  gtk_label_set_label (self->heading, heading);
  gtk_label_set_label (self->fault, fault != NULL ? fault : "");
  gtk_widget_set_visible (GTK_WIDGET (self->fault), fault != NULL);
  sonde_style_set_class (GTK_WIDGET (self->fault), "error", fields->fault != NULL);

  sonde_packet_bytes_set (self->bytes, bytes, record->kept);
  g_list_store_splice (self->store, 0, g_list_model_get_n_items (G_LIST_MODEL (self->store)), items->pdata, items->len);
  if (fields->fault != NULL && fields->end < record->kept)
    sonde_packet_bytes_mark (self->bytes, fields->end, 1);
}

static void
set_item (SondePacketDetails *self,
          SondePacketItem    *item)
{
  GtkWidget *shown = item != NULL ? self->content : self->hint;

  if (!g_set_object (&self->item, item))
    return;

  if (item != NULL)
    fill (self);
  /* What a stack has left keeps its extents for a screen reader unless it is hidden too. */
  gtk_widget_set_visible (shown, TRUE);
  gtk_stack_set_visible_child (self->stack, shown);
  gtk_widget_set_visible (item != NULL ? self->hint : self->content, FALSE);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ITEM]);
}

static void
sonde_packet_details_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_ITEM:
      g_value_set_object (value, SONDE_PACKET_DETAILS (object)->item);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_packet_details_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_ITEM:
      set_item (SONDE_PACKET_DETAILS (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_packet_details_dispose (GObject *object)
{
  g_clear_object (&SONDE_PACKET_DETAILS (object)->item);

  G_OBJECT_CLASS (sonde_packet_details_parent_class)->dispose (object);
}

static void
sonde_packet_details_class_init (SondePacketDetailsClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = sonde_packet_details_get_property;
  object_class->set_property = sonde_packet_details_set_property;
  object_class->dispose = sonde_packet_details_dispose;

  properties[PROP_ITEM] =
    g_param_spec_object ("item", NULL, NULL, SONDE_TYPE_PACKET_ITEM,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (SONDE_TYPE_PACKET_BYTES);
  g_type_ensure (SONDE_TYPE_PACKET_FIELD_ITEM);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/packets/sonde-packet-details.ui");
  gtk_widget_class_bind_template_child (widget_class, SondePacketDetails, stack);
  gtk_widget_class_bind_template_child (widget_class, SondePacketDetails, hint);
  gtk_widget_class_bind_template_child (widget_class, SondePacketDetails, content);
  gtk_widget_class_bind_template_child (widget_class, SondePacketDetails, heading);
  gtk_widget_class_bind_template_child (widget_class, SondePacketDetails, fault);
  gtk_widget_class_bind_template_child (widget_class, SondePacketDetails, view);
  gtk_widget_class_bind_template_child (widget_class, SondePacketDetails, store);
  gtk_widget_class_bind_template_child (widget_class, SondePacketDetails, selection);
  gtk_widget_class_bind_template_child (widget_class, SondePacketDetails, bytes);
  gtk_widget_class_bind_template_callback (widget_class, field_setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, field_bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, field_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, byte_picked_cb);
}

static void
sonde_packet_details_init (SondePacketDetails *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  gtk_widget_set_visible (self->content, FALSE);
}
