/* sonde-form-variables.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-form-variables"

#include "sonde-form-variables.h"

#include <sonde-format.h>

#include <glib/gi18n.h>

/* One that is named in a line of ours */
#define MAX_CHARS 40

static double
random_cb (gpointer data)
{
  return g_random_double ();
}

static char *
make_uuid_cb (gpointer data)
{
  return g_uuid_string_random ();
}

static const char *
find_cb (const char *name,
         gpointer    data)
{
  const GPtrArray *pairs = data;

  for (guint i = 0; i < pairs->len; i++)
    {
      const SondePair *pair = g_ptr_array_index (pairs, i);

      if (g_str_equal (pair->name, name))
        return pair->value;
    }

  return NULL;
}

void
sonde_form_variables_init (SondeVariables  *self,
                           const GPtrArray *pairs,
                           guint64          counter)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (pairs != NULL);

  *self = (SondeVariables){
    .time = g_get_real_time (),
    .counter = counter,
    .random = random_cb,
    .make_uuid = make_uuid_cb,
    .find = find_cb,
    .data = (gpointer) pairs,
  };
}

static gboolean
is_text (const SondePublishForm *form)
{
  return form->format == SONDE_FORM_TEXT || form->format == SONDE_FORM_JSON;
}

gboolean
sonde_form_variables_may_be_in (const SondePublishForm *form)
{
  g_return_val_if_fail (form != NULL, FALSE);

  return sonde_variables_may_be_in (form->topic) || (is_text (form) && sonde_variables_may_be_in (form->payload));
}

/* Returns: whether it fitted */
static gboolean
fill (const SondeVariables *self,
      char                **text,
      GPtrArray            *unknown)
{
  g_autofree char *typed = *text;

  *text = sonde_variables_fill (self, typed, unknown);

  return *text != NULL;
}

SondePublishForm *
sonde_form_variables_fill (const SondeVariables   *self,
                           const SondePublishForm *form,
                           GPtrArray              *unknown)
{
  g_autoptr (SondePublishForm) filled = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (form != NULL, NULL);

  filled = sonde_publish_form_copy (form);
  if (!form->variables)
    return g_steal_pointer (&filled);

  filled->variables = FALSE;
  if (!fill (self, &filled->topic, unknown) || (is_text (form) && !fill (self, &filled->payload, unknown)))
    return NULL;

  return g_steal_pointer (&filled);
}

const char *
sonde_form_variables_get_size_text (void)
{
  return _ ("With its variables filled in the message is larger than MQTT can carry.");
}

char *
sonde_form_variables_dup_unknown_text (const GPtrArray *unknown)
{
  g_autoptr (GString) names = NULL;

  g_return_val_if_fail (unknown != NULL, NULL);

  if (unknown->len == 0)
    return NULL;

  names = g_string_new (NULL);
  for (guint i = 0; i < unknown->len; i++)
    {
      g_autofree char *name = sonde_format_line (g_ptr_array_index (unknown, i), MAX_CHARS);

      g_string_append_printf (names, "%s%s", i > 0 ? "  " : "", name);
    }

  /* Translators: %s is what stands in a message and is none of our variables, such as {{ value }} */
  return g_strdup_printf (_ ("Sent as typed: %s"), names->str);
}
