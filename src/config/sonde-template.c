/* sonde-template.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-template"

#include "sonde-template.h"

#include "sonde-fields.h"

#include <sonde-format.h>

#include <string.h>

#define MAX_NAME 200 /* characters */
#define MAX_LEVELS 8 /* of a folder: more is somebody's joke */

static SondeTemplate *
create (void)
{
  SondeTemplate *self = g_atomic_rc_box_new0 (SondeTemplate);

  self->id = g_uuid_string_random ();
  self->name = g_strdup ("");
  self->folder = g_strdup ("");
  self->profile_id = g_strdup ("");
  return self;
}

SondeTemplate *
sonde_template_new (const char             *name,
                    const char             *folder,
                    const char             *profile_id,
                    const SondePublishForm *form)
{
  SondeTemplate *self;

  g_return_val_if_fail (name != NULL && folder != NULL && profile_id != NULL, NULL);
  g_return_val_if_fail (form != NULL, NULL);

  self = create ();
  self->form = sonde_publish_form_copy (form);
  self->created = g_get_real_time () / G_USEC_PER_SEC;
  sonde_template_set_name (self, name);
  sonde_template_set_folder (self, folder);
  sonde_template_set_profile_id (self, profile_id);
  return self;
}

SondeTemplate *
sonde_template_copy (const SondeTemplate *self)
{
  SondeTemplate *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_atomic_rc_box_dup (sizeof *self, (gpointer) self);
  copy->id = g_strdup (self->id);
  copy->name = g_strdup (self->name);
  copy->folder = g_strdup (self->folder);
  copy->profile_id = g_strdup (self->profile_id);
  copy->form = sonde_publish_form_copy (self->form);
  copy->read = self->read != NULL ? json_object_ref (self->read) : NULL;
  return copy;
}

SondeTemplate *
sonde_template_ref (SondeTemplate *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  SondeTemplate *self = data;

  g_free (self->id);
  g_free (self->name);
  g_free (self->folder);
  g_free (self->profile_id);
  sonde_publish_form_free (self->form);
  g_clear_pointer (&self->read, json_object_unref);
}

void
sonde_template_unref (SondeTemplate *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

void
sonde_template_set_name (SondeTemplate *self,
                         const char    *name)
{
  g_autofree char *line = sonde_format_line (name, MAX_NAME);

  g_free (self->name);
  self->name = *line != '\0' ? g_steal_pointer (&line) : sonde_format_line (self->form->topic, MAX_NAME);
  if (*self->name == '\0')
    {
      g_free (self->name);
      self->name = g_strdup ("…");
    }
}

void
sonde_template_set_folder (SondeTemplate *self,
                           const char    *folder)
{
  g_free (self->folder);
  self->folder = sonde_template_clean_folder (folder);
}

void
sonde_template_set_profile_id (SondeTemplate *self,
                               const char    *profile_id)
{
  g_free (self->profile_id);
  self->profile_id = g_strdup (profile_id);
}

void
sonde_template_set_form (SondeTemplate          *self,
                         const SondePublishForm *form)
{
  SondePublishForm *copy = sonde_publish_form_copy (form);

  sonde_publish_form_free (self->form);
  self->form = copy;
}

void
sonde_template_renew_id (SondeTemplate *self)
{
  g_free (self->id);
  self->id = g_uuid_string_random ();
}

gboolean
sonde_template_equal (gconstpointer a,
                      gconstpointer b)
{
  const SondeTemplate *one = a;
  const SondeTemplate *other = b;

  return g_str_equal (one->name, other->name) && g_str_equal (one->folder, other->folder) &&
         sonde_publish_form_equal (one->form, other->form);
}

guint
sonde_template_hash (gconstpointer self)
{
  const SondeTemplate *template = self;

  return g_str_hash (template->name) * 31 + g_str_hash (template->form->topic);
}

char *
sonde_template_clean_folder (const char *folder)
{
  g_auto (GStrv) levels = NULL;
  GString *clean = g_string_new (NULL);
  guint    n_levels = 0;

  g_return_val_if_fail (folder != NULL, NULL);

  levels = g_strsplit (folder, "/", -1);
  for (guint i = 0; levels[i] != NULL && n_levels < MAX_LEVELS; i++)
    {
      g_autofree char *level = sonde_format_line (levels[i], MAX_NAME);

      if (*level == '\0')
        continue;
      if (n_levels++ > 0)
        g_string_append_c (clean, '/');
      g_string_append (clean, level);
    }

  return g_string_free (clean, FALSE);
}

static void
append_key (GString    *key,
            const char *text)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);
  g_autofree char *collated = g_utf8_collate_key_for_filename (folded, -1);

  g_string_append (key, collated);
}

/* What is in a folder comes before its sub-folders. Two folders that sort alike ("a", "A") do not mix. */
char *
sonde_template_dup_sort_key (const SondeTemplate *self)
{
  g_auto (GStrv) levels = NULL;
  GString *key = g_string_new (NULL);

  levels = g_strsplit (self->folder, "/", -1);
  for (guint i = 0; levels[i] != NULL; i++)
    {
      append_key (key, levels[i]);
      g_string_append_printf (key, "\x02%s\x02", levels[i]);
    }
  g_string_append_c (key, '\x01');
  append_key (key, self->name);

  return g_string_free (key, FALSE);
}

JsonObject *
sonde_template_to_object (const SondeTemplate *self)
{
  JsonObject *object, *form;

  g_return_val_if_fail (self != NULL, NULL);

  object = sonde_json_copy_object (self->read);
  form = sonde_json_copy_object (self->read != NULL ? sonde_json_get_object (self->read, "form") : NULL);
  sonde_publish_form_write (self->form, form);
  json_object_set_string_member (object, "id", self->id);
  json_object_set_string_member (object, "name", self->name);
  json_object_set_string_member (object, "folder", self->folder);
  json_object_set_string_member (object, "profile", self->profile_id);
  json_object_set_int_member (object, "created", self->created);
  json_object_set_int_member (object, "used", self->used);
  json_object_set_object_member (object, "form", form);
  return object;
}

static const char *
get_text (JsonObject *object,
          const char *name)
{
  const char *text = sonde_json_get_string (object, name);

  return text != NULL ? text : "";
}

/* Whether a member was read that would not be written. */
static gboolean
has_more (JsonObject *read,
          JsonObject *written)
{
  JsonObjectIter iter;
  const char    *name;

  json_object_iter_init (&iter, read);
  while (json_object_iter_next (&iter, &name, NULL))
    if (!json_object_has_member (written, name))
      return TRUE;
  return FALSE;
}

/* Thousands are read that hold nothing else. */
static void
keep_what_is_unknown (SondeTemplate *self,
                      JsonObject    *object)
{
  g_autoptr (JsonObject) written = sonde_template_to_object (self);

  if (has_more (object, written) ||
      has_more (sonde_json_get_object (object, "form"), sonde_json_get_object (written, "form")))
    self->read = json_object_ref (object);
}

SondeTemplate *
sonde_template_from_object (JsonObject *object)
{
  JsonObject    *form;
  SondeTemplate *self;

  g_return_val_if_fail (object != NULL, NULL);

  form = sonde_json_get_object (object, "form");
  if (form == NULL || sonde_json_get_string (object, "name") == NULL)
    return NULL;

  self = create ();
  self->form = sonde_publish_form_read (form);
  sonde_template_set_name (self, get_text (object, "name"));
  sonde_template_set_folder (self, get_text (object, "folder"));
  sonde_template_set_profile_id (self, get_text (object, "profile"));
  self->created = sonde_json_get_integer (object, "created", 0, G_MAXINT64, 0);
  self->used = sonde_json_get_integer (object, "used", 0, G_MAXINT64, 0);
  if (*get_text (object, "id") != '\0')
    {
      g_free (self->id);
      self->id = g_strdup (get_text (object, "id"));
    }
  keep_what_is_unknown (self, object);
  return self;
}
