/* sonde-broker-process.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-broker-process"

#include "sonde-broker-process.h"

#include "sonde-broker-config.h"
#include "sonde-broker-log.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <grp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#define MAX_LINE_BYTES 4096

/* At once, so that a log of all packets leaves the main loop its turns. */
#define MAX_TURN_BYTES (64 * 1024)
#define TERM_TIMEOUT_MS 2000
#define KILL_TIMEOUT_MS 1000

/* Longer where nobody waits: what it keeps may be much. */
#define LEAVE_SECONDS 5

/* Where the broker finds the lock of its folder; it does not know of it. */
#define LOCK_FD 3

struct _SondeBrokerProcess
{
  GObject parent_instance;

  GSubprocess  *subprocess;
  GCancellable *cancellable;
  GPid          pid;
  guint         kill_id; /* while it leaves */

  /* Both its outputs come through one pipe, whose end shows that it is gone. */
  int      log_fd;
  GSource *log_source;
  GString *partial;
  char    *last_line;
  char    *last_error;

  gboolean ready;
  gboolean port_taken;
  gboolean exited;
  gboolean stopped;
};

enum
{
  READY,
  LINE,
  ENDED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SondeBrokerProcess, sonde_broker_process, G_TYPE_OBJECT)

/* The log */

static void
take_line (SondeBrokerProcess *self,
           const char         *bytes,
           gsize               length)
{
  g_autofree char *line = g_strchomp (g_utf8_make_valid (bytes, length));

  if (*line == '\0')
    return;

  g_debug ("%s", line);
  g_free (self->last_line);
  self->last_line = g_strdup (line);
  g_signal_emit (self, signals[LINE], 0, line, length <= SONDE_BROKER_LOG_MAX_BYTES);

  switch (sonde_broker_line_parse (line))
    {
    case SONDE_BROKER_LINE_RUNNING:
      self->ready = TRUE;
      break;

    case SONDE_BROKER_LINE_PORT_TAKEN:
      self->port_taken = TRUE;
      G_GNUC_FALLTHROUGH;

    case SONDE_BROKER_LINE_ERROR:
      g_free (self->last_error);
      self->last_error = g_strdup (line);
      break;

    case SONDE_BROKER_LINE_OTHER:
      break;
    }
}

static void
take_bytes (SondeBrokerProcess *self,
            const char         *bytes,
            gsize               length)
{
  const char *newline;

  g_string_append_len (self->partial, bytes, length);
  while ((newline = memchr (self->partial->str, '\n', self->partial->len)) != NULL)
    {
      gsize size = newline - self->partial->str;

      take_line (self, self->partial->str, size);
      g_string_erase (self->partial, 0, size + 1);
    }

  if (self->partial->len > MAX_LINE_BYTES)
    {
      take_line (self, self->partial->str, self->partial->len);
      g_string_truncate (self->partial, 0);
    }
}

static void
close_log (SondeBrokerProcess *self)
{
  if (self->log_source != NULL)
    {
      g_source_destroy (self->log_source);
      g_clear_pointer (&self->log_source, g_source_unref);
    }

  if (self->log_fd >= 0)
    close (self->log_fd);
  self->log_fd = -1;

  if (self->partial->len > 0)
    take_line (self, self->partial->str, self->partial->len);
  g_string_truncate (self->partial, 0);
}

/* Reads what there is now, or at least @most of it. */
static void
drain_log (SondeBrokerProcess *self,
           gsize               most)
{
  char   bytes[4096];
  gssize size;
  gsize  total = 0;

  while (total < most && (size = read (self->log_fd, bytes, sizeof bytes)) != 0)
    {
      if (size > 0)
        {
          take_bytes (self, bytes, size);
          total += size;
        }
      else if (errno == EAGAIN)
        return;
      else if (errno != EINTR)
        break;
    }

  if (total < most)
    close_log (self);
}

static gboolean
log_cb (int          fd,
        GIOCondition condition,
        gpointer     user_data)
{
  SondeBrokerProcess *self = user_data;
  gboolean            was_ready = self->ready;
  gboolean            open;

  drain_log (self, MAX_TURN_BYTES);
  open = self->log_fd >= 0;
  if (self->ready && !was_ready)
    g_signal_emit (self, signals[READY], 0);

  return open ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
exited_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (SondeBrokerProcess) self = user_data;

  if (!g_subprocess_wait_finish (G_SUBPROCESS (object), result, NULL) || self->stopped)
    return;

  /* All it said is in the pipe by now. */
  self->exited = TRUE;
  g_clear_handle_id (&self->kill_id, g_source_remove);
  if (self->log_fd >= 0)
    drain_log (self, G_MAXSIZE);
  close_log (self);

  g_signal_emit (self, signals[ENDED], 0);
}

/* Starting */

typedef struct
{
  pid_t    sonde;
  gboolean drop;
  uid_t    uid;
  gid_t    gid;
} ChildSetup;

/*
 * In the child, between fork and exec. SIGTERM, because a broker that outlives a
 * killed Sonde by a moment still writes its persistence.
 *
 * mosquitto started as root would become another user by itself; but a change of
 * user clears the signal of prctl(2), so that change must come before it.
 */
static void
child_setup (gpointer data)
{
  const ChildSetup *setup = data;

  /* Ctrl+C in Sonde's terminal is meant for Sonde. */
  setpgid (0, 0);

  if (setup->drop &&
      (setgroups (1, &setup->gid) != 0 ||
       setresgid (setup->gid, setup->gid, setup->gid) != 0 ||
       setresuid (setup->uid, setup->uid, setup->uid) != 0))
    _exit (126);

  /* Sonde may have died before the kernel knew of our wish. */
  if (prctl (PR_SET_PDEATHSIG, SIGTERM) != 0 || getppid () != setup->sonde)
    _exit (125);
}

static gboolean
open_log (SondeBrokerProcess  *self,
          GSubprocessLauncher *launcher,
          GError             **error)
{
  int fds[2];

  if (!g_unix_open_pipe (fds, FD_CLOEXEC, error))
    return FALSE;

  g_unix_set_fd_nonblocking (fds[0], TRUE, NULL);
  self->log_fd = fds[0];
  g_subprocess_launcher_take_stdout_fd (launcher, fcntl (fds[1], F_DUPFD_CLOEXEC, 0));
  g_subprocess_launcher_take_stderr_fd (launcher, fds[1]);

  return TRUE;
}

static gboolean
spawn (SondeBrokerProcess      *self,
       const char              *program,
       const SondeBrokerFolder *folder,
       GError                 **error)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  ChildSetup setup = { getpid (), folder->drop, folder->uid, folder->gid };

  if (!open_log (self, launcher, error))
    return FALSE;

  g_subprocess_launcher_take_fd (launcher, fcntl (folder->lock_fd, F_DUPFD_CLOEXEC, 0), LOCK_FD);
  g_subprocess_launcher_set_cwd (launcher, folder->path);
  g_subprocess_launcher_set_child_setup (launcher, child_setup, &setup, NULL);
  self->subprocess = g_subprocess_launcher_spawn (launcher, error,
                                                  program, "-c", SONDE_BROKER_CONFIG_FILE, NULL);

  /* Our ends of what the child has now must go, or its end would not show. */
  g_subprocess_launcher_close (launcher);

  return self->subprocess != NULL;
}

SondeBrokerProcess *
sonde_broker_process_new (const char              *program,
                          const SondeBrokerFolder *folder,
                          GError                 **error)
{
  g_autoptr (SondeBrokerProcess) self = NULL;
  const char *identifier;

  g_return_val_if_fail (program != NULL, NULL);
  g_return_val_if_fail (folder != NULL, NULL);

  self = g_object_new (SONDE_TYPE_BROKER_PROCESS, NULL);
  if (!spawn (self, program, folder, error))
    return NULL;

  /* None where it is gone by now. */
  identifier = g_subprocess_get_identifier (self->subprocess);
  self->pid = identifier != NULL ? atoi (identifier) : 0;

  self->log_source = g_unix_fd_source_new (self->log_fd, G_IO_IN | G_IO_HUP | G_IO_ERR);
  g_source_set_callback (self->log_source, G_SOURCE_FUNC (log_cb), self, NULL);
  /* Below what draws. */
  g_source_set_priority (self->log_source, G_PRIORITY_DEFAULT_IDLE);
  g_source_attach (self->log_source, g_main_context_get_thread_default ());
  g_subprocess_wait_async (self->subprocess, self->cancellable, exited_cb, g_object_ref (self));

  return g_steal_pointer (&self);
}

GPid
sonde_broker_process_get_pid (SondeBrokerProcess *self)
{
  g_return_val_if_fail (SONDE_IS_BROKER_PROCESS (self), 0);

  return self->exited || self->stopped ? 0 : self->pid;
}

gboolean
sonde_broker_process_get_port_taken (SondeBrokerProcess *self)
{
  g_return_val_if_fail (SONDE_IS_BROKER_PROCESS (self), FALSE);

  return self->port_taken;
}

char *
sonde_broker_process_dup_last_words (SondeBrokerProcess *self)
{
  g_return_val_if_fail (SONDE_IS_BROKER_PROCESS (self), NULL);

  /* It had no time for words: an error that it told of may be of long before. */
  if (self->exited && g_subprocess_get_if_signaled (self->subprocess))
    return g_strdup_printf (_ ("signal %d"), g_subprocess_get_term_sig (self->subprocess));

  if (self->last_error != NULL)
    return g_strdup (self->last_error);

  if (self->last_line != NULL)
    return g_strdup (self->last_line);

  if (self->exited && g_subprocess_get_if_exited (self->subprocess))
    return g_strdup_printf (_ ("exit status %d"), g_subprocess_get_exit_status (self->subprocess));

  return g_strdup (_ ("it said nothing"));
}

static void
store_result_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  GAsyncResult **stored = user_data;

  *stored = g_object_ref (result);
}

static gboolean
cancel_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);

  return G_SOURCE_REMOVE;
}

static gboolean
drain_cb (int          fd,
          GIOCondition condition,
          gpointer     user_data)
{
  SondeBrokerProcess *self = user_data;

  drain_log (self, G_MAXSIZE);

  return self->log_fd >= 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/*
 * Whether it was gone in time: not only its pipe, but all of it, with the lock of the
 * folder. As g_subprocess_wait() does, in a context of its own, where nothing else runs.
 */
static gboolean
wait_for_exit (SondeBrokerProcess *self,
               guint               timeout_ms)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GSource) timeout = g_timeout_source_new (timeout_ms);
  g_autoptr (GAsyncResult) result = NULL;

  g_source_set_callback (timeout, cancel_cb, cancellable, NULL);
  g_source_attach (timeout, context);

  /* A full pipe would keep it from ending. */
  if (self->log_fd >= 0)
    {
      g_autoptr (GSource) log = g_unix_fd_source_new (self->log_fd, G_IO_IN | G_IO_HUP | G_IO_ERR);

      g_source_set_callback (log, G_SOURCE_FUNC (drain_cb), self, NULL);
      g_source_attach (log, context);
    }

  g_main_context_push_thread_default (context);
  g_subprocess_wait_async (self->subprocess, cancellable, store_result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (context, TRUE);
  g_main_context_pop_thread_default (context);

  return g_subprocess_wait_finish (self->subprocess, result, NULL);
}

static gboolean
kill_cb (gpointer user_data)
{
  SondeBrokerProcess *self = user_data;

  self->kill_id = 0;
  g_subprocess_force_exit (self->subprocess);

  return G_SOURCE_REMOVE;
}

void
sonde_broker_process_leave (SondeBrokerProcess *self)
{
  g_return_if_fail (SONDE_IS_BROKER_PROCESS (self));

  if (self->stopped || self->exited || self->kill_id != 0)
    return;

  g_subprocess_send_signal (self->subprocess, SIGTERM);
  self->kill_id = g_timeout_add_seconds (LEAVE_SECONDS, kill_cb, self);
}

void
sonde_broker_process_stop (SondeBrokerProcess *self)
{
  g_return_if_fail (SONDE_IS_BROKER_PROCESS (self));

  if (self->stopped)
    return;

  self->stopped = TRUE;
  g_clear_handle_id (&self->kill_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_subprocess_send_signal (self->subprocess, SIGTERM);
  if (!wait_for_exit (self, TERM_TIMEOUT_MS))
    {
      g_subprocess_force_exit (self->subprocess);
      wait_for_exit (self, KILL_TIMEOUT_MS);
    }

  close_log (self);
}

static void
sonde_broker_process_dispose (GObject *object)
{
  SondeBrokerProcess *self = SONDE_BROKER_PROCESS (object);

  g_clear_handle_id (&self->kill_id, g_source_remove);
  close_log (self);

  G_OBJECT_CLASS (sonde_broker_process_parent_class)->dispose (object);
}

static void
sonde_broker_process_finalize (GObject *object)
{
  SondeBrokerProcess *self = SONDE_BROKER_PROCESS (object);

  g_clear_object (&self->subprocess);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->last_line, g_free);
  g_clear_pointer (&self->last_error, g_free);
  g_string_free (self->partial, TRUE);

  G_OBJECT_CLASS (sonde_broker_process_parent_class)->finalize (object);
}

static void
sonde_broker_process_class_init (SondeBrokerProcessClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sonde_broker_process_dispose;
  G_OBJECT_CLASS (klass)->finalize = sonde_broker_process_finalize;

  signals[READY] = g_signal_new ("ready", SONDE_TYPE_BROKER_PROCESS, G_SIGNAL_RUN_LAST,
                                 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
  signals[LINE] = g_signal_new ("line", SONDE_TYPE_BROKER_PROCESS, G_SIGNAL_RUN_LAST,
                                0, NULL, NULL, NULL,
                                G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);
  signals[ENDED] = g_signal_new ("ended", SONDE_TYPE_BROKER_PROCESS, G_SIGNAL_RUN_LAST,
                                 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
}

static void
sonde_broker_process_init (SondeBrokerProcess *self)
{
  self->cancellable = g_cancellable_new ();
  self->log_fd = -1;
  self->partial = g_string_new (NULL);
}
