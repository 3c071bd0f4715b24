/* sonde-retained-text.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-retained-text"

#include "sonde-retained-text.h"

#include "sonde-waiting-text.h"

#include <sonde-format.h>

#include <glib/gi18n.h>

/* @format: with one %s, the number; as many as @count */
static void
add_count (GString    *text,
           guint       count,
           const char *format)
{
  g_autofree char *number = sonde_format_count (count);
  g_auto (GStrv) pieces = g_strsplit (format, "%s", 2);
  g_autofree char *part = g_strjoinv (number, pieces);

  if (count == 0)
    return;
  if (text->len > 0)
    g_string_append (text, _ (", "));
  g_string_append (text, part);
}

static char *
list_clearing (const SondeRetainedFigures *is)
{
  GString *text = g_string_new (NULL);

  add_count (text, is->done, g_dngettext (NULL, "%s cleared", "%s cleared", is->done));
  add_count (text, is->acknowledged,
             g_dngettext (NULL, "%s acknowledged as cleared", "%s acknowledged as cleared", is->acknowledged));
  add_count (text, is->unsure, g_dngettext (NULL, "%s sent without an answer", "%s sent without an answer", is->unsure));
  add_count (text, is->waiting, g_dngettext (NULL, "%s left to clear", "%s left to clear", is->waiting));
  add_count (text, is->gone, g_dngettext (NULL, "%s gone before", "%s gone before", is->gone));
  add_count (text, is->anew, g_dngettext (NULL, "%s came anew since", "%s came anew since", is->anew));
  add_count (text, is->unchanged, g_dngettext (NULL, "%s still there", "%s still there", is->unchanged));
  add_count (text, is->failed, g_dngettext (NULL, "%s refused", "%s refused", is->failed));

  return g_string_free (text, FALSE);
}

static char *
list_undoing (const SondeRetainedFigures *is)
{
  GString *text = g_string_new (NULL);

  add_count (text, is->done - is->bare, g_dngettext (NULL, "%s put back", "%s put back", is->done - is->bare));
  add_count (text, is->bare,
             g_dngettext (NULL, "%s put back without its properties", "%s put back without their properties", is->bare));
  add_count (text, is->acknowledged,
             g_dngettext (NULL, "%s acknowledged as put back", "%s acknowledged as put back", is->acknowledged));
  add_count (text, is->unsure, g_dngettext (NULL, "%s sent without an answer", "%s sent without an answer", is->unsure));
  add_count (text, is->waiting, g_dngettext (NULL, "%s left to put back", "%s left to put back", is->waiting));
  add_count (text, is->anew,
             g_dngettext (NULL, "%s with a new message left alone", "%s with a new message left alone", is->anew));
  add_count (text, is->unchanged, g_dngettext (NULL, "%s not there again", "%s not there again", is->unchanged));
  add_count (text, is->failed, g_dngettext (NULL, "%s refused", "%s refused", is->failed));

  return g_string_free (text, FALSE);
}

static char *
describe_sending (gboolean                    undoing,
                  const SondeRetainedFigures *is)
{
  g_autofree char *acknowledged = sonde_format_count (is->acknowledged);
  g_autofree char *all = sonde_format_count (is->total);

  if (undoing)
    /* Translators: "1,200 of 10,000" */
    return g_strdup_printf (_ ("Putting back: %s of %s acknowledged"), acknowledged, all);

  return g_strdup_printf (_ ("Clearing: %s of %s acknowledged"), acknowledged, all);
}

static char *
describe_success (gboolean undoing,
                  guint    count)
{
  g_autofree char *number = sonde_format_count (count);

  if (undoing)
    return g_strdup_printf (g_dngettext (NULL, "%s put back as it was.", "%s put back as they were.", count), number);

  return g_strdup_printf (g_dngettext (NULL, "%s cleared, and none is left.", "%s cleared, and none is left.", count),
                          number);
}

static char *
describe_end (SondeRetainedJobState       state,
              gboolean                    undoing,
              const SondeRetainedFigures *is,
              const char                 *reason,
              const char                 *failure)
{
  g_autofree char *list = undoing ? list_undoing (is) : list_clearing (is);
  const char      *why = state == SONDE_RETAINED_JOB_INTERRUPTED ? reason : is->failed > 0 ? failure
                                                                                           : NULL;
  GString         *text = g_string_new (NULL);

  if (state == SONDE_RETAINED_JOB_STOPPED)
    /* Translators: then what was done, "1,200 cleared, 8,800 left to clear" */
    g_string_append_printf (text, _ ("Stopped: %s."), list);
  else if (state == SONDE_RETAINED_JOB_INTERRUPTED)
    g_string_append_printf (text, _ ("Interrupted: %s."), list);
  else
    g_string_append_printf (text, _ ("%s."), list);
  if (why != NULL)
    g_string_append_printf (text, " %s", why);

  return g_string_free (text, FALSE);
}

char *
sonde_retained_run_to_text (SondeRetainedJobState       state,
                            gboolean                    undoing,
                            const SondeRetainedFigures *figures,
                            const char                 *reason,
                            const char                 *failure)
{
  g_return_val_if_fail (figures != NULL, NULL);

  switch (state)
    {
    case SONDE_RETAINED_JOB_CHECKING:
      return g_strdup (_ ("Looking what is there now…"));
    case SONDE_RETAINED_JOB_SENDING:
      return describe_sending (undoing, figures);
    case SONDE_RETAINED_JOB_VERIFYING:
      return g_strdup (_ ("Looking again, to verify…"));
    case SONDE_RETAINED_JOB_STOPPED:
    case SONDE_RETAINED_JOB_INTERRUPTED:
      return describe_end (state, undoing, figures, reason, failure);
    case SONDE_RETAINED_JOB_DONE:
      if (figures->done == figures->total && figures->bare == 0)
        return describe_success (undoing, figures->done);
      return describe_end (state, undoing, figures, reason, failure);
    case SONDE_RETAINED_JOB_IDLE:
    default:
      return g_strdup ("");
    }
}

char *
sonde_retained_found_to_text (guint64                   count,
                              guint64                   payload_size,
                              const SondeRetainedFound *found)
{
  g_autofree char *number = sonde_format_count (count);
  g_autofree char *size = sonde_format_size (payload_size);
  GString         *text = g_string_new (NULL);

  g_string_append_printf (text, g_dngettext (NULL, "%s retained message", "%s retained messages", count), number);
  g_string_append_printf (text, _ (", %s"), size);
  if (found != NULL && found->n_left_out > 0)
    {
      g_autofree char *left_out = sonde_format_count (found->n_left_out);

      g_string_append_printf (text, g_dngettext (NULL, ", %s left out: there is no more room", ", %s left out: there is no more room", found->n_left_out),
                              left_out);
    }
  if (found != NULL && found->granted_qos < 2)
    g_string_append_printf (text, _ (" (the broker sends them with QoS %u at most)"), found->granted_qos);

  return g_string_free (text, FALSE);
}

char *
sonde_retained_entry_to_text (SondeRetainedEntry *entry)
{
  g_autofree char *size = NULL;
  g_autofree char *text = NULL;
  g_autofree char *lifetime = NULL;
  guint32          expiry;

  g_return_val_if_fail (SONDE_IS_RETAINED_ENTRY (entry), NULL);

  size = sonde_format_size (g_bytes_get_size (sonde_retained_entry_get_payload (entry)));
  text = g_strdup_printf ("QoS %u · %s", sonde_retained_entry_get_qos (entry), size);
  expiry = sonde_retained_entry_get_expiry (entry);
  if (expiry == 0)
    return g_steal_pointer (&text);

  lifetime = sonde_waiting_span_to_text (expiry);

  /* Translators: QoS and size, then how long the broker keeps it: “QoS 1 · 20 B · expires in 3 hours” */
  return g_strdup_printf (_ ("%s · expires in %s"), text, lifetime);
}
