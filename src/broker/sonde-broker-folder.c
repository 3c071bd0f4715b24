/* sonde-broker-folder.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-broker-folder"

#include "sonde-broker-folder.h"

#include "sonde-broker-config.h"
#include "sonde-local-broker.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <pwd.h>
#include <signal.h>
#include <sonde-atomic-file.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define PORT_FILE "port"
#define LOCK_FILE "lock"

/* As many Sondes at once with one folder. */
#define MAX_FOLDERS 16

static void
set_files_error (GError    **error,
                 const char *path,
                 const char *reason)
{
  g_autofree char *shown = g_filename_display_name (path);

  g_set_error (error, SONDE_BROKER_ERROR, SONDE_BROKER_ERROR_FILES,
               _ ("The local broker cannot keep its files in “%s” (%s). "
                  "Make that folder writable, then connect again."),
               shown, reason);
}

/* Files that root makes in a user's folder belong to the user. */
static void
hand_over (const char *path,
           const char *folder)
{
  struct stat status;

  if (geteuid () == 0 && stat (folder, &status) == 0 && status.st_uid != 0 &&
      lchown (path, status.st_uid, status.st_gid) != 0)
    g_debug ("%s stays root's: %s", path, g_strerror (errno));
}

/* What stands there is replaced, never followed. Not flushed to the disk: each is made anew at the
 * next start, and the main thread must not wait. */
static gboolean
write_file (SondeBrokerFolder *self,
            const char        *name,
            const char        *text,
            mode_t             mode,
            GError           **error)
{
  g_autofree char *path = g_build_filename (self->path, name, NULL);
  gboolean         written;
  int              fd;

  g_unlink (path);
  fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  written = fd >= 0 && fchmod (fd, mode) == 0 && sonde_write_all (fd, text, strlen (text));
  if (!written)
    set_files_error (error, self->path, g_strerror (errno));
  else
    hand_over (path, self->path);

  if (fd >= 0)
    close (fd);

  return written;
}

static gboolean
process_lives (int fd)
{
  char   text[32] = { 0 };
  gint64 pid;

  if (pread (fd, text, sizeof text - 1, 0) <= 0)
    return FALSE;

  pid = g_ascii_strtoll (text, NULL, 10);

  return pid > 0 && (kill (pid, 0) == 0 || errno == EPERM);
}

static void
write_pid (int fd)
{
  g_autofree char *text = g_strdup_printf ("%d\n", getpid ());

  /* Without it the next Sonde waits a little, no more. */
  if (ftruncate (fd, 0) != 0 || pwrite (fd, text, strlen (text), 0) < 0)
    g_debug ("Cannot write the lock's owner: %s", g_strerror (errno));
}

typedef enum
{
  LOCK_TAKEN,
  LOCK_HELD,    /* by another Sonde */
  LOCK_LEAVING, /* by the broker of a Sonde that is no more */
  LOCK_FAILED,  /* errno says why */
} LockResult;

static LockResult
lock_folder (const char *path,
             int        *lock_fd)
{
  g_autofree char *lock = g_build_filename (path, LOCK_FILE, NULL);
  int              fd = open (lock, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  LockResult       result;
  int              saved;

  if (fd < 0)
    return LOCK_FAILED;

  if (flock (fd, LOCK_EX | LOCK_NB) == 0)
    {
      hand_over (lock, path);
      write_pid (fd);
      *lock_fd = fd;
      return LOCK_TAKEN;
    }

  saved = errno;
  if (saved != EWOULDBLOCK)
    result = LOCK_FAILED;
  else
    result = process_lives (fd) ? LOCK_HELD : LOCK_LEAVING;
  close (fd);
  errno = saved;

  return result;
}

/* The account in @name, if the data folder can be given to it (not so in a container with one uid). */
static gboolean
try_account (SondeBrokerFolder *self,
             struct passwd     *account,
             const char        *data)
{
  g_autofree char *database = g_build_filename (data, "mosquitto.db", NULL);

  if (account == NULL || lchown (data, account->pw_uid, account->pw_gid) != 0)
    return FALSE;

  if (lchown (database, account->pw_uid, account->pw_gid) != 0 && errno != ENOENT)
    return FALSE;

  self->user = g_strdup (account->pw_name);
  self->uid = account->pw_uid;
  self->gid = account->pw_gid;
  self->drop = TRUE;

  return TRUE;
}

/* Started by root the broker must not be root: it is the user whose folder it is, else
 * mosquitto's own account. */
static void
choose_account (SondeBrokerFolder *self,
                const char        *data)
{
  struct stat status;

  if (geteuid () != 0 || stat (self->path, &status) != 0)
    return;

  if (status.st_uid != 0 && try_account (self, getpwuid (status.st_uid), data))
    return;

  if (try_account (self, getpwnam ("mosquitto"), data) || try_account (self, getpwnam ("nobody"), data))
    {
      /* To pass through, not to list. */
      if (g_chmod (self->path, 0711) != 0)
        g_debug ("Cannot open %s for the broker: %s", self->path, g_strerror (errno));
      return;
    }

  self->user = g_strdup ("root");
}

static gboolean
make_folder (const char *path)
{
  return g_mkdir_with_parents (path, 0700) == 0;
}

static SondeBrokerFolder *
take_folder (const char *path,
             int         lock_fd,
             GError    **error)
{
  g_autoptr (SondeBrokerFolder) self = g_new0 (SondeBrokerFolder, 1);
  g_autofree char *data = g_build_filename (path, SONDE_BROKER_DATA_FOLDER, NULL);

  self->path = g_strdup (path);
  self->lock_fd = lock_fd;

  if (!make_folder (data))
    {
      set_files_error (error, path, g_strerror (errno));
      return NULL;
    }

  choose_account (self, data);

  return g_steal_pointer (&self);
}

SondeBrokerFolder *
sonde_broker_folder_open (const char *path,
                          gboolean    wait,
                          gboolean   *busy,
                          GError    **error)
{
  g_return_val_if_fail (path != NULL && g_path_is_absolute (path), NULL);
  g_return_val_if_fail (busy != NULL, NULL);

  *busy = FALSE;
  for (guint i = 1; i <= MAX_FOLDERS; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", i);
      g_autofree char *folder = i == 1 ? g_strdup (path) : g_build_filename (path, number, NULL);
      LockResult       result;
      int              fd = -1;

      result = make_folder (folder) ? lock_folder (folder, &fd) : LOCK_FAILED;
      if (i > 1)
        hand_over (folder, path);
      if (result == LOCK_TAKEN)
        return take_folder (folder, fd, error);

      if (result == LOCK_FAILED)
        {
          set_files_error (error, folder, g_strerror (errno));
          return NULL;
        }

      if (result == LOCK_LEAVING && wait)
        {
          *busy = TRUE;
          return NULL;
        }
    }

  set_files_error (error, path, g_strerror (EBUSY));

  return NULL;
}

void
sonde_broker_folder_free (SondeBrokerFolder *self)
{
  close (self->lock_fd);
  g_free (self->path);
  g_free (self->user);
  g_free (self);
}

/* What is secret is the broker's account's alone; what is not wanted goes. */
static gboolean
write_secret (SondeBrokerFolder *self,
              const char        *name,
              const char        *text,
              GError           **error)
{
  g_autofree char *path = g_build_filename (self->path, name, NULL);

  if (text == NULL)
    {
      g_unlink (path);
      return TRUE;
    }

  if (!write_file (self, name, text, 0600, error))
    return FALSE;
  if (self->drop && lchown (path, self->uid, self->gid) != 0)
    {
      set_files_error (error, self->path, g_strerror (errno));
      return FALSE;
    }

  return TRUE;
}

gboolean
sonde_broker_folder_write_config (SondeBrokerFolder         *self,
                                  const SondeBrokerOptions  *options,
                                  const SondeBrokerIdentity *server,
                                  guint16                    port,
                                  GError                   **error)
{
  g_autofree char *text = sonde_broker_config_to_text (options, port, self->user);
  g_autofree char *passwords = options->require_password ? sonde_broker_config_make_passwords (options) : NULL;

  /* Nothing secret in the first, and the account of the broker must read it. */
  return write_file (self, SONDE_BROKER_CONFIG_FILE, text, self->drop ? 0644 : 0600, error) &&
         write_secret (self, SONDE_BROKER_PASSWORD_FILE, passwords, error) &&
         write_secret (self, SONDE_BROKER_CERTIFICATE_FILE, server != NULL ? server->certificate : NULL, error) &&
         write_secret (self, SONDE_BROKER_KEY_FILE, server != NULL ? server->key : NULL, error);
}

gboolean
sonde_broker_folder_forget (SondeBrokerFolder *self,
                            GError           **error)
{
  static const char *const names[] = { "mosquitto.db", "mosquitto.db.new" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (self->path, SONDE_BROKER_DATA_FOLDER, names[i], NULL);

      if (g_unlink (path) != 0 && errno != ENOENT)
        {
          set_files_error (error, self->path, g_strerror (errno));
          return FALSE;
        }
    }

  return TRUE;
}

guint16
sonde_broker_folder_get_last_port (SondeBrokerFolder *self)
{
  g_autofree char *path = g_build_filename (self->path, PORT_FILE, NULL);
  g_autofree char *text = NULL;
  guint64          port;

  if (!g_file_get_contents (path, &text, NULL, NULL) ||
      !g_ascii_string_to_unsigned (g_strchomp (text), 10, 1, G_MAXUINT16, &port, NULL))
    return 0;

  return port;
}

void
sonde_broker_folder_set_last_port (SondeBrokerFolder *self,
                                   guint16            port)
{
  g_autofree char *text = g_strdup_printf ("%u\n", port);
  g_autoptr (GError) error = NULL;

  /* Only a convenience: the next start then takes another port. */
  if (!write_file (self, PORT_FILE, text, 0600, &error))
    g_debug ("%s", error->message);
}
