/* test-emqx-key.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <sonde-emqx-key.h>

/* clang-format off */
static const struct
{
  const char *text;
  const char *address; /* %NULL: it is none of ours */
  const char *key;
  const char *secret;
} cases[] = {
  { "http://localhost:18083\nkey\nsecret", "http://localhost:18083", "key", "secret" },
  { "https://emqx.example/\nk\ns\ne", "https://emqx.example/", "k", "s\ne" },
  { "http://localhost\n\n", "http://localhost", "", "" },
  { "http://localhost\nkey", NULL, NULL, NULL },
  { "localhost\nkey\nsecret", NULL, NULL, NULL },
  { "http://localhost\n\xff\nsecret", NULL, NULL, NULL },
  { "", NULL, NULL, NULL },
};
/* clang-format on */

static void
test_parse (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SondeEmqxKey) key = sonde_emqx_key_parse (cases[i].text);

      g_assert_cmpstr (key != NULL ? key->address : NULL, ==, cases[i].address);
      g_assert_cmpstr (key != NULL ? key->key : NULL, ==, cases[i].key);
      g_assert_cmpstr (key != NULL ? key->secret : NULL, ==, cases[i].secret);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/emqx-key/parse", test_parse);

  return g_test_run ();
}
