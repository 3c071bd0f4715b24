/* test-composer.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <sonde-composer.h>
#include <sonde-payload-file.h>

#include <glib/gstdio.h>

#include <string.h>
#include <sys/stat.h>

/* clang-format off */
static const struct
{
  SondeFormFormat format;
  const char     *topic;
  const char     *payload;
  const char     *response_topic;
  gboolean        is_utf8;
  const char     *bytes; /* NULL: a fault */
  gsize           size;
  SondeComposerPart part;
} cases[] = {
  { SONDE_FORM_TEXT,   "a/b", "",            "",    FALSE, "",             0, 0 },
  { SONDE_FORM_TEXT,   "a",   "{{ x }}",     "",    FALSE, "{{ x }}",      7, 0 },
  { SONDE_FORM_TEXT,   "",    "x",           "",    FALSE, NULL,           0, SONDE_COMPOSER_TOPIC },
  { SONDE_FORM_TEXT,   "a/#", "x",           "",    FALSE, NULL,           0, SONDE_COMPOSER_TOPIC },
  { SONDE_FORM_JSON,   "a",   "{\"n\": 1.0}", "",   FALSE, "{\"n\": 1.0}", 10, 0 },
  { SONDE_FORM_JSON,   "a",   "{\"n\": }",   "",    FALSE, NULL,           0, SONDE_COMPOSER_PAYLOAD },
  { SONDE_FORM_HEX,    "a",   "00 ff",       "",    FALSE, "\0\xff",       2, 0 },
  { SONDE_FORM_HEX,    "a",   "0",           "",    FALSE, NULL,           0, SONDE_COMPOSER_PAYLOAD },
  { SONDE_FORM_BASE64, "a",   "AP8=",        "",    FALSE, "\0\xff",       2, 0 },
  { SONDE_FORM_FILE,   "a",   "",            "",    FALSE, NULL,           0, SONDE_COMPOSER_PAYLOAD },
  { SONDE_FORM_TEXT,   "a",   "x",           "r/s", FALSE, "x",            1, 0 },
  { SONDE_FORM_TEXT,   "a",   "x",           "r/+", FALSE, NULL,           0, SONDE_COMPOSER_PROPERTIES },
  { SONDE_FORM_TEXT,   "a",   "你",          "",    TRUE,  "你",           3, 0 },
  { SONDE_FORM_HEX,    "a",   "ff",          "",    TRUE,  NULL,           0, SONDE_COMPOSER_PROPERTIES },
};
/* clang-format on */

static void
set_string (char      **field,
            const char *text)
{
  g_free (*field);
  *field = g_strdup (text);
}

static void
test_compose (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SondePublishForm) form = sonde_publish_form_new ();
      g_autoptr (SondePublish) publish = NULL;
      g_autofree char  *fault = NULL;
      SondeComposerPart part;

      set_string (&form->topic, cases[i].topic);
      set_string (&form->payload, cases[i].payload);
      set_string (&form->response_topic, cases[i].response_topic);
      form->format = cases[i].format;
      form->is_utf8 = cases[i].is_utf8;
      publish = sonde_composer_compose (form, &part, &fault);

      g_test_message ("%s: %s", cases[i].topic, cases[i].payload);
      g_assert_true ((publish == NULL) == (fault != NULL));
      g_assert_true ((publish == NULL) == (cases[i].bytes == NULL));
      if (publish == NULL)
        g_assert_cmpint (part, ==, cases[i].part);
      else
        g_assert_cmpmem (g_bytes_get_data (publish->payload, NULL), g_bytes_get_size (publish->payload),
                         cases[i].bytes, cases[i].size);
    }
}

static void
test_properties (void)
{
  g_autoptr (SondePublishForm) form = sonde_publish_form_new ();
  g_autoptr (SondePublish) publish = NULL;
  g_autofree char  *fault = NULL;
  SondeComposerPart part;

  set_string (&form->topic, "a");
  set_string (&form->content_type, "text/plain");
  form->qos = 2;
  form->retain = TRUE;
  form->message_expiry = 60;
  form->topic_alias = 3;
  g_bytes_unref (form->correlation_data);
  form->correlation_data = g_bytes_new_static ("\0\1", 2);
  sonde_pairs_add (form->user_properties, "k", "v");
  publish = sonde_composer_compose (form, &part, &fault);

  g_assert_nonnull (publish);
  g_assert_cmpint (publish->qos, ==, 2);
  g_assert_true (publish->retain);
  g_assert_cmpstr (publish->content_type, ==, "text/plain");
  g_assert_cmpuint (publish->message_expiry, ==, 60);
  g_assert_cmpuint (publish->topic_alias, ==, 3);
  g_assert_true (g_bytes_equal (publish->correlation_data, form->correlation_data));
  g_assert_true (sonde_pairs_equal (publish->user_properties, form->user_properties));
}

/* ---- Files ---- */

typedef struct
{
  char *folder, *path;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("sonde-composer-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "payload", NULL);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_remove (fixture->path);
  g_rmdir (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static void
expect_refused (const char *path,
                gsize       maximum,
                const char *words)
{
  g_autofree char *fault = NULL;

  g_assert_null (sonde_payload_file_read (path, maximum, &fault));
  g_assert_nonnull (strstr (fault, words));
}

static void
test_file (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *fault = NULL;

  expect_refused (fixture->path, 10, "“payload” is not there");
  expect_refused (fixture->folder, 10, "is a folder");
  expect_refused ("/dev/zero", 10, "a device or a pipe");
  g_assert_true (g_file_set_contents (fixture->path, "0\0002", 3, NULL));
  expect_refused (fixture->path, 2, "too large");

  bytes = sonde_payload_file_read (fixture->path, 3, &fault);
  g_assert_null (fault);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "0\0002", 3);
}

/* Nobody writes into it: opening it must not wait. */
static void
test_fifo (Fixture      *fixture,
           gconstpointer data)
{
  g_assert_cmpint (mkfifo (fixture->path, 0600), ==, 0);
  expect_refused (fixture->path, 10, "a device or a pipe");
}

typedef struct
{
  GMainLoop        *loop;
  SondePublish     *publish;
  SondeComposerPart part;
  char             *fault;
} Answer;

static void
composed_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  Answer *answer = user_data;

  answer->publish = sonde_composer_compose_finish (result, &answer->part, &answer->fault);
  g_main_loop_quit (answer->loop);
}

static Answer
compose_within (const SondePublishForm *form,
                gsize                   maximum,
                GCancellable           *cancellable)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Answer answer = { loop };

  sonde_composer_compose_async (form, maximum, cancellable, composed_cb, &answer);
  g_assert_null (answer.publish); /* not before the caller is done */
  g_main_loop_run (loop);
  return answer;
}

static void
test_async (Fixture      *fixture,
            gconstpointer data)
{
  g_autoptr (SondePublishForm) form = sonde_publish_form_new ();
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  Answer answer;

  set_string (&form->topic, "a");
  set_string (&form->payload, fixture->path);
  form->format = SONDE_FORM_FILE;
  g_assert_true (g_file_set_contents (fixture->path, "0\0002", 3, NULL));

  answer = compose_within (form, 3, NULL);
  g_assert_cmpuint (g_bytes_get_size (answer.publish->payload), ==, 3);
  sonde_publish_free (answer.publish);

  answer = compose_within (form, 2, NULL);
  g_assert_null (answer.publish);
  g_assert_cmpint (answer.part, ==, SONDE_COMPOSER_PAYLOAD);
  g_assert_nonnull (strstr (answer.fault, "too large"));
  g_free (answer.fault);

  g_cancellable_cancel (cancelled);
  answer = compose_within (form, 3, cancelled);
  g_assert_null (answer.publish);
  g_assert_null (answer.fault);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/composer/compose", test_compose);
  g_test_add_func ("/composer/properties", test_properties);
  g_test_add ("/composer/file", Fixture, NULL, set_up, test_file, tear_down);
  g_test_add ("/composer/fifo", Fixture, NULL, set_up, test_fifo, tear_down);
  g_test_add ("/composer/async", Fixture, NULL, set_up, test_async, tear_down);
  return g_test_run ();
}
