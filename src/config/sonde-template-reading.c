/* sonde-template-reading.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-template-reading"

#include "sonde-template-reading.h"

#include "sonde-profile-file.h"
#include "sonde-profile-store.h"
#include "sonde-template-file.h"

#include <sonde-file-aside.h>

#include <glib/gi18n.h>

#include <string.h>

static GPtrArray *
prepare (GPtrArray *templates)
{
  GPtrArray *entries = g_ptr_array_new_full (templates->len, (GDestroyNotify) sonde_template_entry_free);

  for (guint i = 0; i < templates->len; i++)
    g_ptr_array_add (entries, sonde_template_entry_new (g_ptr_array_index (templates, i)));
  return entries;
}

/* Takes @damaged. */
static gboolean
set_aside (SondeTemplateReading *self,
           const char           *path,
           GString              *damaged)
{
  g_autoptr (GBytes) bytes = g_string_free_to_bytes (damaged);
  g_autoptr (GError) fault = NULL;
  g_autofree char *name = sonde_file_keep_copy (path, "damaged", bytes, &fault);
  g_autofree char *shown = g_filename_display_name (name != NULL ? name : path);

  self->mended = name != NULL;
  if (name != NULL)
    self->error = g_error_new (SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_DAMAGED,
                               _ ("A part of the templates was damaged. It is kept as “%s”."), shown);
  else
    self->error = g_error_new (SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_WRITE,
                               _ ("The file of the templates, “%s”, is damaged and could not be copied (%s)."),
                               shown, fault->message);
  return name != NULL;
}

SondeTemplateReading *
sonde_template_reading_new (const char *path)
{
  SondeTemplateReading *self = g_new0 (SondeTemplateReading, 1);
  g_autoptr (GError) fault = NULL;
  g_autoptr (GBytes) bytes = sonde_profile_file_read (path, &fault);
  g_autoptr (GPtrArray) templates = NULL;
  g_autofree char *shown = g_filename_display_name (path);
  GString         *damaged = NULL;

  if (bytes == NULL && !g_error_matches (fault, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    {
      self->error = g_error_new (SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_READ,
                                 _ ("The file of the templates, “%s”, cannot be read (%s). It is left as it is."),
                                 shown, fault->message);
      return self;
    }

  self->checksum = sonde_profile_file_checksum (bytes);
  templates = bytes != NULL ? sonde_template_file_from_lines (bytes, &damaged) : g_ptr_array_new ();
  if (damaged == NULL || set_aside (self, path, damaged))
    self->entries = prepare (templates);
  return self;
}

SondeTemplateReading *
sonde_template_reading_new_document (const char *path,
                                     const char *profile_id)
{
  SondeTemplateReading *self = g_new0 (SondeTemplateReading, 1);
  g_autoptr (GError) fault = NULL;
  g_autoptr (GBytes) bytes = sonde_profile_file_read (path, &fault);
  g_autoptr (GPtrArray) templates = NULL;

  if (bytes == NULL)
    self->error = g_error_new (SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_READ,
                               _ ("The file cannot be read (%s)."), fault->message);
  else
    templates = sonde_template_file_from_document (bytes, &self->n_skipped, &self->error);
  if (templates == NULL)
    return self;

  for (guint i = 0; i < templates->len; i++)
    {
      SondeTemplate *template = g_ptr_array_index (templates, i);

      sonde_template_renew_id (template);
      if (strcmp (template->profile_id, profile_id) != 0)
        sonde_template_set_profile_id (template, "");
    }
  self->entries = prepare (templates);
  return self;
}

void
sonde_template_reading_free (SondeTemplateReading *self)
{
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_free (self->checksum);
  g_clear_error (&self->error);
  g_free (self);
}
