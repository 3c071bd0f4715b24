/* sonde-first-steps.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-first-steps"

#include "sonde-first-steps.h"

#include <glib/gi18n.h>

#define N_STEPS 3

static const char *const titles[N_STEPS] = { N_ ("Connect"), N_ ("Subscribe"), N_ ("Publish") };

struct _SondeFirstSteps
{
  AdwBin parent_instance;

  GtkBox   *box;
  GtkLabel *steps[N_STEPS];
};

G_DEFINE_FINAL_TYPE (SondeFirstSteps, sonde_first_steps, ADW_TYPE_BIN)

enum
{
  CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
close_cb (SondeFirstSteps *self)
{
  g_signal_emit (self, signals[CLOSED], 0);
}

static void
sonde_first_steps_class_init (SondeFirstStepsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[CLOSED] = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/messages/sonde-first-steps.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeFirstSteps, box);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
}

static void
sonde_first_steps_init (SondeFirstSteps *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  for (int i = N_STEPS - 1; i >= 0; i--)
    {
      self->steps[i] = GTK_LABEL (gtk_label_new (NULL));
      gtk_box_prepend (self->box, GTK_WIDGET (self->steps[i]));
    }
}

void
sonde_first_steps_set_step (SondeFirstSteps *self,
                            SondeFirstStep   step)
{
  g_return_if_fail (SONDE_IS_FIRST_STEPS (self));

  for (guint i = 0; i < N_STEPS; i++)
    {
      GtkWidget       *label = GTK_WIDGET (self->steps[i]);
      g_autofree char *text = i < step ? g_strdup_printf ("✓ %s", _ (titles[i]))
                                       : g_strdup_printf ("%u  %s", i + 1, _ (titles[i]));

      gtk_label_set_label (self->steps[i], text);
      gtk_widget_set_css_classes (label, (const char *[]){ "step", i < step ? "done" : i == step ? "now"
                                                                                                 : "later",
                                                           NULL });
    }
}
