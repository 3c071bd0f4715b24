/* sonde-step-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-step-row"

#include "sonde-step-row.h"

#include <sonde-format.h>

#include <glib/gi18n.h>

struct _SondeStepRow
{
  AdwBin parent_instance;

  GtkImage  *icon;
  GtkWidget *line;
  GtkLabel  *title;
  GtkLabel  *detail;
  GtkLabel  *duration;
};

G_DEFINE_FINAL_TYPE (SondeStepRow, sonde_step_row, ADW_TYPE_BIN)

enum
{
  PROP_LAST = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

typedef struct
{
  const char *icon_name;
  const char *css_class;
  const char *accessible_name;
} StepLook;

static const StepLook step_looks[] = {
  [SONDE_STEP_NOT_TRIED] = { "view-more-horizontal-symbolic", "dim-label", N_ ("Not tried") },
  [SONDE_STEP_RUNNING] = { "content-loading-symbolic", "accent", N_ ("Running") },
  [SONDE_STEP_DONE] = { "object-select-symbolic", "success", N_ ("Done") },
  [SONDE_STEP_FAILED] = { "dialog-error-symbolic", "error", N_ ("Failed") },
};

static void
sonde_step_row_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  SondeStepRow *self = SONDE_STEP_ROW (object);

  switch (prop_id)
    {
    case PROP_LAST:
      g_value_set_boolean (value, !gtk_widget_get_visible (self->line));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_step_row_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  SondeStepRow *self = SONDE_STEP_ROW (object);

  switch (prop_id)
    {
    case PROP_LAST:
      gtk_widget_set_visible (self->line, !g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_step_row_class_init (SondeStepRowClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = sonde_step_row_get_property;
  object_class->set_property = sonde_step_row_set_property;

  properties[PROP_LAST] =
    g_param_spec_boolean ("last", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/sonde_mqtt/Sonde/connection/sonde-step-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeStepRow, icon);
  gtk_widget_class_bind_template_child (widget_class, SondeStepRow, line);
  gtk_widget_class_bind_template_child (widget_class, SondeStepRow, title);
  gtk_widget_class_bind_template_child (widget_class, SondeStepRow, detail);
  gtk_widget_class_bind_template_child (widget_class, SondeStepRow, duration);
}

static void
sonde_step_row_init (SondeStepRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
sonde_step_row_set_step (SondeStepRow    *self,
                         const SondeStep *step)
{
  const StepLook  *look;
  g_autofree char *duration = NULL;
  const char      *css_classes[2] = { NULL, NULL };

  g_return_if_fail (SONDE_IS_STEP_ROW (self));
  g_return_if_fail (step != NULL && step->state < G_N_ELEMENTS (step_looks));

  look = &step_looks[step->state];
  css_classes[0] = look->css_class;
  gtk_image_set_from_icon_name (self->icon, look->icon_name);
  gtk_widget_set_css_classes (GTK_WIDGET (self->icon), css_classes);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->icon),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ (look->accessible_name),
                                  -1);

  gtk_label_set_label (self->title, step->title);
  gtk_label_set_label (self->detail, step->detail != NULL ? step->detail : _ ("Not tried."));
  gtk_widget_set_visible (GTK_WIDGET (self->detail), step->detail != NULL || step->state == SONDE_STEP_NOT_TRIED);

  if (step->duration >= 0 && step->state != SONDE_STEP_NOT_TRIED)
    duration = sonde_format_duration (step->duration);
  gtk_label_set_label (self->duration, duration != NULL ? duration : "–");
}
