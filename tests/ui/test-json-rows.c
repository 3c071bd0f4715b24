/* test-json-rows.c: what is folded and unfolded, seen by a view
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-json-rows.h"

#include <string.h>

/* A view's idea of the rows, kept from signals alone: their nodes. */
typedef struct
{
  SondeJsonRows *rows;
  GArray        *nodes;
} Shadow;

static guint
get_node (SondeJsonRows *rows,
          guint          position)
{
  g_autoptr (SondeJsonRow) row = g_list_model_get_item (G_LIST_MODEL (rows), position);

  return sonde_json_row_get_node (row);
}

static void
items_changed_cb (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  Shadow     *shadow)
{
  g_assert_cmpuint (position + removed, <=, shadow->nodes->len);
  if (removed > 0)
    g_array_remove_range (shadow->nodes, position, removed);
  for (guint i = 0; i < added; i++)
    {
      guint node = get_node (shadow->rows, position + i);

      g_array_insert_val (shadow->nodes, position + i, node);
    }
}

static SondeJsonRows *
make_rows (const char *json)
{
  g_autoptr (GBytes) payload = g_bytes_new_static (json, strlen (json));
  g_autoptr (SondeJsonTree) tree = sonde_json_tree_new (payload, 0);

  return sonde_json_rows_new (tree);
}

static void
assert_shadow (Shadow *shadow)
{
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (shadow->rows)), ==, shadow->nodes->len);
  for (guint i = 0; i < shadow->nodes->len; i++)
    g_assert_cmpuint (get_node (shadow->rows, i), ==, g_array_index (shadow->nodes, guint, i));
}

static void
test_folding (void)
{
  g_autoptr (SondeJsonRows) rows = make_rows ("{\"a\":[1,2,[3,[]]],\"b\":{\"c\":{\"d\":4}},\"e\":5}");
  Shadow shadow = { rows, g_array_new (FALSE, FALSE, sizeof (guint)) };

  items_changed_cb (G_LIST_MODEL (rows), 0, 0, g_list_model_get_n_items (G_LIST_MODEL (rows)), &shadow);
  g_signal_connect (rows, "items-changed", G_CALLBACK (items_changed_cb), &shadow);
  g_assert_cmpuint (shadow.nodes->len, ==, 11); /* all: they are few */

  for (guint i = 0; i < 500; i++)
    {
      guint position = g_test_rand_int_range (0, shadow.nodes->len);
      guint parent = sonde_json_rows_get_parent (rows, position);
      g_autoptr (SondeJsonRow) row = g_list_model_get_item (G_LIST_MODEL (rows), position);

      g_assert_cmpuint (sonde_json_tree_get (sonde_json_row_get_tree (row), get_node (rows, position))->parent,
                        ==, get_node (rows, parent));
      sonde_json_rows_set_expanded (rows, position, !sonde_json_rows_get_expanded (rows, position));
      g_assert_true (sonde_json_row_get_expanded (row) == sonde_json_rows_get_expanded (rows, position));
      assert_shadow (&shadow);
    }

  sonde_json_rows_set_expanded (rows, 0, FALSE);
  g_assert_cmpuint (shadow.nodes->len, ==, 1);
  g_array_unref (shadow.nodes);
}

/* One position, one object, until its last reference is gone; it outlives the model. */
static void
test_identity (void)
{
  SondeJsonRows *rows = make_rows ("[1,[2]]");
  g_autoptr (SondeJsonRow) row = g_list_model_get_item (G_LIST_MODEL (rows), 3);
  g_autoptr (SondeJsonRow) again = NULL;

  sonde_json_rows_set_expanded (rows, 2, FALSE);
  sonde_json_rows_set_expanded (rows, 2, TRUE);
  again = g_list_model_get_item (G_LIST_MODEL (rows), 3);
  g_assert_true (row == again);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (rows), 4));
  g_object_unref (rows);
  g_assert_cmpuint (sonde_json_row_get_depth (row), ==, 2);
}

static void
test_first_rows (void)
{
  g_autofree char *wide = g_strnfill (2 * 100000 + 1, ',');
  g_autoptr (SondeJsonRows) million = NULL;
  g_autoptr (SondeJsonRows) scalar = make_rows ("1");
  g_autoptr (SondeJsonRows) nothing = make_rows ("no JSON");
  g_autoptr (SondeJsonRows) nested = NULL;
  g_autofree char *deep = g_strnfill (2000, '[');

  wide[0] = '[';
  wide[2 * 100000] = ']';
  for (guint i = 0; i < 100000; i++)
    wide[2 * i + 1] = '7';
  million = make_rows (wide);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (million)), ==, 100001);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (scalar)), ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (nothing)), ==, 0);

  memset (deep + 1000, ']', 1000);
  nested = make_rows (deep);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (nested)), ==, 100);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-rows/folding", test_folding);
  g_test_add_func ("/json-rows/identity", test_identity);
  g_test_add_func ("/json-rows/first-rows", test_first_rows);
  return g_test_run ();
}
