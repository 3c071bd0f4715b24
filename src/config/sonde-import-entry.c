/* sonde-import-entry.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-import-entry"

#include "sonde-import-entry.h"

#include <glib/gi18n.h>
#include <sonde-secret.h>
#include <sonde-topic.h>
#include <string.h>

#define MAX_NOTES 60
#define MAX_NOTE_CHARS 300
#define MAX_SUBSCRIPTIONS 1000
#define KEEP_ALIVE_LEAST 5

static void
note_free (SondeNote *note)
{
  g_free (note->text);
  g_free (note);
}

SondeImportEntry *
sonde_import_entry_new (void)
{
  SondeImportEntry *self = g_new0 (SondeImportEntry, 1);

  self->profile = sonde_profile_new ();
  sonde_import_set_text (&self->profile->host, "");
  self->secrets = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) sonde_secret_free);
  self->notes = g_ptr_array_new_with_free_func ((GDestroyNotify) note_free);

  return self;
}

void
sonde_import_entry_free (SondeImportEntry *self)
{
  if (self == NULL)
    return;

  sonde_profile_free (self->profile);
  g_free (self->fault);
  g_hash_table_unref (self->secrets);
  g_ptr_array_unref (self->notes);
  sonde_secret_free (self->certificate);
  sonde_secret_free (self->key);
  g_free (self);
}

/* What a note quotes is of the file: any bytes, however many. */
static char *
shorten (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *beginning = NULL;

  if (g_utf8_strlen (valid, -1) <= MAX_NOTE_CHARS)
    return g_steal_pointer (&valid);

  beginning = g_utf8_substring (valid, 0, MAX_NOTE_CHARS - 1);

  return g_strconcat (beginning, "…", NULL);
}

void
sonde_import_entry_note (SondeImportEntry *self,
                         SondeNoteKind     kind,
                         const char       *format,
                         ...)
{
  g_autofree char *text = NULL;
  SondeNote       *note;
  va_list          arguments;

  g_return_if_fail (self != NULL);
  g_return_if_fail (kind < SONDE_N_NOTES);

  if (self->notes->len > MAX_NOTES)
    return;

  note = g_new0 (SondeNote, 1);
  note->kind = kind;
  if (self->notes->len == MAX_NOTES)
    note->text = g_strdup (_ ("and more of this kind"));
  else
    {
      va_start (arguments, format);
      text = g_strdup_vprintf (format, arguments);
      va_end (arguments);
      note->text = shorten (text);
    }
  g_ptr_array_add (self->notes, note);
}

guint
sonde_import_entry_count_notes (const SondeImportEntry *self,
                                SondeNoteKind           kind)
{
  guint n_notes = 0;

  g_return_val_if_fail (self != NULL, 0);

  for (guint i = 0; i < self->notes->len; i++)
    {
      const SondeNote *note = g_ptr_array_index (self->notes, i);

      n_notes += note->kind == kind;
    }

  return n_notes;
}

void
sonde_import_entry_set_secret (SondeImportEntry *self,
                               const char       *purpose,
                               const char       *secret)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (purpose != NULL);

  if (secret != NULL && *secret != '\0')
    g_hash_table_insert (self->secrets, (gpointer) purpose, g_strdup (secret));
}

void
sonde_import_set_text (char      **field,
                       const char *text)
{
  char *copy;

  if (text == NULL)
    return;

  copy = g_strdup (text); /* it may be a part of the same text */
  g_free (*field);
  *field = copy;
}

/* As it can be shown. */
static int
to_int (gint64 value)
{
  return CLAMP (value, G_MININT, G_MAXINT);
}

/* What stands around a host where a whole URL was typed. */
static char *
strip_host (const char *text)
{
  const char      *scheme = strstr (text, "://");
  g_autofree char *host = g_strdup (scheme != NULL ? scheme + 3 : text);
  char            *at, *colon;

  g_strstrip (host);
  at = strrchr (host, '@');
  if (at != NULL)
    memmove (host, at + 1, strlen (at));
  host[strcspn (host, "/?#")] = '\0';

  if (*host == '[' && strchr (host, ']') != NULL)
    {
      *strchr (host, ']') = '\0';
      return g_strdup (host + 1);
    }
  colon = strchr (host, ':');
  if (colon != NULL && strchr (colon + 1, ':') == NULL)
    *colon = '\0';

  return g_steal_pointer (&host);
}

void
sonde_import_entry_set_host (SondeImportEntry *self,
                             const char       *host)
{
  g_autofree char *stripped = NULL;

  g_return_if_fail (self != NULL);

  if (host == NULL || !g_utf8_validate (host, -1, NULL))
    return;

  /* Never as it was: a password may stand before the @. What is wrong with it, finish() says. */
  stripped = strip_host (host);
  if (strcmp (stripped, host) != 0)
    sonde_import_entry_note (self, SONDE_NOTE_CHANGED, _ ("The host is “%s”, without what stood around it."), stripped);
  sonde_import_set_text (&self->profile->host, stripped);
}

void
sonde_import_entry_set_port (SondeImportEntry *self,
                             gint64            port)
{
  g_return_if_fail (self != NULL);

  if (port >= 1 && port <= G_MAXUINT16)
    self->profile->port = port;
  else
    sonde_import_entry_note (self, SONDE_NOTE_CHANGED, _ ("The port is %u: there is no port %d."),
                             self->profile->port, to_int (port));
}

void
sonde_import_entry_set_keep_alive (SondeImportEntry *self,
                                   gint64            keep_alive)
{
  g_return_if_fail (self != NULL);

  self->profile->keep_alive = keep_alive == 0 ? 0 : CLAMP (keep_alive, KEEP_ALIVE_LEAST, G_MAXUINT16);
  if (self->profile->keep_alive != keep_alive)
    sonde_import_entry_note (self, SONDE_NOTE_CHANGED,
                             _ ("The keep alive is %u s: %d s is not possible, only 0 and 5 to 65,535 are."),
                             self->profile->keep_alive, to_int (keep_alive));
}

void
sonde_import_entry_set_connect_timeout (SondeImportEntry *self,
                                        gint64            connect_timeout)
{
  g_return_if_fail (self != NULL);

  self->profile->connect_timeout = CLAMP (connect_timeout, 1, G_MAXUINT16);
  if (self->profile->connect_timeout != connect_timeout)
    sonde_import_entry_note (self, SONDE_NOTE_CHANGED,
                             _ ("The connect timeout is %u s: %d s is not possible, only 1 to 65,535 are."),
                             self->profile->connect_timeout, to_int (connect_timeout));
}

void
sonde_import_entry_want (SondeImportEntry *self,
                         const char       *filter,
                         gint64            qos)
{
  GPtrArray  *subscriptions;
  const char *fault;

  g_return_if_fail (self != NULL);

  if (filter == NULL)
    return;

  subscriptions = self->profile->subscriptions;
  fault = sonde_topic_fault_to_string (sonde_topic_filter_check (filter, strlen (filter)));
  if (fault == NULL && subscriptions->len >= MAX_SUBSCRIPTIONS)
    fault = _ ("There are too many subscriptions.");
  if (fault != NULL)
    {
      sonde_import_entry_note (self, SONDE_NOTE_LEFT_OUT, _ ("The subscription to “%s”: %s"), filter, fault);
      return;
    }

  if (qos < 0 || qos > 2)
    {
      sonde_import_entry_note (self, SONDE_NOTE_CHANGED, _ ("The subscription to “%s” asks for QoS 0: there is no QoS %d."),
                               filter, to_int (qos));
      qos = 0;
    }
  sonde_profile_want (self->profile, filter, qos, subscriptions->len % SONDE_N_COLORS);
}
