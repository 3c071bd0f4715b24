/* test-properties.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-properties.h"

#define B(literal) (const guint8 *) literal, sizeof literal - 1

/* clang-format off */

static const struct
{
  const guint8 *bytes;
  gsize         size;
  gboolean      whole; /* read to the end */
  const char   *text;  /* "id: value" of each, separated by a semicolon */
} lists[] = {
  { B (""), TRUE, "" },
  { B ("\1\1"), TRUE, "1: 1" },
  { B ("\2\0\1\0\0"), TRUE, "2: 65536" },
  { B ("\2\xff\xff\xff\xff"), TRUE, "2: 4294967295" },
  { B ("\3\0\4text"), TRUE, "3: text" },
  { B ("\3\0\0"), TRUE, "3: " },
  { B ("\x08\0\6\xe4\xbd\xa0\xe5\xa5\xbd"), TRUE, "8: 你好" },
  { B ("\x08\0\4a\xff\0b"), TRUE, "8: a\\xff\\x00b" },
  { B ("\x09\0\3\0\x7f\xff"), TRUE, "9: 00 7f ff" },
  { B ("\x0b\x7f"), TRUE, "11: 127" },
  { B ("\x0b\xff\xff\xff\x7f"), TRUE, "11: 268435455" },
  { B ("\x0b\1\x0b\2"), TRUE, "11: 1; 11: 2" },
  { B ("\x13\0\x3c\x24\1\x25\0"), TRUE, "19: 60; 36: 1; 37: 0" },
  { B ("\x26\0\1k\0\1v\x26\0\0\0\0"), TRUE, "38: k = v; 38:  = " },
  /* malformed: what stands before is still read */
  { B ("\1"), FALSE, "" },
  { B ("\1\1\0\0"), FALSE, "1: 1" },
  { B ("\1\1\4\0"), FALSE, "1: 1" },
  { B ("\1\1\x2b\0"), FALSE, "1: 1" },
  { B ("\xff\0"), FALSE, "" },
  { B ("\2\0\0\0"), FALSE, "" },
  { B ("\x13\0"), FALSE, "" },
  { B ("\3\0"), FALSE, "" },
  { B ("\3\0\5text"), FALSE, "" },
  { B ("\x09\xff\xff"), FALSE, "" },
  { B ("\x0b\xff\xff\xff\xff\1"), FALSE, "" },
  { B ("\x0b\x80"), FALSE, "" },
  { B ("\x26\0\1k"), FALSE, "" },
  { B ("\x26\0\1k\0\2v"), FALSE, "" },
};

/* clang-format on */

static void
test_lists (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autofree guint8 *bytes = g_memdup2 (lists[i].bytes, lists[i].size);
      g_autoptr (GString) text = g_string_new (NULL);
      SondePropertyIter iter;
      SondeProperty     property;

      g_test_message ("list %" G_GSIZE_FORMAT, i);
      sonde_property_iter_init (&iter, bytes, lists[i].size);
      while (sonde_property_iter_next (&iter, &property))
        {
          g_autofree char *value = sonde_property_dup_value (&property);

          g_string_append_printf (text, "%s%u: %s", text->len > 0 ? "; " : "", property.id, value);
        }

      g_assert_cmpstr (text->str, ==, lists[i].text);
      g_assert_cmpint (iter.at == iter.end, ==, lists[i].whole);
    }
}

static void
test_find (void)
{
  static const guint8 bytes[] = "\x13\0\x3c\x0b\1\x0b\2";
  SondeProperty       property;

  g_assert_true (sonde_properties_find (bytes, sizeof bytes - 1, SONDE_PROPERTY_SERVER_KEEP_ALIVE, &property));
  g_assert_cmpuint (property.number, ==, 60);
  g_assert_true (sonde_properties_find (bytes, sizeof bytes - 1, SONDE_PROPERTY_SUBSCRIPTION_ID, &property));
  g_assert_cmpuint (property.number, ==, 1);
  g_assert_false (sonde_properties_find (bytes, sizeof bytes - 1, SONDE_PROPERTY_MAXIMUM_QOS, &property));
  g_assert_false (sonde_properties_find (NULL, 0, SONDE_PROPERTY_MAXIMUM_QOS, &property));
}

/* 5.0, table 2-4 knows 27 properties. */
static void
test_names (void)
{
  guint n_known = 0;

  for (int id = 0; id < 256; id++)
    n_known += sonde_property_to_name (id) != NULL;

  g_assert_cmpuint (n_known, ==, 27);
  g_assert_cmpstr (sonde_property_to_name (SONDE_PROPERTY_CONTENT_TYPE), ==, "Content type");
  g_assert_cmpstr (sonde_property_to_name (SONDE_PROPERTY_SHARED_AVAILABLE), ==, "Shared subscription available");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/properties/lists", test_lists);
  g_test_add_func ("/properties/find", test_find);
  g_test_add_func ("/properties/names", test_names);

  return g_test_run ();
}
