/* test-subscribe-form.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <sonde-subscribe-form.h>

#include <string.h>

static SondeSubscribeForm *
make (const char *text,
      const char *share_group)
{
  SondeSubscribeForm *form = sonde_subscribe_form_new ();

  g_free (form->text);
  form->text = g_strdup (text);
  g_free (form->share_group);
  form->share_group = g_strdup (share_group);

  return form;
}

static void
test_filters (void)
{
  static const struct
  {
    const char *text;
    const char *share_group;
    const char *filters;
  } cases[] = {
    { "", "", "" },
    { "", "g", "" },
    { "a/#", "", "a/#" },
    { "a,b", "", "a b" },
    { "a/+", "g", "$share/g/a/+" },
    { "a,$share/x/b,/c", "g", "$share/g/a $share/x/b $share/g//c" },
    { "温度", "组", "$share/组/温度" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SondeSubscribeForm) form = make (cases[i].text, cases[i].share_group);
      g_auto (GStrv) filters = sonde_subscribe_form_list_filters (form);
      g_autofree char *text = g_strjoinv (" ", filters);

      g_assert_cmpstr (text, ==, cases[i].filters);
    }
}

static void
test_group (void)
{
  static const char *const good[] = { "", "g", "two words", "组", "$share" };
  static const char *const bad[] = { "a/b", "+", "a#", "/", "a\tb" };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_null (sonde_subscribe_form_check_group (good[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_nonnull (sonde_subscribe_form_check_group (bad[i]));
}

static void
test_options (void)
{
  g_autoptr (SondeSubscribeForm) form = make ("a", "");
  g_auto (SondeSubscribeOptions) v5 = { 0 };
  g_auto (SondeSubscribeOptions) v3 = { 0 };
  g_auto (SondeSubscribeOptions) shared = { 0 };

  form->options.qos = 2;
  form->options.no_local = TRUE;
  form->options.id = 7;
  sonde_subscribe_form_get_options (form, SONDE_MQTT_5, &v5);
  g_assert_true (sonde_subscribe_options_equal (&v5, &form->options));

  sonde_subscribe_form_get_options (form, SONDE_MQTT_3_1_1, &v3);
  g_assert_cmpint (v3.qos, ==, 2);
  g_assert_false (sonde_subscribe_options_are_special (&v3));

  g_free (form->share_group);
  form->share_group = g_strdup ("g");
  sonde_subscribe_form_get_options (form, SONDE_MQTT_5, &shared);
  g_assert_false (shared.no_local);
  g_assert_cmpuint (shared.id, ==, 7);
}

static void
test_describe (void)
{
  g_autoptr (SondeSubscribeForm) form = make ("a", "");
  g_autofree char *v5 = NULL;
  g_autofree char *v3 = NULL;

  g_assert_null (sonde_subscribe_form_describe (form, SONDE_MQTT_5));

  form->options.no_local = TRUE;
  form->options.retain_as_published = TRUE;
  form->options.retain_handling = SONDE_RETAIN_DO_NOT_SEND;
  form->options.id = 7;
  form->by_hand = TRUE;
  sonde_pairs_add (form->options.user_properties, "a", "b");
  v5 = sonde_subscribe_form_describe (form, SONDE_MQTT_5);
  g_assert_cmpstr (v5, ==, "No Local · Retain As Published · nothing retained · identifier 7 · 1 user property · by hand");
  v3 = sonde_subscribe_form_describe (form, SONDE_MQTT_3_1_1);
  g_assert_cmpstr (v3, ==, "by hand");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/subscribe-form/filters", test_filters);
  g_test_add_func ("/subscribe-form/group", test_group);
  g_test_add_func ("/subscribe-form/options", test_options);
  g_test_add_func ("/subscribe-form/describe", test_describe);

  return g_test_run ();
}
