/* sonde-history-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-history-row"

#include "sonde-history-row.h"

#include "sonde-accessible.h"
#include "sonde-publish-text.h"
#include "sonde-style.h"

#include <sonde-format.h>
#include <sonde-payload.h>

#include <glib/gi18n.h>

#include <string.h>

#define MAX_PREVIEW 120

struct _SondeHistoryRow
{
  AdwBin parent_instance;

  GtkLabel  *topic;
  GtkLabel  *time;
  GtkLabel  *payload;
  GtkLabel  *outcome;
  GtkWidget *keep_button;
  GtkWidget *publish_button;

  SondeHistoryItem *item;
};

G_DEFINE_FINAL_TYPE (SondeHistoryRow, sonde_history_row, ADW_TYPE_BIN)

enum
{
  PUBLISH,
  KEEP,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
set_name (GtkWidget *button,
          char      *name) /* (transfer full) */
{
  g_autofree char *owned = name;

  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, owned, -1);
}

/* "✓ acknowledged in 1.2 ms · QoS 1 · 22 B · Lab" */
static void
show_outcome (SondeHistoryRow         *self,
              const SondeHistoryEntry *entry,
              gboolean                 names_connection)
{
  g_autofree char *outcome = sonde_history_entry_to_text (entry);
  g_autofree char *form = sonde_publish_form_to_text (entry->form);
  g_autofree char *size = sonde_format_size (entry->size);
  g_autofree char *text = names_connection ? g_strjoin (" · ", outcome, form, size, entry->profile_name, NULL)
                                           : g_strjoin (" · ", outcome, form, size, NULL);
  gboolean         failed = entry->outcome == SONDE_HISTORY_FAILED || entry->reason >= 0x80;

  gtk_label_set_label (self->outcome, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->outcome), failed ? outcome : NULL);
  sonde_style_set_class (GTK_WIDGET (self->outcome), "error", failed);
  sonde_style_set_class (GTK_WIDGET (self->outcome), "dim-label", !failed);
}

static void
show_payload (SondeHistoryRow         *self,
              const SondeHistoryEntry *entry)
{
  const char      *payload = entry->form->payload;
  g_autofree char *preview = sonde_payload_preview ((const guint8 *) payload, strlen (payload), MAX_PREVIEW);

  if (entry->without_payload)
    gtk_label_set_label (self->payload, _ ("The payload is longer than the history keeps"));
  else
    gtk_label_set_label (self->payload, *preview != '\0' ? preview : _ ("No payload"));
  sonde_style_set_class (GTK_WIDGET (self->payload), "dim-label", entry->without_payload || *preview == '\0');
}

static void
publish_clicked_cb (SondeHistoryRow *self)
{
  g_signal_emit (self, signals[PUBLISH], 0, self->item);
}

static void
keep_clicked_cb (SondeHistoryRow *self)
{
  g_signal_emit (self, signals[KEEP], 0, self->item);
}

static void
sonde_history_row_dispose (GObject *object)
{
  g_clear_object (&SONDE_HISTORY_ROW (object)->item);

  G_OBJECT_CLASS (sonde_history_row_parent_class)->dispose (object);
}

static void
sonde_history_row_class_init (SondeHistoryRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sonde_history_row_dispose;

  signals[PUBLISH] = g_signal_new ("publish", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, SONDE_TYPE_HISTORY_ITEM);
  signals[KEEP] = g_signal_new ("keep", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, SONDE_TYPE_HISTORY_ITEM);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/publish/sonde-history-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeHistoryRow, topic);
  gtk_widget_class_bind_template_child (widget_class, SondeHistoryRow, time);
  gtk_widget_class_bind_template_child (widget_class, SondeHistoryRow, payload);
  gtk_widget_class_bind_template_child (widget_class, SondeHistoryRow, outcome);
  gtk_widget_class_bind_template_child (widget_class, SondeHistoryRow, keep_button);
  gtk_widget_class_bind_template_child (widget_class, SondeHistoryRow, publish_button);
  gtk_widget_class_bind_template_callback (widget_class, publish_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, keep_clicked_cb);
}

static void
sonde_history_row_init (SondeHistoryRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
sonde_history_row_bind (SondeHistoryRow  *self,
                        SondeHistoryItem *item,
                        gboolean          names_connection)
{
  const SondeHistoryEntry *entry;
  g_autofree char         *time = NULL;
  g_autofree char         *full_time = NULL;
  g_autofree char         *sentence = NULL;

  g_return_if_fail (SONDE_IS_HISTORY_ROW (self));

  g_set_object (&self->item, item);
  if (item == NULL)
    return;

  entry = sonde_history_item_get_entry (item);
  time = sonde_history_entry_dup_time (entry);
  full_time = sonde_format_full_time (entry->time);
  gtk_label_set_label (self->topic, entry->form->topic);
  gtk_label_set_label (self->time, time);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->time), full_time);
  show_payload (self, entry);
  show_outcome (self, entry, names_connection);
  gtk_widget_set_sensitive (self->keep_button, !entry->without_payload);
  gtk_widget_set_sensitive (self->publish_button, !entry->without_payload);
  /* Translators: buttons of a message that was sent to a topic, at a time */
  set_name (self->publish_button, g_strdup_printf (_ ("Send %s of %s again"), entry->form->topic, full_time));
  set_name (self->keep_button, g_strdup_printf (_ ("Save %s of %s as template"), entry->form->topic, full_time));
  sentence = g_strdup_printf ("%s: %s, %s", entry->form->topic, gtk_label_get_label (self->payload), time);
  sonde_accessible_name_item (GTK_WIDGET (self), sentence);
}
