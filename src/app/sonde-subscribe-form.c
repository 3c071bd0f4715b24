/* sonde-subscribe-form.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-subscribe-form"

#include "sonde-subscribe-form.h"

#include <sonde-filter-list.h>
#include <sonde-topic.h>

#include <glib/gi18n.h>

#include <string.h>

#define SHARE_PREFIX "$share/"

SondeSubscribeForm *
sonde_subscribe_form_new (void)
{
  SondeSubscribeForm *self = g_new0 (SondeSubscribeForm, 1);

  self->text = g_strdup ("");
  self->share_group = g_strdup ("");
  sonde_subscribe_options_init (&self->options, 0);

  return self;
}

void
sonde_subscribe_form_free (SondeSubscribeForm *self)
{
  if (self == NULL)
    return;

  g_free (self->text);
  g_free (self->share_group);
  sonde_subscribe_options_clear (&self->options);
  g_free (self);
}

GStrv
sonde_subscribe_form_list_filters (const SondeSubscribeForm *self)
{
  GStrv filters;

  g_return_val_if_fail (self != NULL, NULL);

  filters = sonde_filter_list_split (self->text);
  for (guint i = 0; *self->share_group != '\0' && filters[i] != NULL; i++)
    {
      g_autofree char *filter = filters[i];

      filters[i] = g_str_has_prefix (filter, SHARE_PREFIX)
                     ? g_steal_pointer (&filter)
                     : g_strconcat (SHARE_PREFIX, self->share_group, "/", filter, NULL);
    }

  return filters;
}

const char *
sonde_subscribe_form_check_group (const char *share_group)
{
  SondeTopicFault fault;

  g_return_val_if_fail (share_group != NULL, NULL);

  if (strpbrk (share_group, "/+#") != NULL)
    return _ ("The name of a share group holds no /, + or #: remove them.");

  fault = sonde_mqtt_string_check (share_group, strlen (share_group));
  return sonde_topic_fault_to_string (fault);
}

void
sonde_subscribe_form_get_options (const SondeSubscribeForm *self,
                                  SondeMqttVersion          version,
                                  SondeSubscribeOptions    *options)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (options != NULL);

  sonde_subscribe_options_init (options, self->options.qos);
  if (version != SONDE_MQTT_5)
    return;

  sonde_subscribe_options_set (options, &self->options);
  options->no_local = self->options.no_local && *self->share_group == '\0';
}

static void
describe_options (const SondeSubscribeOptions *options,
                  GPtrArray                   *words)
{
  if (options->no_local)
    g_ptr_array_add (words, g_strdup (_ ("No Local")));
  if (options->retain_as_published)
    g_ptr_array_add (words, g_strdup (_ ("Retain As Published")));
  if (options->retain_handling == SONDE_RETAIN_SEND_NEW)
    g_ptr_array_add (words, g_strdup (_ ("retained only if new")));
  if (options->retain_handling == SONDE_RETAIN_DO_NOT_SEND)
    g_ptr_array_add (words, g_strdup (_ ("nothing retained")));
  if (options->id > 0)
    /* Translators: %u is a Subscription Identifier of MQTT 5 */
    g_ptr_array_add (words, g_strdup_printf (_ ("identifier %u"), options->id));
  if (options->user_properties->len > 0)
    g_ptr_array_add (words, g_strdup_printf (g_dngettext (NULL, "%u user property", "%u user properties",
                                                          options->user_properties->len),
                                             options->user_properties->len));
}

char *
sonde_subscribe_form_describe (const SondeSubscribeForm *self,
                               SondeMqttVersion          version)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  g_auto (SondeSubscribeOptions) options = { 0 };

  g_return_val_if_fail (self != NULL, NULL);

  sonde_subscribe_form_get_options (self, version, &options);
  if (*self->share_group != '\0')
    /* Translators: %s is the name of a share group */
    g_ptr_array_add (words, g_strdup_printf (_ ("shared by “%s”"), self->share_group));
  describe_options (&options, words);
  if (self->by_hand)
    g_ptr_array_add (words, g_strdup (_ ("by hand")));
  if (words->len == 0)
    return NULL;

  g_ptr_array_add (words, NULL);
  return g_strjoinv (" · ", (GStrv) words->pdata);
}
