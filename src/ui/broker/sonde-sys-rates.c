/* sonde-sys-rates.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-sys-rates"

#include "sonde-sys-rates.h"

#include "sonde-plot.h"

#include <sonde-format.h>

#include <adwaita.h>
#include <glib/gi18n.h>

#define N_WAYS 2

/* What the plot shows of the time: the second, once there is more than the first */
static const gint64 spans[] = { 2 * G_TIME_SPAN_MINUTE, 10 * G_TIME_SPAN_MINUTE };

struct _SondeSysRates
{
  GtkWidget parent_instance;

  GtkLabel  *title_label;
  GtkWidget *dots[N_WAYS];
  GtkLabel  *rate_labels[N_WAYS];
  GtkLabel  *note_label;

  SondePlot *plot;
  gint64     span; /* as was set; 0: not yet */
  gboolean   bytes;
};

G_DEFINE_FINAL_TYPE (SondeSysRates, sonde_sys_rates, GTK_TYPE_WIDGET)

enum
{
  PROP_TITLE = 1,
  PROP_BYTES,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static SondeSysRate
get_rate (SondeSysRates *self,
          guint          way)
{
  return (self->bytes ? SONDE_SYS_RATE_BYTES_IN : SONDE_SYS_RATE_MESSAGES_IN) + way;
}

static char *
format_rate (SondeSysRates *self,
             double         rate)
{
  g_autofree char *text = NULL;

  if (rate < 0)
    return g_strdup ("–");

  if (self->bytes)
    {
      text = sonde_format_size (MIN (rate, (double) G_MAXINT64));
      /* Translators: of bytes, as “12 kB/s” */
      return g_strdup_printf (_ ("%s/s"), text);
    }

  text = sonde_format_rate (rate);
  return g_strdup (*text != '\0' ? text : "0/s");
}

static char *
format_total (SondeSysRates *self,
              gint64         total)
{
  if (total < 0)
    return g_strdup ("–");

  return self->bytes ? sonde_format_size (total) : sonde_format_count (total);
}

static void
show_note (SondeSysRates       *self,
           const SondeSysFacts *facts)
{
  g_autofree char *in = format_total (self, facts->totals[get_rate (self, 0)]);
  g_autofree char *out = format_total (self, facts->totals[get_rate (self, 1)]);
  /* Translators: numbers of messages, or of bytes, since the broker started */
  g_autofree char *totals = g_strdup_printf (_ ("%s in and %s out since it started"), in, out);
  g_autofree char *note = NULL;
  g_autofree char *tooltip = NULL;

  note = facts->averaged ? g_strdup_printf (_ ("%s; rates of the last minute"), totals) : g_strdup (totals);
  gtk_label_set_label (self->note_label, note);

  tooltip = g_strconcat (note, "\n", _ ("What the broker publishes below $SYS counts too."), NULL);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->note_label), tooltip);
}

/* The plot keeps its series as long as they are the same ones. */
static void
show_series (SondeSysRates *self,
             SondeSysWatch *watch,
             int            node)
{
  if (sonde_plot_get_n_series (self->plot) == N_WAYS &&
      sonde_plot_get_series (self->plot, 0) == sonde_sys_watch_get_series (watch, node, get_rate (self, 0)))
    return;

  sonde_plot_remove_all (self->plot);
  for (guint way = 0; way < N_WAYS; way++)
    {
      SondeSeries     *series = sonde_sys_watch_get_series (watch, node, get_rate (self, way));
      g_autofree char *color = NULL;

      sonde_plot_add_series (self->plot, series);
      color = g_strdup_printf ("sonde-color-%u", sonde_plot_get_color (self->plot, series));
      gtk_widget_set_css_classes (self->dots[way], (const char *[]){ "plot-swatch", color, NULL });
    }
  self->span = 0;
}

/* Left alone once the user has zoomed or panned. */
static void
show_span (SondeSysRates *self,
           SondeSysWatch *watch,
           int            node)
{
  gint64 from = 0;
  gint64 to = 0;
  gint64 span;

  sonde_series_get_span (sonde_sys_watch_get_series (watch, node, get_rate (self, 0)), &from, &to);
  span = spans[to - from > spans[0]];
  if (span == self->span || !sonde_plot_get_follow (self->plot))
    return;

  self->span = span;
  sonde_plot_set_span (self->plot, span);
}

void
sonde_sys_rates_show (SondeSysRates *self,
                      SondeSysWatch *watch,
                      int            node)
{
  const SondeSysFacts *facts;

  g_return_if_fail (SONDE_IS_SYS_RATES (self));
  g_return_if_fail (SONDE_IS_SYS_WATCH (watch));

  facts = sonde_sys_watch_get_facts (watch, node);
  for (guint way = 0; way < N_WAYS; way++)
    {
      g_autofree char *rate = format_rate (self, facts->rates[get_rate (self, way)]);
      g_autofree char *text = g_strdup_printf (way == 0 ? _ ("In %s") : _ ("Out %s"), rate);

      gtk_label_set_label (self->rate_labels[way], text);
    }
  if (!self->bytes)
    g_object_set (self, "title", facts->packets ? _ ("MQTT packets a second") : _ ("Messages a second"), NULL);
  show_note (self, facts);
  show_series (self, watch, node);
  show_span (self, watch, node);
}

static void
sonde_sys_rates_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (sonde_sys_rates_parent_class)->dispose (object);
}

static void
sonde_sys_rates_constructed (GObject *object)
{
  SondeSysRates *self = SONDE_SYS_RATES (object);

  G_OBJECT_CLASS (sonde_sys_rates_parent_class)->constructed (object);

  sonde_plot_set_unit (self->plot, self->bytes ? _ ("B/s") : _ ("/s"));
}

static void
sonde_sys_rates_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  SondeSysRates *self = SONDE_SYS_RATES (object);

  switch (prop_id)
    {
    case PROP_TITLE:
      g_value_set_string (value, gtk_label_get_label (self->title_label));
      break;

    case PROP_BYTES:
      g_value_set_boolean (value, self->bytes);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
set_title (SondeSysRates *self,
           const char    *title)
{
  if (g_strcmp0 (title, gtk_label_get_label (self->title_label)) == 0)
    return;

  gtk_label_set_label (self->title_label, title);
  sonde_plot_set_title (self->plot, title);
}

static void
sonde_sys_rates_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  SondeSysRates *self = SONDE_SYS_RATES (object);

  switch (prop_id)
    {
    case PROP_TITLE:
      set_title (self, g_value_get_string (value));
      break;

    case PROP_BYTES:
      self->bytes = g_value_get_boolean (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_sys_rates_class_init (SondeSysRatesClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sonde_sys_rates_dispose;
  object_class->constructed = sonde_sys_rates_constructed;
  object_class->get_property = sonde_sys_rates_get_property;
  object_class->set_property = sonde_sys_rates_set_property;

  properties[PROP_TITLE] =
    g_param_spec_string ("title", NULL, NULL, "", G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_BYTES] =
    g_param_spec_boolean ("bytes", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (SONDE_TYPE_PLOT);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/broker/sonde-sys-rates.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeSysRates, title_label);
  gtk_widget_class_bind_template_child_full (widget_class, "in_dot", FALSE,
                                             G_STRUCT_OFFSET (SondeSysRates, dots[0]));
  gtk_widget_class_bind_template_child_full (widget_class, "out_dot", FALSE,
                                             G_STRUCT_OFFSET (SondeSysRates, dots[1]));
  gtk_widget_class_bind_template_child_full (widget_class, "in_label", FALSE,
                                             G_STRUCT_OFFSET (SondeSysRates, rate_labels[0]));
  gtk_widget_class_bind_template_child_full (widget_class, "out_label", FALSE,
                                             G_STRUCT_OFFSET (SondeSysRates, rate_labels[1]));
  gtk_widget_class_bind_template_child (widget_class, SondeSysRates, note_label);
  gtk_widget_class_bind_template_child (widget_class, SondeSysRates, plot);
}

static void
sonde_sys_rates_init (SondeSysRates *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_orientable_set_orientation (GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))),
                                  GTK_ORIENTATION_VERTICAL);
}
