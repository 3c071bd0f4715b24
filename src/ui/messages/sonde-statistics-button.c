/* sonde-statistics-button.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-statistics-button"

#include "sonde-statistics-button.h"

#include "sonde-plot.h"

#include <sonde-format.h>

#include <glib/gi18n.h>

/* "20 of 2,000 messages" is not cut, however narrow the log; what is longer may be. */
#define ROOM_CHARS 20

/* Whole seconds that a rate is the mean of */
#define RATE_SECONDS 5

struct _SondeStatisticsButton
{
  AdwBin parent_instance;

  GtkLabel *label;
  GtkLabel *total_labels[SONDE_N_TRAFFICS];
  GtkLabel *rate_labels[SONDE_N_TRAFFICS];
  GtkLabel *kept_label;
  GtkLabel *peak_label;
  AdwBin   *plot_bin;

  /* Made when it is first seen */
  SondePlot   *plot;
  SondeSeries *series[SONDE_N_TRAFFICS]; /* messages a second */

  SondeConnection *connection;
  guint            refresh_source; /* while the popover is open */
};

G_DEFINE_FINAL_TYPE (SondeStatisticsButton, sonde_statistics_button, ADW_TYPE_BIN)

enum
{
  PROP_CONNECTION = 1,
  PROP_LABEL,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* "1,204 messages, 3.1 MB" */
static char *
format_total (const SondeTraffic *traffic)
{
  g_autofree char *count = sonde_format_count (traffic->messages);
  g_autofree char *size = sonde_format_size (traffic->bytes);

  /* Translators: a number of messages, and the size of their payloads */
  return g_strdup_printf (g_dngettext (NULL, "%s message, %s", "%s messages, %s", traffic->messages), count, size);
}

/* "120/s, 12 kB/s" */
static char *
format_rate (const SondeStatistics *statistics,
             SondeTrafficWay        way,
             gint64                 now)
{
  SondeTraffic     sum = { 0 };
  g_autofree char *rate = NULL;
  g_autofree char *size = NULL;

  for (guint i = 0; i < RATE_SECONDS; i++)
    {
      SondeTraffic second = sonde_statistics_get_second (statistics, way, i, now);

      sum.messages += second.messages;
      sum.bytes += second.bytes;
    }

  rate = sonde_format_rate ((double) sum.messages / RATE_SECONDS);
  size = sonde_format_size (sum.bytes / RATE_SECONDS);

  /* Translators: messages a second, such as 120/s, and bytes a second */
  return g_strdup_printf (_ ("%s, %s/s"), *rate != '\0' ? rate : "0/s", size);
}

static void
ensure_plot (SondeStatisticsButton *self)
{
  if (self->plot != NULL)
    return;

  self->plot = SONDE_PLOT (sonde_plot_new ());
  g_object_set (self->plot,
                "title", _ ("Messages a second, received and sent"),
                "unit", _ ("msg/s"),
                "from-zero", TRUE,
                NULL);
  self->series[SONDE_TRAFFIC_IN] = sonde_series_new (_ ("Received"), SONDE_STATISTICS_SECONDS);
  self->series[SONDE_TRAFFIC_OUT] = sonde_series_new (_ ("Sent"), SONDE_STATISTICS_SECONDS);
  for (guint way = 0; way < SONDE_N_TRAFFICS; way++)
    sonde_plot_add_series (self->plot, self->series[way]);
  adw_bin_set_child (self->plot_bin, GTK_WIDGET (self->plot));
}

/* Returns: the most messages of a second, of either way */
static guint64
plot_seconds (SondeStatisticsButton *self,
              const SondeStatistics *statistics,
              gint64                 now)
{
  gint64  real_now = g_get_real_time ();
  guint64 peak = 0;

  for (guint way = 0; way < SONDE_N_TRAFFICS; way++)
    {
      SondeSample samples[SONDE_STATISTICS_SECONDS];

      for (guint i = 0; i < SONDE_STATISTICS_SECONDS; i++)
        {
          guint   ago = SONDE_STATISTICS_SECONDS - 1 - i;
          guint64 messages = sonde_statistics_get_second (statistics, way, ago, now).messages;

          samples[i] = (SondeSample){ real_now - ago * G_USEC_PER_SEC, messages };
          peak = MAX (peak, messages);
        }
      sonde_series_clear (self->series[way]);
      sonde_series_append_many (self->series[way], samples, SONDE_STATISTICS_SECONDS);
    }

  return peak;
}

static void
refresh (SondeStatisticsButton *self)
{
  const SondeStatistics *statistics = sonde_connection_get_statistics (self->connection);
  SondeMessageLog       *log = sonde_connection_get_log (self->connection);
  gint64                 now = g_get_monotonic_time ();
  g_autofree char       *kept = sonde_format_count (sonde_message_log_get_kept (log));
  g_autofree char       *discarded = sonde_format_count (sonde_message_log_get_discarded (log));
  g_autofree char       *kept_text = g_strdup_printf (_ ("%s rows, %s discarded"), kept, discarded);
  g_autofree char       *peak = NULL;
  g_autofree char       *peak_text = NULL;

  for (guint way = 0; way < SONDE_N_TRAFFICS; way++)
    {
      g_autofree char *total = format_total (&statistics->total[way]);
      g_autofree char *rate = format_rate (statistics, way, now);

      gtk_label_set_label (self->total_labels[way], total);
      gtk_label_set_label (self->rate_labels[way], rate);
    }
  gtk_label_set_label (self->kept_label, kept_text);

  peak = sonde_format_count (plot_seconds (self, statistics, now));
  peak_text = g_strdup_printf (_ ("The last 5 minutes; at most %s messages in a second"), peak);
  gtk_label_set_label (self->peak_label, peak_text);
}

static gboolean
refresh_cb (gpointer user_data)
{
  refresh (user_data);

  return G_SOURCE_CONTINUE;
}

static void
stop (SondeStatisticsButton *self)
{
  g_clear_handle_id (&self->refresh_source, g_source_remove);
}

static void
mapped_cb (SondeStatisticsButton *self)
{
  if (self->connection == NULL)
    return;

  ensure_plot (self);
  refresh (self);
  stop (self);
  self->refresh_source = g_timeout_add_seconds (1, refresh_cb, self);
}

static void
unmapped_cb (SondeStatisticsButton *self)
{
  stop (self);
}

static void
sonde_statistics_button_dispose (GObject *object)
{
  SondeStatisticsButton *self = SONDE_STATISTICS_BUTTON (object);

  stop (self);
  g_clear_object (&self->connection);
  for (guint way = 0; way < SONDE_N_TRAFFICS; way++)
    g_clear_object (&self->series[way]);

  G_OBJECT_CLASS (sonde_statistics_button_parent_class)->dispose (object);
}

static void
sonde_statistics_button_get_property (GObject    *object,
                                      guint       prop_id,
                                      GValue     *value,
                                      GParamSpec *pspec)
{
  SondeStatisticsButton *self = SONDE_STATISTICS_BUTTON (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      g_value_set_object (value, self->connection);
      break;

    case PROP_LABEL:
      g_value_set_string (value, gtk_label_get_label (self->label));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_statistics_button_set_property (GObject      *object,
                                      guint         prop_id,
                                      const GValue *value,
                                      GParamSpec   *pspec)
{
  SondeStatisticsButton *self = SONDE_STATISTICS_BUTTON (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      if (g_set_object (&self->connection, g_value_get_object (value)) && self->connection == NULL)
        stop (self);
      break;

    case PROP_LABEL:
      gtk_label_set_label (self->label, g_value_get_string (value));
      gtk_label_set_width_chars (self->label, MIN (g_utf8_strlen (g_value_get_string (value), -1), ROOM_CHARS));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
show_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  gtk_menu_button_popup (GTK_MENU_BUTTON (adw_bin_get_child (ADW_BIN (widget))));
}

static void
sonde_statistics_button_class_init (SondeStatisticsButtonClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sonde_statistics_button_dispose;
  object_class->get_property = sonde_statistics_button_get_property;
  object_class->set_property = sonde_statistics_button_set_property;

  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, SONDE_TYPE_CONNECTION, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_LABEL] =
    g_param_spec_string ("label", NULL, NULL, "", G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/sonde_mqtt/Sonde/messages/sonde-statistics-button.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeStatisticsButton, label);
  gtk_widget_class_bind_template_child_full (widget_class, "total_in_label", FALSE,
                                             G_STRUCT_OFFSET (SondeStatisticsButton, total_labels[SONDE_TRAFFIC_IN]));
  gtk_widget_class_bind_template_child_full (widget_class, "total_out_label", FALSE,
                                             G_STRUCT_OFFSET (SondeStatisticsButton, total_labels[SONDE_TRAFFIC_OUT]));
  gtk_widget_class_bind_template_child_full (widget_class, "rate_in_label", FALSE,
                                             G_STRUCT_OFFSET (SondeStatisticsButton, rate_labels[SONDE_TRAFFIC_IN]));
  gtk_widget_class_bind_template_child_full (widget_class, "rate_out_label", FALSE,
                                             G_STRUCT_OFFSET (SondeStatisticsButton, rate_labels[SONDE_TRAFFIC_OUT]));
  gtk_widget_class_bind_template_child (widget_class, SondeStatisticsButton, kept_label);
  gtk_widget_class_bind_template_child (widget_class, SondeStatisticsButton, peak_label);
  gtk_widget_class_bind_template_child (widget_class, SondeStatisticsButton, plot_bin);
  gtk_widget_class_bind_template_callback (widget_class, mapped_cb);
  gtk_widget_class_bind_template_callback (widget_class, unmapped_cb);
  gtk_widget_class_install_action (widget_class, "statistics.show", NULL, show_action);
}

static void
sonde_statistics_button_init (SondeStatisticsButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
