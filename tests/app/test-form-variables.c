/* test-form-variables.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <sonde-composer.h>
#include <sonde-form-variables.h>

#include <string.h>

/* clang-format off */
static const struct
{
  gboolean        variables;
  SondeFormFormat format;
  const char     *topic;
  const char     *payload;
  const char     *sent_topic; /* NULL: not to be sent, the fault is in @part */
  const char     *sent_payload;
  SondeComposerPart part;
} cases[] = {
  { TRUE,  SONDE_FORM_TEXT, "a/{{counter}}", "n {{counter}}", "a/7", "n 7", 0 },
  { FALSE, SONDE_FORM_TEXT, "a/{{counter}}", "n {{counter}}", "a/{{counter}}", "n {{counter}}", 0 },
  { TRUE,  SONDE_FORM_TEXT, "a", "{{env SITE}} {{ x }}", "a", "Lab 7 {{ x }}", 0 },
  { TRUE,  SONDE_FORM_JSON, "a", "{\"n\":{{counter}}}", "a", "{\"n\":7}", 0 },
  { TRUE,  SONDE_FORM_JSON, "a", "{\"n\":{{env SITE}}}", NULL, NULL, SONDE_COMPOSER_PAYLOAD },
  { FALSE, SONDE_FORM_JSON, "a", "{\"n\":{{counter}}}", NULL, NULL, SONDE_COMPOSER_PAYLOAD },
  { TRUE,  SONDE_FORM_TEXT, "a/{{env WILD}}", "", NULL, NULL, SONDE_COMPOSER_TOPIC },
  { TRUE,  SONDE_FORM_TEXT, "{{env EMPTY}}", "", NULL, NULL, SONDE_COMPOSER_TOPIC },
  { TRUE,  SONDE_FORM_HEX,  "a/{{counter}}", "68 69", "a/7", "hi", 0 },
  { TRUE,  SONDE_FORM_HEX,  "a", "{{counter}}", NULL, NULL, SONDE_COMPOSER_PAYLOAD },
};
/* clang-format on */

static void
check_case (guint            i,
            const GPtrArray *pairs)
{
  g_autoptr (SondePublishForm) form = sonde_publish_form_new ();
  g_autoptr (SondePublishForm) filled = NULL;
  g_autoptr (SondePublish) publish = NULL;
  g_autofree char  *fault = NULL;
  SondeComposerPart part;
  SondeVariables    variables;

  form->variables = cases[i].variables;
  form->format = cases[i].format;
  g_free (form->topic);
  form->topic = g_strdup (cases[i].topic);
  g_free (form->payload);
  form->payload = g_strdup (cases[i].payload);
  sonde_form_variables_init (&variables, pairs, 7);
  filled = sonde_form_variables_fill (&variables, form, NULL);
  publish = sonde_composer_compose (filled, &part, &fault);

  g_test_message ("%s %s: %s", cases[i].topic, cases[i].payload, fault);
  g_assert_true ((publish != NULL) == (cases[i].sent_topic != NULL));
  if (publish != NULL)
    {
      g_assert_cmpstr (publish->topic, ==, cases[i].sent_topic);
      g_assert_cmpmem (g_bytes_get_data (publish->payload, NULL), g_bytes_get_size (publish->payload),
                       cases[i].sent_payload, strlen (cases[i].sent_payload));
    }
  else
    {
      g_assert_cmpint (part, ==, cases[i].part);
    }
}

static void
test_what_is_filled_is_what_is_checked (void)
{
  g_autoptr (GPtrArray) pairs = sonde_pairs_new ();

  sonde_pairs_add (pairs, "SITE", "Lab 7");
  sonde_pairs_add (pairs, "SITE", "another");
  sonde_pairs_add (pairs, "WILD", "#");
  sonde_pairs_add (pairs, "EMPTY", "");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    check_case (i, pairs);
}

static void
test_unknown_are_named (void)
{
  g_autoptr (GPtrArray) unknown = g_ptr_array_new ();
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;

  g_assert_null (sonde_form_variables_dup_unknown_text (unknown));
  g_ptr_array_add (unknown, (gpointer) "{{ value_json.temp }}");
  one = sonde_form_variables_dup_unknown_text (unknown);
  g_assert_cmpstr (one, ==, "Sent as typed: {{ value_json.temp }}");
  g_ptr_array_add (unknown, (gpointer) "{{b}}");
  two = sonde_form_variables_dup_unknown_text (unknown);
  g_assert_cmpstr (two, ==, "Sent as typed: {{ value_json.temp }}  {{b}}");
}

/* Each message has its own. */
static void
test_values_are_of_now (void)
{
  g_autoptr (GPtrArray) pairs = sonde_pairs_new ();
  SondeVariables   variables;
  g_autofree char *one = NULL;
  g_autofree char *other = NULL;

  sonde_form_variables_init (&variables, pairs, 1);
  one = sonde_variables_fill (&variables, "{{uuid}}", NULL);
  other = sonde_variables_fill (&variables, "{{uuid}}", NULL);
  g_assert_true (g_uuid_string_is_valid (one) && g_uuid_string_is_valid (other));
  g_assert_cmpstr (one, !=, other);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/form-variables/what-is-filled-is-what-is-checked", test_what_is_filled_is_what_is_checked);
  g_test_add_func ("/form-variables/unknown-are-named", test_unknown_are_named);
  g_test_add_func ("/form-variables/values-are-of-now", test_values_are_of_now);
  return g_test_run ();
}
