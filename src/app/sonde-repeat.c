/* sonde-repeat.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-repeat"

#include "sonde-repeat.h"

#include <sonde-format.h>
#include <sonde-rate.h>
#include <sonde-reason.h>

#include <glib/gi18n.h>

struct _SondeRepeat
{
  GObject parent_instance;

  SondeSession        *session;
  char                *title;
  guint                id;
  guint64              times;
  SondeRepeatProgress *progress;
  gboolean             stopped; /* by hand */
  gint64               started_at;
  SondeRate            slots;
  double               rate;
  char                *text;
  char                *fault;
};

G_DEFINE_FINAL_TYPE (SondeRepeat, sonde_repeat, G_TYPE_OBJECT)

enum
{
  PROP_TEXT = 1,
  PROP_FAULT,
  PROP_RUNNING,
  PROP_FRACTION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* ---- In words ---- */

static void
append_count (GString    *text,
              const char *format, /* with one %s */
              guint64     count)
{
  g_autofree char *number = sonde_format_count (count);
  g_auto (GStrv) parts = g_strsplit (format, "%s", 2);

  if (count > 0)
    g_string_append_printf (text, ", %s%s%s", parts[0], number, parts[1]);
}

static char *
write_sent (SondeRepeat *self)
{
  g_autofree char *sent = sonde_format_count (self->progress->n_sent);
  g_autofree char *times = sonde_format_count (self->times);

  if (self->times > 0)
    /* Translators: messages; the second %s is how many there will be */
    return g_strdup_printf (_ ("%s of %s sent"), sent, times);

  /* Translators: so many messages */
  return g_strdup_printf (_ ("%s sent"), sent);
}

static const char *
get_state_text (SondeRepeat *self)
{
  switch (self->progress->state)
    {
    case SONDE_REPEAT_WAITING:
      return _ ("Waits for the broker");
    case SONDE_REPEAT_PAUSED:
      return _ ("Paused until connected");
    case SONDE_REPEAT_DONE:
      return self->stopped ? _ ("Stopped") : _ ("Finished");
    case SONDE_REPEAT_FAILED:
      return _ ("Ended");
    case SONDE_REPEAT_RUNNING:
    default:
      return NULL;
    }
}

static char *
write_text (SondeRepeat *self)
{
  const SondeRepeatProgress *progress = self->progress;
  const char                *state = get_state_text (self);
  g_autofree char           *sent = write_sent (self);
  g_autofree char           *rate = sonde_format_rate (self->rate);
  GString                   *text = g_string_new (NULL);

  if (state != NULL)
    g_string_append_printf (text, "%s: ", state);
  g_string_append (text, sent);
  if (*rate != '\0' && progress->state != SONDE_REPEAT_PAUSED)
    g_string_append_printf (text, ", %s", rate);
  append_count (text, _ ("%s acknowledged"), progress->n_acked);
  append_count (text, _ ("%s refused"), progress->n_refused);
  append_count (text, _ ("%s never acknowledged"), progress->n_lost);
  append_count (text, _ ("%s skipped"), progress->n_skipped);
  append_count (text, _ ("%s faulty"), progress->n_faults);

  return g_string_free (text, FALSE);
}

static char *
dup_fault (SondeRepeat *self)
{
  const SondeRepeatProgress *progress = self->progress;

  if (progress->fault != NULL)
    return g_strdup (progress->fault);
  if (progress->n_refused > 0)
    return g_strdup_printf (_ ("The broker refused the message: %s."),
                            sonde_reason_to_string (sonde_session_get_version (self->session), SONDE_REASON_IN_PUBACK,
                                                    progress->reason));

  return NULL;
}

/* ---- Progress ---- */

/* While it runs over the last seconds, then over all of its time. */
static void
count_rate (SondeRepeat *self,
            guint64      n_before)
{
  gint64 now = g_get_monotonic_time ();
  double elapsed = (double) (now - self->started_at) / G_USEC_PER_SEC;

  if (self->progress->n_sent > n_before)
    sonde_rate_add (&self->slots, self->progress->n_sent - n_before, now);
  if (sonde_repeat_get_running (self))
    self->rate = sonde_rate_get (&self->slots, now);
  else
    self->rate = elapsed > 0 ? self->progress->n_sent / elapsed : 0;
}

static void
refresh (SondeRepeat *self)
{
  g_free (self->text);
  self->text = write_text (self);
  g_free (self->fault);
  self->fault = dup_fault (self);
  for (guint i = PROP_TEXT; i < N_PROPS; i++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
}

static void
repeat_cb (SondeSession              *session,
           guint                      id,
           const SondeRepeatProgress *progress,
           SondeRepeat               *self)
{
  guint64  n_before = self->progress->n_sent;
  gboolean was_running = sonde_repeat_get_running (self);

  if (id != self->id)
    return;

  sonde_repeat_progress_free (self->progress);
  self->progress = sonde_repeat_progress_copy (progress);
  if (was_running)
    count_rate (self, n_before);
  refresh (self);
}

/* ---- GObject ---- */

static void
sonde_repeat_get_property (GObject    *object,
                           guint       property_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  SondeRepeat *self = SONDE_REPEAT (object);

  switch (property_id)
    {
    case PROP_TEXT:
      g_value_set_string (value, self->text);
      break;
    case PROP_FAULT:
      g_value_set_string (value, self->fault);
      break;
    case PROP_RUNNING:
      g_value_set_boolean (value, sonde_repeat_get_running (self));
      break;
    case PROP_FRACTION:
      g_value_set_double (value, sonde_repeat_get_fraction (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
sonde_repeat_finalize (GObject *object)
{
  SondeRepeat *self = SONDE_REPEAT (object);

  sonde_repeat_progress_free (self->progress);
  g_free (self->title);
  g_free (self->text);
  g_free (self->fault);
  g_object_unref (self->session);

  G_OBJECT_CLASS (sonde_repeat_parent_class)->finalize (object);
}

static void
sonde_repeat_class_init (SondeRepeatClass *klass)
{
  GObjectClass     *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = sonde_repeat_get_property;
  object_class->finalize = sonde_repeat_finalize;

  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, flags);
  properties[PROP_FAULT] = g_param_spec_string ("fault", NULL, NULL, NULL, flags);
  properties[PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, TRUE, flags);
  properties[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, -1, 1, -1, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
sonde_repeat_init (SondeRepeat *self)
{
  self->progress = g_new0 (SondeRepeatProgress, 1);
}

SondeRepeat *
sonde_repeat_new (SondeSession           *session,
                  const char             *title,
                  const SondeRepeatOrder *order)
{
  SondeRepeat *self;

  g_return_val_if_fail (SONDE_IS_SESSION (session), NULL);
  g_return_val_if_fail (title != NULL, NULL);
  g_return_val_if_fail (order != NULL, NULL);

  self = g_object_new (SONDE_TYPE_REPEAT, NULL);
  self->session = g_object_ref (session);
  self->title = g_strdup (title);
  self->times = order->times;
  self->started_at = g_get_monotonic_time ();
  g_signal_connect_object (session, "repeat", G_CALLBACK (repeat_cb), self, 0);
  self->id = sonde_session_start_repeat (session, order);
  refresh (self);

  return self;
}

const char *
sonde_repeat_get_title (SondeRepeat *self)
{
  g_return_val_if_fail (SONDE_IS_REPEAT (self), NULL);

  return self->title;
}

const char *
sonde_repeat_get_text (SondeRepeat *self)
{
  g_return_val_if_fail (SONDE_IS_REPEAT (self), NULL);

  return self->text;
}

const char *
sonde_repeat_get_fault (SondeRepeat *self)
{
  g_return_val_if_fail (SONDE_IS_REPEAT (self), NULL);

  return self->fault;
}

gboolean
sonde_repeat_get_running (SondeRepeat *self)
{
  g_return_val_if_fail (SONDE_IS_REPEAT (self), FALSE);

  return self->progress->state < SONDE_REPEAT_DONE;
}

double
sonde_repeat_get_fraction (SondeRepeat *self)
{
  g_return_val_if_fail (SONDE_IS_REPEAT (self), -1);

  return self->times > 0 ? (double) self->progress->n_sent / self->times : -1;
}

const SondeRepeatProgress *
sonde_repeat_get_progress (SondeRepeat *self)
{
  g_return_val_if_fail (SONDE_IS_REPEAT (self), NULL);

  return self->progress;
}

void
sonde_repeat_stop (SondeRepeat *self)
{
  g_return_if_fail (SONDE_IS_REPEAT (self));

  if (sonde_repeat_get_running (self))
    self->stopped = TRUE;
  sonde_session_stop_repeat (self->session, self->id);
}
