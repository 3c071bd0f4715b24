/* test-variables.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <sonde-variables.h>

#include <string.h>

#define UUID "5b8e26c5-4b5b-4c1e-9c4b-2f0d8d4f6f10"

/* 2026-11-23T12:34:44.091 UTC */
#define NOON G_GINT64_CONSTANT (1795437284091567)

static double
random_cb (gpointer data)
{
  return *(double *) data;
}

static char *
make_uuid_cb (gpointer data)
{
  return g_strdup (UUID);
}

static const char *
find_cb (const char *name,
         gpointer    data)
{
  if (g_str_equal (name, "SITE"))
    return "Lab 7";
  if (g_str_equal (name, "two words"))
    return "{{uuid}}";
  if (g_str_equal (name, "EMPTY"))
    return "";

  return NULL;
}

/* clang-format off */
static const struct
{
  const char *typed;
  double      random;
  const char *filled;
  const char *unknown; /* separated by | */
} cases[] = {
  { "", 0, "", "" },
  { "plain", 0, "plain", "" },
  { "{{uuid}}", 0, UUID, "" },
  { "a/{{uuid}}/b", 0, "a/" UUID "/b", "" },
  { "{{timestamp}}", 0, "2026-11-23T12:34:44.091Z", "" },
  { "{{timestamp ms}}", 0, "1795437284091", "" },
  { "{{counter}}", 0, "7", "" },
  { "{{ counter }}", 0, "7", "" },
  { "{\"n\":{{counter}}}", 0, "{\"n\":7}", "" },
  { "{{{counter}}}", 0, "{7}", "" },
  { "{{counter}}{{counter}}", 0, "77", "" },
  { "{{random}}", 0, "0", "" },
  { "{{random}}", 0.9999, "100", "" },
  { "{{random 0 100}}", 0.5, "50", "" },
  { "{{random -3 3}}", 0, "-3", "" },
  { "{{random -3 3}}", 0.9999, "3", "" },
  { "{{random 5 5}}", 0.3, "5", "" },
  { "{{random 0.0 1.0}}", 0, "0.0", "" },
  { "{{random 0.0 1.0}}", 0.9999, "1.0", "" },
  { "{{random 0 1.00}}", 0.5, "0.50", "" },
  { "{{random -1.5 -0.5}}", 0.5, "-1.0", "" },
  { "{{random -0.5 0.5}}", 0.5, "0.0", "" },
  { "{{random 0 9007199254740992}}", 0, "0", "" },
  { "{{env SITE}}", 0, "Lab 7", "" },
  { "{{ env SITE }}", 0, "Lab 7", "" },
  { "{{env two words}}", 0, "{{uuid}}", "" },
  { "[{{env EMPTY}}]", 0, "[]", "" },
  { "温度 {{counter}}", 0, "温度 7", "" },
  { "{{ value_json.temp }}", 0, "{{ value_json.temp }}", "{{ value_json.temp }}" },
  { "{{a}} {{b}} {{a}}", 0, "{{a}} {{b}} {{a}}", "{{a}}|{{b}}" },
  { "{{a}}{{counter}}", 0, "{{a}}7", "{{a}}" },
  { "{{Counter}}", 0, "{{Counter}}", "{{Counter}}" },
  { "{{counter 2}}", 0, "{{counter 2}}", "{{counter 2}}" },
  { "{{timestamp s}}", 0, "{{timestamp s}}", "{{timestamp s}}" },
  { "{{uuid }}", 0, UUID, "" },
  { "{{random 1}}", 0, "{{random 1}}", "{{random 1}}" },
  { "{{random 3 1}}", 0, "{{random 3 1}}", "{{random 3 1}}" },
  { "{{random a b}}", 0, "{{random a b}}", "{{random a b}}" },
  { "{{random 1. 2}}", 0, "{{random 1. 2}}", "{{random 1. 2}}" },
  { "{{random 1e3 2e3}}", 0, "{{random 1e3 2e3}}", "{{random 1e3 2e3}}" },
  { "{{random 0x1 0x2}}", 0, "{{random 0x1 0x2}}", "{{random 0x1 0x2}}" },

  { "{{random 0 90071992547409930}}", 0.5, "{{random 0 90071992547409930}}", "{{random 0 90071992547409930}}" },
  { "{{random 0 0.0000000000001}}", 0, "{{random 0 0.0000000000001}}", "{{random 0 0.0000000000001}}" },
  { "{{env NONE}}", 0, "{{env NONE}}", "{{env NONE}}" },
  { "{{env HOME}}", 0, "{{env HOME}}", "{{env HOME}}" },
  { "{{env}}", 0, "{{env}}", "{{env}}" },
  { "{{}}", 0, "{{}}", "" },
  { "{{ }}", 0, "{{ }}", "{{ }}" },
  { "{{", 0, "{{", "" },
  { "}}", 0, "}}", "" },
  { "{{counter", 0, "{{counter", "" },
  { "{{counter}", 0, "{{counter}", "" },
  { "{{a\nb}}", 0, "{{a\nb}}", "" },
  { "{{a {{counter}}", 0, "{{a 7", "" },
  { "{{\"a\":{\"b\":{{counter}}}}", 0, "{{\"a\":{\"b\":7}}", "" },
  { "{\"a\":{\"b\":1}}", 0, "{\"a\":{\"b\":1}}", "" },
  { "{% if x %}{{ x }}{% endif %}", 0, "{% if x %}{{ x }}{% endif %}", "{{ x }}" },
};
/* clang-format on */

static void
test_table (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      double               number = cases[i].random;
      const SondeVariables variables = { NOON, 7, random_cb, make_uuid_cb, find_cb, &number };
      g_autoptr (GPtrArray) unknown = g_ptr_array_new_with_free_func (g_free);
      g_autofree char *filled = sonde_variables_fill (&variables, cases[i].typed, unknown);
      g_autofree char *joined = NULL;

      g_test_message ("%s", cases[i].typed);
      g_ptr_array_add (unknown, NULL);
      joined = g_strjoinv ("|", (char **) unknown->pdata);
      g_assert_cmpstr (filled, ==, cases[i].filled);
      g_assert_cmpstr (joined, ==, cases[i].unknown);
    }
}

/* Each of the values, and none but them. */
static void
test_random_covers_its_range (void)
{
  gboolean seen[7] = { FALSE };

  for (double number = 0; number < 1; number += 0.01)
    {
      const SondeVariables variables = { NOON, 1, random_cb, make_uuid_cb, find_cb, &number };
      g_autofree char     *filled = sonde_variables_fill (&variables, "{{random -3 3}}", NULL);
      gint64               value;

      g_assert_true (g_ascii_string_to_signed (filled, 10, -3, 3, &value, NULL));
      seen[value + 3] = TRUE;
    }

  for (guint i = 0; i < G_N_ELEMENTS (seen); i++)
    g_assert_true (seen[i]);
}

static void
test_unknown_are_bounded (void)
{
  double               number = 0;
  const SondeVariables variables = { NOON, 1, random_cb, make_uuid_cb, find_cb, &number };
  g_autoptr (GPtrArray) unknown = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) typed = g_string_new (NULL);
  g_autofree char *filled = NULL;

  for (guint i = 0; i < 100; i++)
    g_string_append_printf (typed, "{{x%u}}", i);
  filled = sonde_variables_fill (&variables, typed->str, unknown);

  g_assert_cmpstr (filled, ==, typed->str);
  g_assert_cmpuint (unknown->len, ==, 8);
}

static const char *
find_large_cb (const char *name,
               gpointer    data)
{
  return data;
}

/* 64 kB of names of a value of 64 kB. */
static void
test_result_is_bounded (void)
{
  g_autofree char     *value = g_strnfill (1 << 16, 'x');
  const SondeVariables variables = { NOON, 1, random_cb, make_uuid_cb, find_large_cb, value };
  g_autoptr (GString) typed = g_string_new (NULL);

  for (guint i = 0; i < 8192; i++)
    g_string_append (typed, "{{env a}}");

  g_assert_null (sonde_variables_fill (&variables, typed->str, NULL));
}

static void
test_may_be_in (void)
{
  g_assert_true (sonde_variables_may_be_in ("a {{ b"));
  g_assert_false (sonde_variables_may_be_in ("{\"a\":{\"b\":1}}"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/variables/table", test_table);
  g_test_add_func ("/variables/random-covers-its-range", test_random_covers_its_range);
  g_test_add_func ("/variables/unknown-are-bounded", test_unknown_are_bounded);
  g_test_add_func ("/variables/result-is-bounded", test_result_is_bounded);
  g_test_add_func ("/variables/may-be-in", test_may_be_in);
  return g_test_run ();
}
