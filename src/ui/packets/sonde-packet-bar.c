/* sonde-packet-bar.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-packet-bar"

#include "sonde-packet-bar.h"

#include "sonde-style.h"

struct _SondePacketBar
{
  AdwBin parent_instance;

  SondePacketFilter filter;

  GtkDropDown *type;
  GtkEditable *packet_id;
  GtkEditable *topic;
  GtkLabel    *fault;
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SondePacketBar, sonde_packet_bar, ADW_TYPE_BIN)

/* @packet_id: 0 for any. Returns: %FALSE for what is none (2.2.1) */
static gboolean
read_packet_id (SondePacketBar *self,
                guint16        *packet_id)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (self->packet_id)));
  guint64          number = 0;

  *packet_id = 0;
  if (*text != '\0' && !g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT16, &number, NULL))
    return FALSE;

  *packet_id = number;

  return TRUE;
}

static void
show_fault (SondePacketBar *self,
            gboolean        shown)
{
  gtk_widget_set_visible (GTK_WIDGET (self->fault), shown);
  sonde_style_set_class (GTK_WIDGET (self->packet_id), "error", shown);
}

static void
changed_cb (SondePacketBar *self)
{
  const char       *topic = gtk_editable_get_text (self->topic);
  SondePacketFilter filter = { 0 };

  /* They stand in the order of their numbers, after all of them. */
  filter.type = gtk_drop_down_get_selected (self->type);
  show_fault (self, !read_packet_id (self, &filter.packet_id));
  filter.topic = *topic != '\0' ? (char *) topic : NULL;

  if (sonde_packet_filter_is_equal (&self->filter, &filter))
    return;
  sonde_packet_filter_set (&self->filter, &filter);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
sonde_packet_bar_finalize (GObject *object)
{
  sonde_packet_filter_clear (&SONDE_PACKET_BAR (object)->filter);

  G_OBJECT_CLASS (sonde_packet_bar_parent_class)->finalize (object);
}

static void
sonde_packet_bar_class_init (SondePacketBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sonde_packet_bar_finalize;

  signals[CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/packets/sonde-packet-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, SondePacketBar, type);
  gtk_widget_class_bind_template_child (widget_class, SondePacketBar, packet_id);
  gtk_widget_class_bind_template_child (widget_class, SondePacketBar, topic);
  gtk_widget_class_bind_template_child (widget_class, SondePacketBar, fault);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
sonde_packet_bar_init (SondePacketBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  g_signal_connect_object (self->type, "notify::selected", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
}

const SondePacketFilter *
sonde_packet_bar_get_filter (SondePacketBar *self)
{
  g_return_val_if_fail (SONDE_IS_PACKET_BAR (self), NULL);

  return &self->filter;
}
