/* test-tls-chain.c: what is told of the certificates a broker presented, and whom to trust
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "test-tls-fixture.h"

#include <string.h>

/* An authority, one below it, and brokers certified by that one. */
typedef enum
{
  ROOT,
  MIDDLE,
  LEAF,
  OLD_LEAF,
  ALONE, /* self-signed */
  NO_SUBJECT,
  N_MEMBERS
} Member;

static TestIdentity *members[N_MEMBERS];

typedef struct
{
  const char       *name;
  Member            presented[3]; /* the broker's own first; N_MEMBERS ends it */
  const char       *host;
  gboolean          no_verify;
  SondeChainVerdict verdict;
  const char       *subjects[3], *faults[3]; /* each begins so; %NULL: none */
  int               to_trust;
  const char       *missing;
} Case;

/* clang-format off */
#define HOST "broker.example"
#define NO_ISSUER "Its issuer is not trusted, and was not presented."
#define NOT_TRUSTED "This authority is not trusted."

static const Case cases[] = {
  { "leaf-only", { LEAF, N_MEMBERS }, HOST, FALSE, SONDE_CHAIN_UNKNOWN_AUTHORITY,
    { "CN=broker" }, { NO_ISSUER }, 0, "CN=Middle" },
  { "missing-root", { LEAF, MIDDLE, N_MEMBERS }, HOST, FALSE, SONDE_CHAIN_UNKNOWN_AUTHORITY,
    { "CN=broker", "CN=Middle" }, { NULL, NO_ISSUER }, 1, "CN=Root" },
  { "with-root", { LEAF, MIDDLE, ROOT }, HOST, FALSE, SONDE_CHAIN_UNKNOWN_AUTHORITY,
    { "CN=broker", "CN=Middle", "CN=Root" }, { NULL, NULL, NOT_TRUSTED }, 2, NULL },
  { "missing-middle", { LEAF, ROOT, N_MEMBERS }, HOST, FALSE, SONDE_CHAIN_UNKNOWN_AUTHORITY,
    { "CN=broker", "CN=Root" }, { NO_ISSUER, NULL }, 0, "CN=Middle" },
  { "self-signed", { ALONE, N_MEMBERS }, HOST, FALSE, SONDE_CHAIN_UNKNOWN_AUTHORITY,
    { "CN=broker" }, { "Self-signed, and not trusted." }, 0, NULL },
  { "no-subject", { NO_SUBJECT, MIDDLE, N_MEMBERS }, HOST, FALSE, SONDE_CHAIN_UNKNOWN_AUTHORITY,
    { "?", "CN=Middle" }, { NULL, NO_ISSUER }, 1, "CN=Root" },
  { "wrong-name", { LEAF, MIDDLE, ROOT }, "other.example", FALSE, SONDE_CHAIN_WRONG_NAME,
    { "CN=broker", "CN=Middle", "CN=Root" }, { "The broker’s certificate is not for “other.example”", NULL, NOT_TRUSTED }, -1, NULL },
  { "expired", { OLD_LEAF, MIDDLE, ROOT }, HOST, FALSE, SONDE_CHAIN_EXPIRED,
    { "CN=broker", "CN=Middle", "CN=Root" }, { "The broker’s certificate expired on 2020-01-02", NULL, NOT_TRUSTED }, -1, NULL },
  { "not-verified", { ALONE, N_MEMBERS }, HOST, TRUE, SONDE_CHAIN_UNKNOWN_AUTHORITY,
    { "CN=broker" }, { "Self-signed, and not trusted." }, 0, NULL },
};
/* clang-format on */

static void
make_members (void)
{
  members[ROOT] = test_identity_new (&(TestIdentityForm){ "Root" }, NULL);
  members[MIDDLE] = test_identity_new (&(TestIdentityForm){ "Middle" }, members[ROOT]);
  members[LEAF] = test_identity_new (&(TestIdentityForm){ "broker", "DNS:broker.example,IP:192.0.2.7" }, members[MIDDLE]);
  members[OLD_LEAF] =
    test_identity_new (&(TestIdentityForm){ "broker", "DNS:broker.example", NULL, "20190101000000Z", "20200102000000Z" }, members[MIDDLE]);
  members[ALONE] = test_identity_new (&(TestIdentityForm){ "broker", "DNS:broker.example" }, NULL);
  members[NO_SUBJECT] = test_identity_new (&(TestIdentityForm){ NULL, "DNS:broker.example" }, members[MIDDLE]);
}

static void
present (const Case            *row,
         const SondeTlsOptions *options,
         TestResult            *answer)
{
  TestTlsScript script = { members[row->presented[0]], .truncate = TRUE };
  g_autoptr (GIOStream) base = NULL;
  TestTlsServer *server;

  for (guint i = 1; i < G_N_ELEMENTS (row->presented) && row->presented[i] != N_MEMBERS; i++)
    script.above[i - 1] = members[row->presented[i]];
  server = test_tls_server_new (&script, &base);
  test_tls_connect (base, options, row->host, answer);
  g_clear_object (&answer->stream);
  g_io_stream_close (base, NULL, NULL);
  test_tls_server_free (server);
}

static void
check_certificate (const SondeCertificate *certificate,
                   const TestIdentity     *identity,
                   const char             *subject,
                   const char             *fault)
{
  g_autofree char *pem = test_identity_dup_pem (identity);
  gint64           now = g_get_real_time () / G_USEC_PER_SEC;

  g_assert_cmpstr (certificate->subject, ==, subject);
  g_assert_cmpstr (certificate->pem, ==, pem);
  g_assert_cmpint (strlen (certificate->fingerprint), ==, 3 * 32 - 1);
  g_assert_true (certificate->is_authority == (identity == members[ROOT] || identity == members[MIDDLE]));
  if (identity == members[OLD_LEAF])
    g_assert_cmpint (certificate->ends, ==, 1577923200); /* 2020-01-02 */
  else
    g_assert_true (certificate->begins < now && now < certificate->ends);
  if (identity == members[LEAF])
    g_assert_cmpstr (certificate->names, ==, "broker.example, 192.0.2.7");
  if (fault == NULL)
    g_assert_null (certificate->fault);
  else
    g_assert_true (g_str_has_prefix (certificate->fault, fault));
}

/* Whom the user trusts is good from then on, and no other fault is forgiven. */
static void
check_trust (const Case       *row,
             const SondeChain *chain)
{
  g_autoptr (SondeTlsOptions) options = test_tls_make_options ("", NULL, NULL);
  TestResult answer = { FALSE };
  Case       elsewhere = *row;

  g_free (options->trusted);
  options->trusted = g_strconcat ("# Trusted by the user\n", sonde_chain_get_to_trust (chain)->pem, NULL);
  present (row, options, &answer);
  g_assert_no_error (answer.error);
  g_assert_cmpint (answer.chain->verdict, ==, SONDE_CHAIN_GOOD);
  g_assert_cmpint (answer.chain->to_trust, ==, -1);
  test_result_clear (&answer);

  elsewhere.host = "elsewhere.example";
  present (&elsewhere, options, &answer);
  g_assert_nonnull (answer.error);
  g_assert_cmpint (answer.chain->verdict, ==, SONDE_CHAIN_WRONG_NAME);
  test_result_clear (&answer);
}

static void
test_chain (gconstpointer data)
{
  const Case *row = data;
  g_autoptr (SondeTlsOptions) options = test_tls_make_options ("", NULL, NULL);
  TestResult answer = { FALSE };
  guint      n = 0;

  options->verify = !row->no_verify;
  present (row, options, &answer);
  g_assert_true ((answer.error == NULL) == row->no_verify);
  g_assert_nonnull (answer.chain);
  g_assert_cmpint (answer.chain->verdict, ==, row->verdict);
  g_assert_cmpstr (answer.chain->asked_for, ==, row->host);
  g_assert_cmpstr (answer.chain->missing_issuer, ==, row->missing);
  g_assert_cmpint (answer.chain->to_trust, ==, row->to_trust);
  for (; n < G_N_ELEMENTS (row->presented) && row->presented[n] != N_MEMBERS; n++)
    check_certificate (g_ptr_array_index (answer.chain->certificates, n), members[row->presented[n]], row->subjects[n], row->faults[n]);
  g_assert_cmpint (answer.chain->certificates->len, ==, n);
  if (row->to_trust >= 0)
    check_trust (row, answer.chain);

  test_result_clear (&answer);
}

static void
test_text (void)
{
  g_autoptr (SondeTlsOptions) options = test_tls_make_options ("", NULL, NULL);
  g_autofree char *text = NULL;
  TestResult       answer = { FALSE };

  present (&cases[1], options, &answer);
  text = sonde_chain_to_text (answer.chain);
  g_test_message ("%s", text);
  g_assert_nonnull (strstr (text, "asked for “broker.example”:\n  CN=broker\n    Issued by: CN=Middle\n    For: broker.example, 192.0.2.7\n"));
  g_assert_nonnull (strstr (text, "  CN=Middle\n    ✗ Its issuer is not trusted"));
  g_assert_nonnull (strstr (text, "    SHA-256 fingerprint: "));
  g_assert_nonnull (strstr (text, "not known here: CN=Root\n"));
  g_assert_null (strstr (text, "BEGIN"));
  test_result_clear (&answer);
}

static void
test_nothing_trusted (void)
{
  static const char *const texts[] = { "nonsense", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (SondeTlsOptions) options = test_tls_make_options ("", NULL, NULL);
      TestResult answer = { FALSE };

      g_free (options->trusted);
      options->trusted = g_strdup (texts[i]);
      present (&cases[0], options, &answer);
      test_tls_check_error (answer.error, "The profile’s own list of trusted authorities holds no certificate.");
      g_assert_null (answer.chain);
      test_result_clear (&answer);
    }
}

int
main (int   argc,
      char *argv[])
{
  int status;

  test_tls_init (&argc, &argv);
  make_members ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/tls-chain/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_chain);
    }
  g_test_add_func ("/tls-chain/as-text", test_text);
  g_test_add_func ("/tls-chain/nothing-trusted", test_nothing_trusted);

  status = test_tls_run ();
  for (guint i = 0; i < N_MEMBERS; i++)
    test_identity_free (members[i]);

  return status;
}
