/* test-publish-form.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-publish-form.h"

#include <locale.h>

static void
replace (char      **field,
         const char *value)
{
  g_free (*field);
  *field = g_strdup (value);
}

static SondePublishForm *
make_full (void)
{
  SondePublishForm *form = sonde_publish_form_new ();

  replace (&form->topic, "车间/{{counter}}");
  replace (&form->payload, "{\"温度\": 21.5,\n \"n\": 18446744073709551615}");
  form->format = SONDE_FORM_JSON;
  form->qos = 2;
  form->retain = TRUE;
  form->variables = TRUE;
  form->is_utf8 = TRUE;
  form->message_expiry = G_MAXUINT32;
  replace (&form->content_type, "application/json");
  replace (&form->response_topic, "answer/1");
  g_bytes_unref (form->correlation_data);
  form->correlation_data = g_bytes_new ("\0\xff", 2);
  form->topic_alias = G_MAXUINT16;
  sonde_pairs_add (form->user_properties, "a", "1");
  sonde_pairs_add (form->user_properties, "a", "2");

  return form;
}

static void
test_round_trip (void)
{
  g_autoptr (SondePublishForm) empty = sonde_publish_form_new ();
  g_autoptr (SondePublishForm) full = make_full ();
  const SondePublishForm *forms[] = { empty, full };

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (JsonObject) object = json_object_new ();
      g_autoptr (SondePublishForm) read = NULL;
      g_autoptr (SondePublishForm) copy = sonde_publish_form_copy (forms[i]);

      sonde_publish_form_write (forms[i], object);
      read = sonde_publish_form_read (object);
      g_assert_true (sonde_publish_form_equal (read, forms[i]));
      g_assert_true (sonde_publish_form_equal (copy, forms[i]));
      g_assert_false (sonde_publish_form_equal (read, forms[1 - i]));
    }
}

static void
test_other_members_stay (void)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (SondePublishForm) form = make_full ();

  json_object_set_string_member (object, "name", "of a template");
  sonde_publish_form_write (form, object);
  g_assert_cmpstr (json_object_get_string_member (object, "name"), ==, "of a template");
}

static void
test_damaged (void)
{
  static const char *const texts[] = {
    "{}",
    "{\"topic\": 7, \"payload\": null, \"format\": \"xml\", \"qos\": 3, \"retain\": \"yes\"}",
    "{\"message-expiry\": -1, \"topic-alias\": 65536, \"correlation-data-base64\": \"?\", \"user-properties\": {}}",
  };
  g_autoptr (SondePublishForm) empty = sonde_publish_form_new ();

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (JsonNode) node = json_from_string (texts[i], NULL);
      g_autoptr (SondePublishForm) form = sonde_publish_form_read (json_node_get_object (node));

      g_assert_true (sonde_publish_form_equal (form, empty));
      g_assert_true (sonde_publish_form_is_empty (form));
    }
}

static void
test_count_properties (void)
{
  g_autoptr (SondePublishForm) empty = sonde_publish_form_new ();
  g_autoptr (SondePublishForm) full = make_full ();

  g_assert_cmpuint (sonde_publish_form_count_properties (empty), ==, 0);
  g_assert_cmpuint (sonde_publish_form_count_properties (full), ==, 8);
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/publish-form/round-trip", test_round_trip);
  g_test_add_func ("/publish-form/other-members-stay", test_other_members_stay);
  g_test_add_func ("/publish-form/damaged", test_damaged);
  g_test_add_func ("/publish-form/count-properties", test_count_properties);

  return g_test_run ();
}
