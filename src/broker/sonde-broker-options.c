/* sonde-broker-options.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-broker-options"

#include "sonde-broker-options.h"

#include <sonde-atomic-file.h>
#include <sonde-file-aside.h>
#include <sonde-profile.h>

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

#define GROUP "local-broker"
#define DEFAULT_PORT 1883

typedef struct
{
  const char *key;
  gsize       offset;
} Field;

static const Field switches[] = {
  { "beyond-loopback", G_STRUCT_OFFSET (SondeBrokerOptions, beyond_loopback) },
  { "require-password", G_STRUCT_OFFSET (SondeBrokerOptions, require_password) },
  { "use-tls", G_STRUCT_OFFSET (SondeBrokerOptions, use_tls) },
  { "persistence", G_STRUCT_OFFSET (SondeBrokerOptions, persistence) },
  { "log-packets", G_STRUCT_OFFSET (SondeBrokerOptions, log_packets) },
};

static const Field texts[] = {
  { "user-name", G_STRUCT_OFFSET (SondeBrokerOptions, user_name) },
  { "password-hash", G_STRUCT_OFFSET (SondeBrokerOptions, password_hash) },
};

#define SWITCH(self, field) G_STRUCT_MEMBER (gboolean, (self), (field)->offset)
#define TEXT(self, field) G_STRUCT_MEMBER (char *, (self), (field)->offset)

SondeBrokerOptions *
sonde_broker_options_new (void)
{
  SondeBrokerOptions *self = g_new0 (SondeBrokerOptions, 1);

  self->port = DEFAULT_PORT;
  self->user_name = g_strdup ("");
  self->password_hash = g_strdup ("");
  self->persistence = TRUE;

  return self;
}

SondeBrokerOptions *
sonde_broker_options_copy (const SondeBrokerOptions *self)
{
  SondeBrokerOptions *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    TEXT (copy, &texts[i]) = g_strdup (TEXT (self, &texts[i]));

  return copy;
}

void
sonde_broker_options_free (SondeBrokerOptions *self)
{
  if (self == NULL)
    return;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (TEXT (self, &texts[i]));
  g_free (self);
}

gboolean
sonde_broker_options_equal (const SondeBrokerOptions *a,
                            const SondeBrokerOptions *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (switches); i++)
    if (!SWITCH (a, &switches[i]) != !SWITCH (b, &switches[i]))
      return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (strcmp (TEXT (a, &texts[i]), TEXT (b, &texts[i])) != 0)
      return FALSE;

  return a->port == b->port;
}

/* What the file does not say stays as it is. */
static gboolean
is_missing (const GError *error)
{
  return g_error_matches (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_KEY_NOT_FOUND) ||
         g_error_matches (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_GROUP_NOT_FOUND);
}

static gboolean
read_port (SondeBrokerOptions *self,
           GKeyFile           *file,
           GError            **error)
{
  guint64 port = g_key_file_get_uint64 (file, GROUP, "port", error);

  if (*error != NULL)
    return is_missing (*error);
  if (port < 1 || port > G_MAXUINT16)
    {
      g_set_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_INVALID_VALUE, "no port: %" G_GUINT64_FORMAT, port);
      return FALSE;
    }

  self->port = port;

  return TRUE;
}

static gboolean
read_fields (SondeBrokerOptions *self,
             GKeyFile           *file,
             GError            **error)
{
  if (!read_port (self, file, error))
    return FALSE;
  g_clear_error (error);

  for (guint i = 0; i < G_N_ELEMENTS (switches); i++)
    {
      gboolean value = g_key_file_get_boolean (file, GROUP, switches[i].key, error);

      if (*error == NULL)
        SWITCH (self, &switches[i]) = value;
      else if (!is_missing (*error))
        return FALSE;
      g_clear_error (error);
    }

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *value = g_key_file_get_string (file, GROUP, texts[i].key, error);

      if (*error != NULL && !is_missing (*error))
        return FALSE;
      g_clear_error (error);
      if (value != NULL)
        {
          g_free (TEXT (self, &texts[i]));
          TEXT (self, &texts[i]) = g_steal_pointer (&value);
        }
    }

  return TRUE;
}

/* For the user to look at: it is not overwritten. */
static void
set_aside (const char   *path,
           const GError *cause,
           GError      **error)
{
  g_autoptr (GError) fault = NULL;
  g_autofree char *name = sonde_file_set_aside (path, "damaged", &fault);
  g_autofree char *shown = g_filename_display_name (name != NULL ? name : path);

  if (name != NULL)
    g_set_error (error, cause->domain, cause->code,
                 _ ("The options of the local broker were damaged. They are kept as “%s”; the broker has those of a "
                    "new one: for this computer only, without a password."),
                 shown);
  else
    g_set_error (error, cause->domain, cause->code,
                 _ ("The options of the local broker, in “%s”, are damaged, and could not be moved aside (%s). The broker "
                    "has those of a new one."),
                 shown, fault->message);
}

SondeBrokerOptions *
sonde_broker_options_load (const char *path,
                           GError    **error)
{
  g_autoptr (SondeBrokerOptions) self = sonde_broker_options_new ();
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) cause = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&self);

  if (g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &cause) && read_fields (self, file, &cause))
    return g_steal_pointer (&self);

  /* One that cannot be read just now is not damaged. */
  if (cause->domain == G_KEY_FILE_ERROR)
    set_aside (path, cause, error);
  else
    g_set_error (error, cause->domain, cause->code,
                 _ ("The options of the local broker cannot be read (%s). The broker has those of a new one."),
                 cause->message);

  return sonde_broker_options_new ();
}

gboolean
sonde_broker_options_save (const SondeBrokerOptions *self,
                           const char               *path,
                           GError                  **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) cause = NULL;
  g_autofree char *text = NULL;
  gsize            length;

  g_return_val_if_fail (self != NULL && path != NULL, FALSE);

  /* What was read before is there, or nothing. */
  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_KEEP_COMMENTS, &cause) && cause->domain == G_FILE_ERROR &&
      cause->code != G_FILE_ERROR_NOENT)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  g_key_file_set_uint64 (file, GROUP, "port", self->port);
  for (guint i = 0; i < G_N_ELEMENTS (switches); i++)
    g_key_file_set_boolean (file, GROUP, switches[i].key, SWITCH (self, &switches[i]));
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_key_file_set_string (file, GROUP, texts[i].key, TEXT (self, &texts[i]));
  text = g_key_file_to_data (file, &length, NULL);

  return sonde_atomic_file_write (path, text, length, FALSE, error);
}

const char *
sonde_broker_options_check_user_name (const char *user_name)
{
  gsize length;

  g_return_val_if_fail (user_name != NULL, NULL);

  length = strlen (user_name);
  if (length == 0)
    return _ ("Type the user name that clients are to give.");
  /* A line of mosquitto's password file is NAME:HASH, without blanks around it; # begins a comment. */
  if (strchr (user_name, ':') != NULL)
    return _ ("The broker’s password file has no place for a colon in a user name: remove it.");
  if (*user_name == '#')
    return _ ("The broker’s password file takes a name that begins with # for a comment: choose another.");
  if (g_ascii_isspace (user_name[0]) || g_ascii_isspace (user_name[length - 1]))
    return _ ("The broker would not see the space at the end or the beginning of the user name: remove it.");

  return sonde_profile_check_user_name (user_name);
}

const char *
sonde_broker_options_check_password (const char *password)
{
  g_return_val_if_fail (password != NULL, NULL);

  if (*password == '\0')
    return _ ("Type the password that clients are to give.");

  return sonde_profile_check_password (password, strlen (password));
}
