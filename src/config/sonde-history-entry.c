/* sonde-history-entry.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-history-entry"

#include "sonde-history-entry.h"

#include "sonde-fields.h"
#include "sonde-json-line.h"
#include "sonde-search-words.h"

#include <string.h>

#define SEARCHED 1024 /* bytes of the payload */
#define MAX_DEPTH 16

/* Never translated, never renumbered. */
static const char *const outcome_names[] = { "done", "failed" };

/* Takes @form. */
static SondeHistoryEntry *
create (const char       *profile_id,
        const char       *profile_name,
        SondePublishForm *form,
        gsize             size)
{
  SondeHistoryEntry *self = g_atomic_rc_box_new0 (SondeHistoryEntry);
  g_autofree char   *topic = sonde_search_fold (form->topic, 0);
  g_autofree char   *payload = sonde_search_fold (form->payload, SEARCHED);

  self->profile_id = g_strdup (profile_id);
  self->profile_name = g_strdup (profile_name);
  self->size = size;
  self->form = form;
  self->fault = g_strdup ("");
  self->folded = g_strjoin ("\n", topic, payload, NULL);
  return self;
}

/* The name of a file need not be UTF-8, a line must. */
static void
make_valid (char **text)
{
  char *valid = g_utf8_make_valid (*text, -1);

  g_free (*text);
  *text = valid;
}

static SondeHistoryEntry *
create_now (const char             *profile_id,
            const char             *profile_name,
            const SondePublishForm *form,
            gsize                   size)
{
  gboolean           too_long = strlen (form->payload) > SONDE_HISTORY_MOST_PAYLOAD;
  SondePublishForm   shallow = *form;
  SondePublishForm  *kept;
  SondeHistoryEntry *self;

  if (too_long)
    shallow.payload = (char *) "";
  kept = sonde_publish_form_copy (&shallow);
  make_valid (&kept->topic);
  make_valid (&kept->payload);

  self = create (profile_id, profile_name, kept, size);
  self->without_payload = too_long;
  self->time = g_get_real_time ();
  return self;
}

SondeHistoryEntry *
sonde_history_entry_new_done (const char             *profile_id,
                              const char             *profile_name,
                              const SondePublishForm *form,
                              gsize                   size,
                              guint8                  reason,
                              gint64                  round_trip)
{
  SondeHistoryEntry *self;

  g_return_val_if_fail (profile_id != NULL && profile_name != NULL && form != NULL, NULL);

  self = create_now (profile_id, profile_name, form, size);
  self->outcome = SONDE_HISTORY_DONE;
  self->reason = reason;
  self->round_trip = round_trip;
  return self;
}

SondeHistoryEntry *
sonde_history_entry_new_failed (const char             *profile_id,
                                const char             *profile_name,
                                const SondePublishForm *form,
                                gsize                   size,
                                const char             *fault)
{
  SondeHistoryEntry *self;

  g_return_val_if_fail (profile_id != NULL && profile_name != NULL && form != NULL && fault != NULL, NULL);

  self = create_now (profile_id, profile_name, form, size);
  self->outcome = SONDE_HISTORY_FAILED;
  self->round_trip = -1;
  g_free (self->fault);
  self->fault = g_utf8_make_valid (fault, -1);
  return self;
}

SondeHistoryEntry *
sonde_history_entry_ref (SondeHistoryEntry *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  SondeHistoryEntry *self = data;

  g_free (self->profile_id);
  g_free (self->profile_name);
  sonde_publish_form_free (self->form);
  g_free (self->fault);
  g_free (self->folded);
}

void
sonde_history_entry_unref (SondeHistoryEntry *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

char *
sonde_history_entry_to_line (const SondeHistoryEntry *self)
{
  g_autoptr (JsonObject) object = json_object_new ();
  JsonObject *form = json_object_new ();

  g_return_val_if_fail (self != NULL, NULL);

  sonde_publish_form_write (self->form, form);
  json_object_set_int_member (object, "time", self->time);
  json_object_set_string_member (object, "profile", self->profile_id);
  json_object_set_string_member (object, "profile-name", self->profile_name);
  json_object_set_int_member (object, "size", (gint64) self->size);
  json_object_set_boolean_member (object, "without-payload", self->without_payload);
  json_object_set_string_member (object, "outcome", outcome_names[self->outcome]);
  if (self->outcome == SONDE_HISTORY_DONE)
    {
      json_object_set_int_member (object, "reason", self->reason);
      json_object_set_int_member (object, "round-trip", self->round_trip);
    }
  else
    json_object_set_string_member (object, "fault", self->fault);
  json_object_set_object_member (object, "form", form);

  return sonde_json_line_write (object);
}

static int
read_outcome (JsonObject *object)
{
  const char *name = sonde_json_get_string (object, "outcome");

  for (guint i = 0; i < G_N_ELEMENTS (outcome_names); i++)
    if (g_strcmp0 (name, outcome_names[i]) == 0)
      return i;
  return -1;
}

/* A payload that was lost must not be sent as an empty one: that clears what is retained. */
static gboolean
read_without_payload (JsonObject *object,
                      JsonObject *form)
{
  JsonNode *node = json_object_get_member (object, "without-payload");

  return sonde_json_get_string (form, "payload") == NULL ||
         (node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_boolean (node));
}

SondeHistoryEntry *
sonde_history_entry_from_line (const char *line,
                               gsize       length)
{
  g_autoptr (JsonObject) object = sonde_json_line_read (line, length, MAX_DEPTH);
  JsonObject        *form = object != NULL ? sonde_json_get_object (object, "form") : NULL;
  const char        *profile_id = object != NULL ? sonde_json_get_string (object, "profile") : NULL;
  const char        *profile_name = object != NULL ? sonde_json_get_string (object, "profile-name") : NULL;
  const char        *fault;
  SondeHistoryEntry *self;

  if (form == NULL || profile_id == NULL || read_outcome (object) < 0 ||
      sonde_json_get_integer (object, "time", 0, G_MAXINT64, -1) < 0)
    return NULL;

  self = create (profile_id, profile_name != NULL ? profile_name : "", sonde_publish_form_read (form),
                 sonde_json_get_integer (object, "size", 0, G_MAXINT64, 0));
  self->time = sonde_json_get_integer (object, "time", 0, G_MAXINT64, 0);
  self->without_payload = read_without_payload (object, form);
  self->outcome = read_outcome (object);
  self->reason = sonde_json_get_integer (object, "reason", 0, G_MAXUINT8, 0);
  self->round_trip = sonde_json_get_integer (object, "round-trip", -1, G_MAXINT64, -1);
  fault = sonde_json_get_string (object, "fault");
  if (fault != NULL)
    {
      g_free (self->fault);
      self->fault = g_strdup (fault);
    }
  return self;
}
