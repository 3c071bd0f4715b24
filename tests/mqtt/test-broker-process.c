/* test-broker-process.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-broker-process"

#include "test-broker-process.h"

#include <arpa/inet.h>
#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/prctl.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define START_SECONDS 10

#define FIRST_PORT 20000
#define LAST_PORT 32000

struct _TestBroker
{
  char   *program;
  char   *folder;
  char   *config;
  guint16 port;
  GPid    pid;
};

static gboolean
is_free (guint16 port)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons (port) };
  int                fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  gboolean           bound;

  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  g_assert_cmpint (fd, >=, 0);
  bound = bind (fd, (struct sockaddr *) &address, sizeof address) == 0;
  close (fd);

  return bound;
}

/* For as long as this process lives no other test is given the port, nor this one a second time:
 * a name among the sockets that are no files, which goes with whoever has it. */
static gboolean
reserve (guint16 port)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int                length = g_snprintf (address.sun_path + 1, sizeof address.sun_path - 1, "sonde-test-port-%u", port);
  int                fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

  g_assert_cmpint (fd, >=, 0);
  if (bind (fd, (struct sockaddr *) &address, offsetof (struct sockaddr_un, sun_path) + 1 + length) == 0)
    return TRUE;
  g_assert_cmpint (errno, ==, EADDRINUSE);
  close (fd);

  return FALSE;
}

/* Below those that the kernel gives to connections: other tests run beside, and one of theirs would
 * take it before the broker does. */
guint16
test_free_port (void)
{
  guint16 port;

  do
    port = g_random_int_range (FIRST_PORT, LAST_PORT);
  while (!is_free (port) || !reserve (port));

  return port;
}

static char *
find_mosquitto (void)
{
  char *program = g_find_program_in_path ("mosquitto");

  /* Not on a user's PATH in Debian */
  if (program == NULL && g_file_test ("/usr/sbin/mosquitto", G_FILE_TEST_IS_EXECUTABLE))
    program = g_strdup ("/usr/sbin/mosquitto");

  return program;
}

static void
write_config (TestBroker *self,
              const char *extra)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  text = g_strdup_printf ("listener %u 127.0.0.1\n"
                          "user root\n"
                          "persistence false\n"
                          "max_queued_messages 0\n"
                          "%s%s\n",
                          self->port,
                          extra != NULL && g_strstr_len (extra, -1, "allow_anonymous") != NULL ? "" : "allow_anonymous true\n",
                          extra != NULL ? extra : "");
  g_file_set_contents (self->config, text, -1, &error);
  g_assert_no_error (error);
}

static void
child_setup (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static gboolean
answers (guint16 port)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons (port) };
  int                fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  gboolean           good;

  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  good = connect (fd, (struct sockaddr *) &address, sizeof address) == 0;
  close (fd);

  return good;
}

void
test_broker_start (TestBroker *self)
{
  char *argv[] = { self->program, (char *) "-c", self->config, NULL };
  g_autoptr (GError) error = NULL;
  gint64 deadline = g_get_monotonic_time () + START_SECONDS * G_USEC_PER_SEC;

  g_assert_cmpint (self->pid, ==, 0);
  g_spawn_async (NULL, argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
                 child_setup, NULL, &self->pid, &error);
  g_assert_no_error (error);

  while (!answers (self->port))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_assert_cmpint (waitpid (self->pid, NULL, WNOHANG), ==, 0);
      g_usleep (5000);
    }
}

TestBroker *
test_broker_new (const char *extra_config)
{
  g_autofree char *program = find_mosquitto ();
  TestBroker      *self;

  if (program == NULL)
    {
      g_test_skip ("mosquitto is not installed");
      return NULL;
    }

  self = g_new0 (TestBroker, 1);
  self->program = g_steal_pointer (&program);
  self->folder = g_dir_make_tmp ("sonde-test-broker-XXXXXX", NULL);
  self->config = g_build_filename (self->folder, "mosquitto.conf", NULL);
  self->port = test_free_port ();
  write_config (self, extra_config);
  test_broker_start (self);

  return self;
}

void
test_broker_signal (TestBroker *self,
                    int         signal_number)
{
  kill (self->pid, signal_number);
}

static void
stop (TestBroker *self,
      int         signal_number)
{
  if (self->pid == 0)
    return;

  kill (self->pid, signal_number);
  while (waitpid (self->pid, NULL, 0) < 0 && errno == EINTR)
    ;
  self->pid = 0;
}

void
test_broker_kill (TestBroker *self)
{
  stop (self, SIGKILL);
}

void
test_broker_stop (TestBroker *self)
{
  stop (self, SIGTERM);
}

void
test_broker_free (TestBroker *self)
{
  if (self == NULL)
    return;

  stop (self, SIGTERM);
  g_unlink (self->config);
  g_rmdir (self->folder);
  g_free (self->config);
  g_free (self->folder);
  g_free (self->program);
  g_free (self);
}

guint16
test_broker_get_port (TestBroker *self)
{
  return self->port;
}

const char *
test_broker_get_folder (TestBroker *self)
{
  return self->folder;
}
