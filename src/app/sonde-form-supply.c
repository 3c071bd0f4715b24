/* sonde-form-supply.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-form-supply"

#include "sonde-form-supply.h"

#include "sonde-composer.h"
#include "sonde-form-variables.h"

#include <sonde-topic.h>

#include <string.h>

typedef struct
{
  SondePublishForm *form;
  GPtrArray        *pairs;
  SondePublish     *publish;
  gboolean          changes; /* from one message to the next */
} Supply;

/* Only the topic can change: a payload in hex is always the same, a file is not read again. */
static const char *
change_topic (Supply                 *self,
              const SondePublishForm *filled)
{
  SondeTopicFault fault = sonde_topic_name_check (filled->topic, strlen (filled->topic));

  if (fault != SONDE_TOPIC_FAULT_NONE)
    return sonde_topic_fault_to_string (fault);

  g_free (self->publish->topic);
  self->publish->topic = g_strdup (filled->topic);

  return NULL;
}

/* Returns: (transfer full): %NULL when all is well */
static char *
compose (Supply *self,
         guint64 number)
{
  SondeVariables variables;
  g_autoptr (SondePublishForm) filled = NULL;
  SondeComposerPart part;
  SondePublish     *publish;
  char             *fault = NULL;

  sonde_form_variables_init (&variables, self->pairs, number);
  filled = sonde_form_variables_fill (&variables, self->form, NULL);
  if (filled == NULL)
    return g_strdup (sonde_form_variables_get_size_text ());
  if (filled->format != SONDE_FORM_TEXT && filled->format != SONDE_FORM_JSON)
    return g_strdup (change_topic (self, filled));

  publish = sonde_composer_compose (filled, &part, &fault);
  if (publish == NULL)
    return fault;

  sonde_publish_free (self->publish);
  self->publish = publish;

  return NULL;
}

static SondeSupplyAnswer
next_cb (gpointer       data,
         guint64        number,
         SondeSupplied *supplied)
{
  Supply *self = data;

  if (self->changes)
    supplied->fault = compose (self, number);
  supplied->publish = self->publish;

  return supplied->fault == NULL ? SONDE_SUPPLY_MESSAGE : SONDE_SUPPLY_END;
}

static void
free_cb (gpointer data)
{
  Supply *self = data;

  sonde_publish_form_free (self->form);
  g_ptr_array_unref (self->pairs);
  sonde_publish_free (self->publish);
  g_free (self);
}

const SondeSupplyFuncs sonde_form_supply_funcs = {
  .next = next_cb,
  .free = free_cb,
};

gpointer
sonde_form_supply_new (const SondePublishForm *form,
                       const GPtrArray        *pairs,
                       SondePublish           *first)
{
  Supply *self;

  g_return_val_if_fail (form != NULL && pairs != NULL && first != NULL, NULL);

  self = g_new0 (Supply, 1);
  self->form = sonde_publish_form_copy (form);
  self->pairs = sonde_pairs_copy (pairs);
  self->publish = first;
  self->changes = form->variables && sonde_form_variables_may_be_in (form);

  return self;
}
