/* sonde-retained-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-retained-row"

#include "sonde-retained-row.h"

#include "sonde-accessible.h"

#include <sonde-payload.h>
#include <sonde-retained-text.h>

#define MAX_PREVIEW 200

struct _SondeRetainedRow
{
  AdwBin parent_instance;

  GtkLabel *topic;
  GtkLabel *payload;
  GtkLabel *facts;
};

G_DEFINE_FINAL_TYPE (SondeRetainedRow, sonde_retained_row, ADW_TYPE_BIN)

static void
sonde_retained_row_class_init (SondeRetainedRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/retained/sonde-retained-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeRetainedRow, topic);
  gtk_widget_class_bind_template_child (widget_class, SondeRetainedRow, payload);
  gtk_widget_class_bind_template_child (widget_class, SondeRetainedRow, facts);
}

static void
sonde_retained_row_init (SondeRetainedRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
sonde_retained_row_set_entry (SondeRetainedRow   *self,
                              SondeRetainedEntry *entry)
{
  const guint8    *bytes;
  gsize            size;
  g_autofree char *preview = NULL;
  g_autofree char *facts = NULL;
  g_autofree char *sentence = NULL;

  g_return_if_fail (SONDE_IS_RETAINED_ROW (self));
  g_return_if_fail (SONDE_IS_RETAINED_ENTRY (entry));

  bytes = g_bytes_get_data (sonde_retained_entry_get_payload (entry), &size);
  preview = sonde_payload_preview (bytes, size, MAX_PREVIEW);
  facts = sonde_retained_entry_to_text (entry);
  gtk_label_set_label (self->topic, sonde_retained_entry_get_topic (entry));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->topic), sonde_retained_entry_get_topic (entry));
  gtk_label_set_label (self->payload, preview);
  gtk_label_set_label (self->facts, facts);
  sentence = g_strdup_printf ("%s: %s, %s", sonde_retained_entry_get_topic (entry), preview, facts);
  sonde_accessible_name_item (GTK_WIDGET (self), sentence);
}
