/* sonde-view-pins.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-view-pins"

#include "sonde-view-pins.h"

#include <sonde-settings.h>
#include <sonde-topic.h>

#include <string.h>

struct _SondeViewPins
{
  GObject parent_instance;

  GSettings *settings; /* or NULL */
  GVariant  *pins;     /* a{ss} */
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SondeViewPins, sonde_view_pins, G_TYPE_OBJECT)

static void
take_pins (SondeViewPins *self,
           GVariant      *pins)
{
  g_clear_pointer (&self->pins, g_variant_unref);
  self->pins = g_variant_ref_sink (pins);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
settings_changed_cb (SondeViewPins *self)
{
  take_pins (self, g_settings_get_value (self->settings, SONDE_SETTING_PAYLOAD_VIEWS));
}

static void
sonde_view_pins_finalize (GObject *object)
{
  SondeViewPins *self = SONDE_VIEW_PINS (object);

  g_clear_object (&self->settings);
  g_variant_unref (self->pins);

  G_OBJECT_CLASS (sonde_view_pins_parent_class)->finalize (object);
}

static void
sonde_view_pins_class_init (SondeViewPinsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sonde_view_pins_finalize;

  signals[CHANGED] =
    g_signal_new ("changed",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0,
                  NULL, NULL,
                  NULL,
                  G_TYPE_NONE, 0);
}

static void
sonde_view_pins_init (SondeViewPins *self)
{
  self->pins = g_variant_ref_sink (g_variant_new ("a{ss}", NULL));
}

SondeViewPins *
sonde_view_pins_new (GSettings *settings)
{
  SondeViewPins *self = g_object_new (SONDE_TYPE_VIEW_PINS, NULL);

  g_return_val_if_fail (settings == NULL || G_IS_SETTINGS (settings), self);

  if (settings != NULL)
    {
      self->settings = g_object_ref (settings);
      g_signal_connect_object (settings, "changed::" SONDE_SETTING_PAYLOAD_VIEWS,
                               G_CALLBACK (settings_changed_cb), self, G_CONNECT_SWAPPED);
      settings_changed_cb (self);
    }

  return self;
}

GVariant *
sonde_view_pins_get_all (SondeViewPins *self)
{
  g_return_val_if_fail (SONDE_IS_VIEW_PINS (self), NULL);

  return self->pins;
}

/* Those there are without the one of @filter, and with @view for it unless that is %NULL */
static void
change (SondeViewPins *self,
        const char    *filter,
        const char    *view)
{
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{ss}"));
  GVariantIter iter;
  const char  *its_filter, *its_view;
  GVariant    *pins;

  g_variant_iter_init (&iter, self->pins);
  while (g_variant_iter_next (&iter, "{&s&s}", &its_filter, &its_view))
    if (!g_str_equal (its_filter, filter))
      g_variant_builder_add (&builder, "{ss}", its_filter, its_view);
  if (view != NULL)
    g_variant_builder_add (&builder, "{ss}", filter, view);

  /* The settings tell when they have it. What they will not take is held for this run. */
  pins = g_variant_builder_end (&builder);
  if (self->settings == NULL || !g_settings_is_writable (self->settings, SONDE_SETTING_PAYLOAD_VIEWS))
    take_pins (self, pins);
  else
    g_settings_set_value (self->settings, SONDE_SETTING_PAYLOAD_VIEWS, pins);
}

void
sonde_view_pins_pin (SondeViewPins *self,
                     const char    *filter,
                     SondeViewKind  kind)
{
  g_return_if_fail (SONDE_IS_VIEW_PINS (self));
  g_return_if_fail (filter != NULL);
  g_return_if_fail (kind < SONDE_N_VIEWS);

  change (self, filter, sonde_view_kind_to_string (kind));
}

void
sonde_view_pins_unpin (SondeViewPins *self,
                       const char    *filter)
{
  g_return_if_fail (SONDE_IS_VIEW_PINS (self));
  g_return_if_fail (filter != NULL);

  change (self, filter, NULL);
}

static int
rank (char c)
{
  switch (c)
    {
    case '\0': /* "a" comes before "a/#" */
      return 0;
    case '+':
      return 2;
    case '#':
      return 3;
    default:
      return 1;
    }
}

/* Both match one topic: where they differ, one of them at least has a wildcard or ends. */
static gboolean
is_more_specific (const char *filter,
                  const char *than)
{
  filter = sonde_topic_filter_skip_share (filter);
  than = sonde_topic_filter_skip_share (than);
  while (*filter != '\0' && *filter == *than)
    filter++, than++;

  return rank (*filter) < rank (*than);
}

const char *
sonde_view_pins_choose (GVariant      *pins,
                        const char    *topic,
                        gsize          length,
                        SondeViewKind *kind)
{
  GVariantIter iter;
  const char  *filter, *view;
  const char  *best = NULL;

  g_return_val_if_fail (pins != NULL, NULL);
  g_return_val_if_fail (topic != NULL, NULL);
  g_return_val_if_fail (kind != NULL, NULL);

  g_variant_iter_init (&iter, pins);
  while (g_variant_iter_next (&iter, "{&s&s}", &filter, &view))
    {
      SondeViewKind its_kind;

      if (sonde_topic_filter_check (filter, strlen (filter)) != SONDE_TOPIC_FAULT_NONE ||
          !sonde_view_kind_from_string (view, &its_kind) ||
          !sonde_topic_filter_matches (filter, topic, length) ||
          (best != NULL && !is_more_specific (filter, best)))
        continue;
      best = filter;
      *kind = its_kind;
    }

  return best;
}
