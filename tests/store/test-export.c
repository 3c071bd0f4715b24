/* test-export.c: what is written can be read, by us and by others
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-export.h"
#include "sonde-log-import.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#define N_MESSAGES 3000
#define LARGE (64 * 1024)

typedef struct
{
  char               *folder;
  GFile              *file;
  SondeBudget        *budget;
  SondeMessageLog    *log;
  SondeSegmentWriter *writer;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autofree char *path = NULL;

  fixture->folder = g_dir_make_tmp ("sonde-export-XXXXXX", NULL);
  path = g_build_filename (fixture->folder, "log.jsonl", NULL);
  fixture->file = g_file_new_for_path (path);
  fixture->budget = sonde_budget_new (SONDE_BUDGET_DEFAULT);
  fixture->log = sonde_message_log_new (fixture->budget);
  fixture->writer = sonde_segment_writer_new ();
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        remove_folder (child);
      g_unlink (child);
    }
  g_rmdir (path);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  sonde_segment_writer_free (fixture->writer);
  g_object_unref (fixture->log);
  g_object_unref (fixture->budget);
  g_object_unref (fixture->file);
  remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static void
append_cb (SondeSegment *segment,
           guint         count,
           gpointer      user_data)
{
  sonde_message_log_append (user_data, segment, count);
}

static void
write_message (Fixture            *fixture,
               const SondeMessage *message)
{
  sonde_segment_writer_append (fixture->writer, message);
  sonde_segment_writer_flush (fixture->writer, append_cb, fixture->log);
}

/* Bytes of all kinds, text, and what text must be guarded against. */
static GBytes *
make_payload (guint i)
{
  static const char *const texts[] = {
    "",
    "hello",
    "{\"rpm\": 18446744073709551615}",
    "a,b;\"c\"\r\nd",
    "\"",
    "\\u0000 \\",
    "你好 ✓",
    "\xf0\x9f\x8c\xa1",
    "=1+1",
    "\x7f\x1b[0m",
    "line\nline\rline",
  };
  gsize   size = g_test_rand_int_range (0, 600);
  guint8 *bytes;

  if (i % 2 == 0)
    {
      const char *text = texts[i / 2 % G_N_ELEMENTS (texts)];

      return g_bytes_new_static (text, strlen (text));
    }

  bytes = g_malloc (size);
  for (gsize at = 0; at < size; at++)
    bytes[at] = g_test_rand_int_range (0, i % 3 == 0 ? 256 : 128);

  return g_bytes_new_take (bytes, size);
}

static void
fill (Fixture *fixture)
{
  static const char *const topics[] = { "a", "Tyler-1/motor/3/speed", "主题/带 空格", "/", "$SYS/x", "quote\"\\/ü" };
  static const guint8      properties[] = { 3, 0, 4, 't', 'e', 'x', 't', 38, 0, 1, 'k', 0, 1, 'v', 9, 0, 2, 0, 255 };

  for (guint i = 0; i < N_MESSAGES; i++)
    {
      g_autoptr (GBytes) payload = make_payload (i);
      const char  *topic = topics[i % G_N_ELEMENTS (topics)];
      SondeMessage message = {
        .kind = i % 5 == 0 ? SONDE_MESSAGE_SENT : SONDE_MESSAGE_RECEIVED,
        .topic = topic,
        .topic_length = strlen (topic),
        .payload = g_bytes_get_data (payload, NULL),
        .payload_size = g_bytes_get_size (payload),
        .properties = properties,
        .properties_size = i % 7 == 0 ? sizeof properties : 0,
        .time = G_GINT64_CONSTANT (1795000000000000) + i * 700,
        .packet_id = i % 3 == 0 ? 0 : i,
        .qos = i % 3,
        .retain = i % 4 == 0,
        .dup = i % 11 == 0,
      };

      write_message (fixture, &message);
      if (i % 100 == 0)
        {
          SondeMessage subscribed = { .kind = SONDE_MESSAGE_EVENT,
                                      .topic = "车间/+",
                                      .topic_length = strlen ("车间/+"),
                                      .time = message.time,
                                      .packet_id = SONDE_LOG_EVENT_SUBSCRIBED,
                                      .qos = 2 };
          SondeMessage event = { .kind = SONDE_MESSAGE_EVENT,
                                 .topic = "",
                                 .payload = "127.0.0.1",
                                 .payload_size = 9,
                                 .time = message.time,
                                 .packet_id = SONDE_LOG_EVENT_LOST };

          write_message (fixture, &event);
          write_message (fixture, &subscribed);
        }
    }
}

/* ---- Running ---- */

static void
done_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static gboolean
run_export (Fixture          *fixture,
            SondeExportFormat format,
            SondeQuery       *query,
            GFile            *file,
            GCancellable     *cancellable,
            guint64          *n_written,
            GError          **error)
{
  GArray *stretches = sonde_stretches_new ();
  g_autoptr (SondeExport) export = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  sonde_message_log_list_stretches (fixture->log, 0, sonde_message_log_get_kept (fixture->log), stretches);
  export = sonde_export_new (format, stretches, query);
  sonde_export_run_async (export, file, cancellable, done_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  if (!sonde_export_run_finish (export, result, n_written, error))
    return FALSE;
  g_assert_cmpfloat (sonde_export_get_fraction (export), ==, 1);

  return TRUE;
}

static SondeLogImportReport *
run_import (SondeMessageLog *log,
            GFile           *file,
            GError         **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  sonde_log_import_async (log, file, NULL, done_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return sonde_log_import_finish (log, result, error);
}

static SondeMessageItem *
get_item (SondeMessageLog *log,
          guint            position)
{
  return g_list_model_get_item (G_LIST_MODEL (log), position);
}

static void
assert_same (SondeMessageItem *a,
             SondeMessageItem *b)
{
  gsize         size_a, size_b;
  const guint8 *bytes_a, *bytes_b;

  g_assert_cmpint (sonde_message_item_get_kind (a), ==, sonde_message_item_get_kind (b));
  g_assert_cmpint (sonde_message_item_get_time (a), ==, sonde_message_item_get_time (b));
  g_assert_cmpuint (sonde_message_item_get_packet_id (a), ==, sonde_message_item_get_packet_id (b));
  g_assert_cmpuint (sonde_message_item_get_qos (a), ==, sonde_message_item_get_qos (b));
  g_assert_true (sonde_message_item_get_retain (a) == sonde_message_item_get_retain (b));
  g_assert_true (sonde_message_item_get_dup (a) == sonde_message_item_get_dup (b));
  g_assert_cmpstr (sonde_message_item_get_topic (a, NULL), ==, sonde_message_item_get_topic (b, NULL));

  bytes_a = sonde_message_item_get_payload (a, &size_a);
  bytes_b = sonde_message_item_get_payload (b, &size_b);
  g_assert_cmpmem (bytes_a, size_a, bytes_b, size_b);
  bytes_a = sonde_message_item_get_properties (a, &size_a);
  bytes_b = sonde_message_item_get_properties (b, &size_b);
  g_assert_cmpmem (bytes_a, size_a, bytes_b, size_b);
}

/* ---- Tests ---- */

static void
test_round_trip (Fixture      *fixture,
                 gconstpointer data)
{
  g_autoptr (SondeMessageLog) again = sonde_message_log_new (fixture->budget);
  g_autoptr (SondeLogImportReport) report = NULL;
  g_autoptr (GError) error = NULL;
  guint64 n_written;

  fill (fixture);
  run_export (fixture, SONDE_EXPORT_JSON_LINES, NULL, fixture->file, NULL, &n_written, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_written, ==, N_MESSAGES);

  report = run_import (again, fixture->file, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (report->first_fault, ==, NULL);
  g_assert_cmpuint (report->n_read, ==, sonde_message_log_get_kept (fixture->log));
  g_assert_cmpuint (sonde_message_log_get_kept (again), ==, sonde_message_log_get_kept (fixture->log));
  for (guint i = 0; i < report->n_read; i++)
    {
      g_autoptr (SondeMessageItem) a = get_item (fixture->log, i);
      g_autoptr (SondeMessageItem) b = get_item (again, i);

      assert_same (a, b);
    }
}

/* Python's csv and json read the same payloads; jq counts them. */
static void
test_others_read_it (Fixture      *fixture,
                     gconstpointer data)
{
  static const char script[] =
    "import base64, csv, json, sys\n"
    "lines = [json.loads(line) for line in open(sys.argv[1], encoding='utf-8')]\n"
    "lines = [line for line in lines if line['direction'] != 'event']\n"
    "def payload(line):\n"
    "    return line['payload'].encode() if 'payload' in line else base64.b64decode(line['payload_base64'])\n"
    "csv.field_size_limit(sys.maxsize)\n"
    "rows = list(csv.DictReader(open(sys.argv[2], encoding='utf-8', newline=''), strict=True))\n"
    "assert len(rows) == len(lines) == int(sys.argv[3]), (len(rows), len(lines))\n"
    "for row, line in zip(rows, lines):\n"
    "    data = row['payload']\n"
    "    data = base64.b64decode(data) if row['encoding'] == 'base64' else data.encode()\n"
    "    assert data == payload(line) and len(data) == int(row['size']), row\n"
    "    assert (row['topic'], row['time'], row['direction']) == (line['topic'], line['time'], line['direction'])\n"
    "    assert row['retain'] == str(line['retain']).lower() and int(row['qos']) == line['qos']\n";
  g_autofree char *python = g_find_program_in_path ("python3");
  g_autofree char *jq = g_find_program_in_path ("jq");
  g_autofree char *csv_path = g_build_filename (fixture->folder, "log.csv", NULL);
  g_autoptr (GFile) csv = g_file_new_for_path (csv_path);
  g_autofree char *count = g_strdup_printf ("%d", N_MESSAGES);
  g_autoptr (GError) error = NULL;

  if (python == NULL)
    {
      g_test_skip ("python3 is not installed");
      return;
    }

  fill (fixture);
  run_export (fixture, SONDE_EXPORT_JSON_LINES, NULL, fixture->file, NULL, NULL, &error);
  g_assert_no_error (error);
  run_export (fixture, SONDE_EXPORT_CSV, NULL, csv, NULL, NULL, &error);
  g_assert_no_error (error);

  {
    const char *const argv[] = { python, "-c", script, g_file_peek_path (fixture->file), csv_path, count, NULL };
    g_autoptr (GSubprocess) process = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_NONE, &error);

    g_assert_no_error (error);
    g_subprocess_wait_check (process, NULL, &error);
    g_assert_no_error (error);
  }

  if (jq != NULL)
    {
      g_autoptr (GSubprocess) process =
        g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, jq, "-s", "map(select(.topic)) | length",
                          g_file_peek_path (fixture->file), NULL);
      g_autofree char *output = NULL;

      g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpint (atoi (output), ==, N_MESSAGES);
    }
}

static void
test_query (Fixture      *fixture,
            gconstpointer data)
{
  g_autoptr (SondeQuery) query = sonde_query_parse ("topic:a sent", NULL, NULL);
  g_autofree char *text = NULL;
  guint64          n_written;

  fill (fixture);
  g_assert_true (run_export (fixture, SONDE_EXPORT_JSON_LINES, query, fixture->file, NULL, &n_written, NULL));
  g_assert_cmpuint (n_written, ==, N_MESSAGES / 30);
  g_assert_true (g_file_get_contents (g_file_peek_path (fixture->file), &text, NULL, NULL));
  g_assert_null (strstr (text, "\"received\""));
  g_assert_null (strstr (text, "\"event\""));
}

static void
test_payloads (Fixture      *fixture,
               gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "payloads", NULL);
  g_autofree char *first = g_build_filename (path, "00000001-speed.bin", NULL);
  g_autofree char *second = g_build_filename (path, "00000002-_____etc_passwd.bin", NULL);
  g_autofree char *third = g_build_filename (path, "00000003.bin", NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autofree char *contents = NULL;
  gsize            length;
  const char      *topics[] = { "motor/speed", "..\\..etc\npasswd", "a/" };

  for (guint i = 0; i < G_N_ELEMENTS (topics); i++)
    {
      SondeMessage message = { .topic = topics[i], .topic_length = strlen (topics[i]), .payload = "a\0b", .payload_size = 3, .time = 1 };

      write_message (fixture, &message);
    }

  run_export (fixture, SONDE_EXPORT_PAYLOADS, NULL, folder, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (first, &contents, &length, NULL));
  g_assert_cmpmem (contents, length, "a\0b", 3);
  g_assert_true (g_file_test (second, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (third, G_FILE_TEST_EXISTS));

  /* What is there is not touched. */
  g_assert_false (run_export (fixture, SONDE_EXPORT_PAYLOADS, NULL, folder, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
}

static guint
count_files (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;

  return n;
}

/* Cancelled or failed: the file that was there stays, and nothing beside it. */
static void
test_stopped (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  fill (fixture);
  g_assert_true (g_file_set_contents (g_file_peek_path (fixture->file), "before", -1, NULL));
  g_cancellable_cancel (cancellable);
  g_assert_false (run_export (fixture, SONDE_EXPORT_JSON_LINES, NULL, fixture->file, cancellable, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (g_file_get_contents (g_file_peek_path (fixture->file), &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "before");
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);
}

/* Of the payloads none stays, either. */
static void
test_stopped_folder (Fixture      *fixture,
                     gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "payloads", NULL);
  g_autofree char *large = g_malloc0 (LARGE);
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  struct rlimit before, small;
  SondeMessage  message = { .topic = "a", .topic_length = 1, .payload = large, .payload_size = LARGE, .time = 1 };

  fill (fixture);
  write_message (fixture, &message);

  signal (SIGXFSZ, SIG_IGN);
  getrlimit (RLIMIT_FSIZE, &before);
  small = before;
  small.rlim_cur = LARGE - 1;
  setrlimit (RLIMIT_FSIZE, &small);
  g_assert_false (run_export (fixture, SONDE_EXPORT_PAYLOADS, NULL, folder, NULL, NULL, &error));
  setrlimit (RLIMIT_FSIZE, &before);

  g_assert_nonnull (error);
  g_assert_cmpuint (count_files (fixture->folder), ==, 0);
}

/* A disk that takes no more, as a limit of the file size plays it. */
static void
test_full_disk (Fixture      *fixture,
                gconstpointer data)
{
  struct rlimit before, small;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  fill (fixture);
  g_assert_true (g_file_set_contents (g_file_peek_path (fixture->file), "before", -1, NULL));

  signal (SIGXFSZ, SIG_IGN);
  getrlimit (RLIMIT_FSIZE, &before);
  small = before;
  small.rlim_cur = 64 * 1024;
  setrlimit (RLIMIT_FSIZE, &small);
  g_assert_false (run_export (fixture, SONDE_EXPORT_CSV, NULL, fixture->file, NULL, NULL, &error));
  setrlimit (RLIMIT_FSIZE, &before);

  g_assert_nonnull (error);
  g_assert_true (g_file_get_contents (g_file_peek_path (fixture->file), &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "before");
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);
}

/* clang-format off */
static const struct
{
  const char *name;
  const char *line;
  const char *fault; /* a piece of the sentence; NULL: it is good */
} lines[] = {
  { "good", "{\"time\": \"2026-11-23T12:34:44.091123Z\", \"topic\": \"a\", \"payload\": \"x\"}", NULL },
  { "time-zone", "{\"time\": \"2026-11-23T20:34:44+08:00\", \"topic\": \"a\"}", NULL },
  { "more-members", "{\"time\": \"2026-11-23T12:34:44Z\", \"topic\": \"a\", \"x\": [{\"topic\": 1}], \"y\": null}", NULL },
  { "base64-of-nothing", "{\"time\": \"2026-11-23T12:34:44Z\", \"topic\": \"a\", \"payload_base64\": \"\"}", NULL },
  { "base64", "{\"time\": \"2026-11-23T12:34:44Z\", \"topic\": \"a\", \"payload_base64\": \"/w==\"}", NULL },
  { "base64-foreign", "{\"time\": \"2026-11-23T12:34:44Z\", \"topic\": \"a\", \"payload_base64\": \"/-==\"}", "damaged" },
  { "base64-cut", "{\"time\": \"2026-11-23T12:34:44Z\", \"topic\": \"a\", \"payload_base64\": \"/w=\"}", "damaged" },
  { "base64-filled", "{\"time\": \"2026-11-23T12:34:44Z\", \"topic\": \"a\", \"topic_base64\": \"YQ==YQ==\"}", "damaged" },
  { "empty-object", "{}", "no time" },
  { "no-topic", "{\"time\": \"2026-11-23T12:34:44Z\"}", "no topic" },
  { "time", "{\"time\": \"yesterday\", \"topic\": \"a\"}", "ISO 8601" },
  { "before-1970", "{\"time\": \"1969-11-23T12:34:44Z\", \"topic\": \"a\"}", "ISO 8601" },
  { "qos", "{\"time\": \"2026-11-23T12:34:44Z\", \"topic\": \"a\", \"qos\": 3}", "QoS" },
  { "qos-fraction", "{\"time\": \"2026-11-23T12:34:44Z\", \"topic\": \"a\", \"qos\": 1.5}", "QoS" },
  { "packet-id", "{\"time\": \"2026-11-23T12:34:44Z\", \"topic\": \"a\", \"packet_id\": 65536}", "packet identifier" },
  { "direction", "{\"time\": \"2026-11-23T12:34:44Z\", \"topic\": \"a\", \"direction\": \"up\"}", "direction" },
  { "event", "{\"time\": \"2026-11-23T12:34:44Z\", \"direction\": \"event\", \"event\": \"x\"}", "event" },
  { "event-without-name", "{\"time\": \"2026-11-23T12:34:44Z\", \"direction\": \"event\", \"packet_id\": 9}", "name its event" },
  { "array", "[1]", "not a JSON object" },
  { "cut", "{\"time\": \"2026-11-23T12:34:44Z\", \"topic\": \"a\"", "not a whole" },
  { "rest", "{\"time\": \"2026-11-23T12:34:44Z\", \"topic\": \"a\"} x", "not a whole" },
  { "not-utf8", "{\"topic\": \"\xff\"}", "UTF-8" },
  { "nesting", "{\"x\": [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}", "not a whole" },
};
/* clang-format on */

static void
test_lines (Fixture      *fixture,
            gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (SondeMessageLog) log = sonde_message_log_new (fixture->budget);
      g_autofree char *text = g_strdup_printf ("\r\n\n%s", lines[i].line);
      g_autoptr (SondeLogImportReport) report = NULL;

      g_assert_true (g_file_set_contents (g_file_peek_path (fixture->file), text, -1, NULL));
      report = run_import (log, fixture->file, NULL);
      g_test_message ("%s: %s", lines[i].name, report->first_fault);
      g_assert_cmpuint (report->n_read, ==, lines[i].fault == NULL);
      g_assert_cmpuint (sonde_message_log_get_kept (log), ==, report->n_read);
      g_assert_cmpuint (report->n_faults, ==, lines[i].fault != NULL);
      if (lines[i].fault != NULL)
        {
          g_assert_cmpuint (report->first_line, ==, 3);
          g_assert_nonnull (strstr (report->first_fault, lines[i].fault));
        }
    }
}

/* A file may hold more than memory is to be used for: the newest are kept. */
static void
test_beyond_budget (Fixture      *fixture,
                    gconstpointer data)
{
  g_autoptr (SondeBudget) small = sonde_budget_new (2 << 20);
  g_autoptr (SondeMessageLog) log = sonde_message_log_new (small);
  g_autoptr (SondeLogImportReport) report = NULL;

  for (guint i = 0; i < 6; i++)
    fill (fixture);
  g_assert_true (run_export (fixture, SONDE_EXPORT_JSON_LINES, NULL, fixture->file, NULL, NULL, NULL));
  report = run_import (log, fixture->file, NULL);
  g_assert_cmpuint (report->n_read, ==, sonde_message_log_get_received (log));
  g_assert_cmpuint (sonde_message_log_get_discarded (log), >, 0);
  g_assert_cmpuint (sonde_budget_get_used (small), <=, 2 << 20);
}

static void
test_missing (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (run_import (fixture->log, fixture->file, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

/* Nobody would ever write to it, and to wait for that is for ever. */
static void
test_fifo (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (mkfifo (g_file_peek_path (fixture->file), 0600), ==, 0);
  g_assert_null (run_import (fixture->log, fixture->file, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE);
}

#define ADD(path, test) g_test_add ("/export/" path, Fixture, NULL, set_up, test, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("round-trip", test_round_trip);
  ADD ("others-read-it", test_others_read_it);
  ADD ("query", test_query);
  ADD ("payloads", test_payloads);
  ADD ("stopped", test_stopped);
  ADD ("stopped-folder", test_stopped_folder);
  ADD ("full-disk", test_full_disk);
  ADD ("lines", test_lines);
  ADD ("beyond-budget", test_beyond_budget);
  ADD ("missing", test_missing);
  ADD ("fifo", test_fifo);

  return g_test_run ();
}
