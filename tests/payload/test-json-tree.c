/* test-json-tree.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-json-tree.h"

#include <string.h>

static SondeJsonTree *
make_tree (const char *json,
           guint       max_nodes)
{
  g_autoptr (GBytes) payload = g_bytes_new_static (json, strlen (json));

  return sonde_json_tree_new (payload, max_nodes);
}

/* Each node on a line: its path and its value. */
static char *
list_nodes (const SondeJsonTree *tree)
{
  GString *list = g_string_new (NULL);

  for (guint node = 0; node < tree->nodes->len; node++)
    {
      g_autofree char *path = sonde_json_tree_dup_path (tree, node);
      gsize            length;
      const char      *value = sonde_json_tree_get_value (tree, node, &length);

      g_string_append_printf (list, "%s=%.*s\n", path, (int) length, value);
    }

  return g_string_free (list, FALSE);
}

static void
test_nodes (void)
{
  /* clang-format off */
  static const struct
  {
    const char *json, *list;
  } cases[] = {
    { " 1 ",                        "$=1\n" },
    { "[]",                         "$=[]\n" },
    { "{\"a\": [1, {\"b\":null}], \"c\":\"x\"}",
      "$={\"a\": [1, {\"b\":null}], \"c\":\"x\"}\n"
      "$.a=[1, {\"b\":null}]\n$.a[0]=1\n$.a[1]={\"b\":null}\n$.a[1].b=null\n$.c=\"x\"\n" },
    { "{\"a b\":1,\"a b\":18446744073709551615,\"1\":0.10,\"\":{},\"\\u0041\":true}",
      "$={\"a b\":1,\"a b\":18446744073709551615,\"1\":0.10,\"\":{},\"\\u0041\":true}\n"
      "$[\"a b\"]=1\n$[\"a b\"]=18446744073709551615\n$[\"1\"]=0.10\n$[\"\"]={}\n$[\"\\u0041\"]=true\n" },
    { "[[],[[2]],3]",
      "$=[[],[[2]],3]\n$[0]=[]\n$[1]=[[2]]\n$[1][0]=[2]\n$[1][0][0]=2\n$[2]=3\n" },
  };
  /* clang-format on */

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SondeJsonTree) tree = make_tree (cases[i].json, 0);
      g_autofree char *list = list_nodes (tree);

      g_assert_null (tree->fault);
      g_assert_true (tree->complete);
      g_assert_cmpstr (list, ==, cases[i].list);
    }
}

static void
test_children (void)
{
  g_autoptr (SondeJsonTree) tree = make_tree ("{\"a\":[1,2,[3]],\"b\":{}}", 0);

  g_assert_cmpuint (tree->nodes->len, ==, 7);
  g_assert_cmpuint (sonde_json_tree_get (tree, 0)->n_children, ==, 2);
  g_assert_cmpuint (sonde_json_tree_get (tree, 0)->end, ==, 7);
  g_assert_cmpuint (sonde_json_tree_get (tree, 1)->n_children, ==, 3);
  g_assert_cmpuint (sonde_json_tree_get (tree, 1)->end, ==, 6);
  g_assert_cmpuint (sonde_json_tree_get (tree, 5)->parent, ==, 4);
  g_assert_true (sonde_json_tree_is_container (tree, 6));
  g_assert_false (sonde_json_tree_is_container (tree, 2));
}

static void
test_faults (void)
{
  static const char *const faults[] = { "", "hello", "[1,", "{\"a\"}", "[1] 2" };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr (SondeJsonTree) tree = make_tree (faults[i], 0);

      g_assert_nonnull (tree->fault);
      g_assert_cmpuint (tree->nodes->len, ==, 0);
    }
}

/* What is cut leaves the rest as it is. */
static void
test_limit (void)
{
  const char *json = "{\"a\":[1,{\"x\":[2]},3],\"b\":{\"c\":4},\"d\":5}";
  g_autoptr (SondeJsonTree) whole = make_tree (json, 0);

  for (guint limit = 1; limit <= whole->nodes->len; limit++)
    {
      g_autoptr (SondeJsonTree) tree = make_tree (json, limit);

      g_assert_null (tree->fault);
      g_assert_cmpuint (tree->nodes->len, ==, limit);
      g_assert_true (tree->complete == (limit == whole->nodes->len));
      for (guint node = 0; node < limit; node++)
        {
          g_assert_cmpuint (sonde_json_tree_get (tree, node)->start, ==, sonde_json_tree_get (whole, node)->start);
          g_assert_cmpuint (sonde_json_tree_get (tree, node)->length, ==, sonde_json_tree_get (whole, node)->length);
          g_assert_cmpuint (sonde_json_tree_get (tree, node)->parent, ==, sonde_json_tree_get (whole, node)->parent);
          g_assert_cmpuint (sonde_json_tree_get (tree, node)->end, <=, limit);
        }
    }
}

static void
test_deep (void)
{
  gsize            depth = 100 * 1000;
  g_autofree char *json = g_strnfill (2 * depth, '[');
  g_autoptr (SondeJsonTree) tree = NULL;
  g_autofree char *path = NULL;

  memset (json + depth, ']', depth);
  tree = make_tree (json, 0);
  g_assert_cmpuint (tree->nodes->len, ==, depth);
  g_assert_cmpuint (sonde_json_tree_get (tree, depth - 1)->length, ==, 2);
  path = sonde_json_tree_dup_path (tree, depth - 1);
  g_assert_cmpuint (strlen (path), ==, 1 + 3 * (depth - 1));
}

static void
test_wide (void)
{
  gsize            n = 1000 * 1000;
  g_autofree char *json = g_strnfill (2 * n + 1, ',');
  g_autoptr (SondeJsonTree) tree = NULL;
  g_autofree char *path = NULL;

  json[0] = '[';
  json[2 * n] = ']';
  for (gsize i = 0; i < n; i++)
    json[2 * i + 1] = '7';
  tree = make_tree (json, 0);
  g_assert_cmpuint (sonde_json_tree_get (tree, 0)->n_children, ==, n);
  path = sonde_json_tree_dup_path (tree, n);
  g_assert_cmpstr (path, ==, "$[999999]");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-tree/paths-and-values", test_nodes);
  g_test_add_func ("/json-tree/children", test_children);
  g_test_add_func ("/json-tree/faults", test_faults);
  g_test_add_func ("/json-tree/limit", test_limit);
  g_test_add_func ("/json-tree/a-hundred-thousand-levels", test_deep);
  g_test_add_func ("/json-tree/a-million-elements", test_wide);
  return g_test_run ();
}
