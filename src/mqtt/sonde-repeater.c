/* sonde-repeater.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-repeater"

#include "sonde-repeater.h"

#include "sonde-alarm.h"
#include "sonde-pace.h"

#define REPORT_INTERVAL_US (G_USEC_PER_SEC / 10)

/* Then the others on this thread have their turn. */
#define SLICE 50

#define FIRST_FAILURE 0x80

typedef struct
{
  SondeRepeater      *repeater;
  guint               id;
  SondeRepeatOrder    order;
  SondePace           pace;
  GSource            *timer;
  const SondePublish *held;   /* the next, where the supply says when; its own */
  guint               queued; /* token of what was handed over, and is not sent yet; or 0 */
  guint               n_flights;
  gboolean            changed; /* since it was last reported */
  SondeRepeatProgress progress;
} Job;

/* Sent, and not answered */
typedef struct
{
  guint   id; /* of the job */
  guint64 serial;
  gint64  sent_at;
} Flight;

struct _SondeRepeater
{
  SondeDelivery    *delivery;
  SondeRepeaterDoor door;
  gpointer          user_data;

  GHashTable *jobs;    /* id → Job */
  GHashTable *flights; /* token → Flight */
  guint       last_token;
  gboolean    online;
  Job        *sending; /* whose message is being handed over */
  GSource    *reporter;
};

/* ---- What it tells ---- */

static void
report (Job *job)
{
  SondeTransportEvent *event = sonde_transport_event_new (SONDE_TRANSPORT_REPEAT);

  job->changed = FALSE;
  job->progress.n_skipped = job->pace.skipped;
  event->token = job->id;
  event->progress = sonde_repeat_progress_copy (&job->progress);
  sonde_delivery_post (job->repeater->delivery, event);
}

static gboolean
reporter_cb (gpointer user_data)
{
  SondeRepeater *self = user_data;
  GHashTableIter iter;
  gpointer       job;

  g_hash_table_iter_init (&iter, self->jobs);
  while (g_hash_table_iter_next (&iter, NULL, &job))
    if (((Job *) job)->changed)
      report (job);

  return G_SOURCE_CONTINUE;
}

static void
note_change (Job *job)
{
  SondeRepeater *self = job->repeater;

  job->changed = TRUE;
  if (g_source_get_ready_time (self->reporter) < 0)
    g_source_set_ready_time (self->reporter, g_get_monotonic_time () + REPORT_INTERVAL_US);
}

static void
set_state (Job             *job,
           SondeRepeatState state)
{
  if (job->progress.state == state)
    return;

  job->progress.state = state;
  note_change (job);
}

static gboolean
is_over (const Job *job)
{
  return job->progress.state >= SONDE_REPEAT_DONE;
}

/* Sends no more; goes once all answers have come. May free @job. */
static void
finish (Job             *job,
        SondeRepeatState state)
{
  job->progress.state = state;
  job->held = NULL;
  g_source_set_ready_time (job->timer, -1);
  report (job);
  if (job->n_flights == 0)
    g_hash_table_remove (job->repeater->jobs, GUINT_TO_POINTER (job->id));
}

static void
job_free (gpointer data)
{
  Job *job = data;

  sonde_alarm_clear (&job->timer);
  job->order.funcs->free (job->order.supply);
  g_free (job->progress.fault);
  g_free (job);
}

/* ---- Sending ---- */

/* Takes @fault. */
static void
note_fault (Job  *job,
            char *fault)
{
  if (job->progress.fault == NULL)
    job->progress.fault = fault;
  else
    g_free (fault);
}

/* Returns: whether @job holds a message now. If not, it may be freed. */
static gboolean
fetch (Job *job)
{
  SondeSupplied     supplied = { NULL };
  SondeSupplyAnswer answer = job->order.funcs->next (job->order.supply, job->progress.n_sent + 1, &supplied);

  switch (answer)
    {
    case SONDE_SUPPLY_MESSAGE:
      job->held = supplied.publish;
      if (job->pace.interval == 0)
        sonde_pace_step (&job->pace, supplied.delay);
      return TRUE;
    case SONDE_SUPPLY_FAULT:
      job->progress.n_faults++;
      note_fault (job, supplied.fault);
      note_change (job);
      g_source_set_ready_time (job->timer, 0);
      return FALSE;
    case SONDE_SUPPLY_END:
      if (supplied.fault != NULL)
        {
          g_clear_pointer (&job->progress.fault, g_free);
          note_fault (job, supplied.fault);
        }
      finish (job, supplied.fault != NULL ? SONDE_REPEAT_FAILED : SONDE_REPEAT_DONE);
      return FALSE;
    case SONDE_SUPPLY_LATER:
    default:
      return FALSE;
    }
}

static guint
make_token (SondeRepeater *self)
{
  self->last_token = (self->last_token + 1) | SONDE_REPEAT_TOKENS;

  return self->last_token;
}

/* Returns: whether it is sent. If not, @job may be freed. */
static gboolean
send_held (Job *job)
{
  SondeRepeater *self = job->repeater;
  g_autoptr (GError) error = NULL;
  gboolean allowed;

  job->queued = make_token (self);
  self->sending = job;
  allowed = self->door.send (job->queued, job->held, self->user_data, &error);
  self->sending = NULL;
  if (!allowed)
    {
      note_fault (job, g_strdup (error->message));
      job->progress.state = SONDE_REPEAT_FAILED;
    }
  if (is_over (job))
    {
      finish (job, job->progress.state);
      return FALSE;
    }

  return job->queued == 0;
}

/* Sends what is due. May free @job. */
static void
advance (Job *job)
{
  SondeRepeater *self = job->repeater;

  if (!self->online || is_over (job) || job->queued != 0 || self->sending != NULL)
    return;

  for (guint i = 0; i < SLICE; i++)
    {
      gint64 now;

      if (job->order.times > 0 && job->progress.n_sent == job->order.times)
        {
          finish (job, SONDE_REPEAT_DONE);
          return;
        }
      if (job->pace.interval == 0 && job->held == NULL && !fetch (job))
        return;

      now = g_get_monotonic_time ();
      if (now < job->pace.due)
        {
          set_state (job, SONDE_REPEAT_RUNNING);
          g_source_set_ready_time (job->timer, job->pace.due);
          return;
        }
      if (!self->door.has_room (self->user_data))
        {
          set_state (job, SONDE_REPEAT_WAITING);
          return;
        }

      /* Filled in and composed as late as this, so that its time is the time it goes. */
      sonde_pace_catch_up (&job->pace, now);
      if ((job->held == NULL && !fetch (job)) || !send_held (job))
        return;
    }

  g_source_set_ready_time (job->timer, 0);
}

static gboolean
timer_cb (gpointer user_data)
{
  advance (user_data);

  return G_SOURCE_CONTINUE;
}

static void
supply_wake_cb (gpointer user_data)
{
  Job *job = user_data;

  g_source_set_ready_time (job->timer, 0);
}

/* ---- What it is told ---- */

void
sonde_repeater_sent (SondeRepeater *self,
                     guint          token,
                     guint64        serial,
                     guint8         qos)
{
  GHashTableIter iter;
  gpointer       value;
  Job           *job = NULL;

  g_return_if_fail (self != NULL);

  g_hash_table_iter_init (&iter, self->jobs);
  while (job == NULL && g_hash_table_iter_next (&iter, NULL, &value))
    if (((Job *) value)->queued == token)
      job = value;
  if (job == NULL)
    return;

  job->queued = 0;
  job->held = NULL;
  job->progress.n_sent++;
  if (job->pace.interval > 0)
    sonde_pace_step (&job->pace, 0);
  g_source_set_ready_time (job->timer, 0);
  note_change (job);
  if (qos > 0)
    {
      Flight *flight = g_new (Flight, 1);

      *flight = (Flight){ job->id, serial, g_get_monotonic_time () };
      job->n_flights++;
      g_hash_table_insert (self->flights, GUINT_TO_POINTER (token), flight);
    }
}

static void
refuse_unsent (SondeRepeater *self,
               guint          token,
               guint8         reason)
{
  Job *job = self->sending;

  if (job == NULL || job->queued != token)
    return;

  job->queued = 0;
  job->progress.n_refused++;
  job->progress.reason = reason;
  job->progress.state = SONDE_REPEAT_FAILED;
}

static void
post_acked (SondeRepeater *self,
            const Flight  *flight,
            guint8         reason)
{
  SondeTransportEvent *event = sonde_transport_event_new (SONDE_TRANSPORT_REPEAT_ACKED);

  event->serial = flight->serial;
  event->reason = reason;
  event->round_trip = event->time - flight->sent_at;
  sonde_delivery_post (self->delivery, event);
}

void
sonde_repeater_acked (SondeRepeater *self,
                      guint          token,
                      guint8         reason)
{
  g_autofree Flight *flight = NULL;
  gpointer           value;
  Job               *job;

  g_return_if_fail (self != NULL);

  if (!g_hash_table_steal_extended (self->flights, GUINT_TO_POINTER (token), NULL, &value))
    {
      refuse_unsent (self, token, reason);
      return;
    }

  flight = value;
  post_acked (self, flight, reason);
  job = g_hash_table_lookup (self->jobs, GUINT_TO_POINTER (flight->id));
  job->n_flights--;
  if (reason < FIRST_FAILURE)
    job->progress.n_acked++;
  else if (job->progress.n_refused++ == 0)
    job->progress.reason = reason;
  note_change (job);
  if (is_over (job) && job->n_flights == 0)
    finish (job, job->progress.state);
}

static void
for_each_job (SondeRepeater *self,
              void (*func) (Job *job))
{
  g_autoptr (GList) jobs = g_hash_table_get_values (self->jobs);

  for (GList *l = jobs; l != NULL; l = l->next)
    func (l->data);
}

static void
resume (Job *job)
{
  if (is_over (job))
    return;

  sonde_pace_resume (&job->pace, g_get_monotonic_time ());
  set_state (job, SONDE_REPEAT_RUNNING);
  g_source_set_ready_time (job->timer, 0);
}

static void
pause_job (Job *job)
{
  if (is_over (job))
    return;

  /* Composed for a time that is past; what has a time of its own stays. */
  if (job->pace.interval > 0)
    job->held = NULL;
  job->queued = 0;
  g_source_set_ready_time (job->timer, -1);
  set_state (job, SONDE_REPEAT_PAUSED);
}

void
sonde_repeater_begin (SondeRepeater *self)
{
  g_return_if_fail (self != NULL);

  self->online = TRUE;
  for_each_job (self, resume);
}

void
sonde_repeater_end (SondeRepeater *self)
{
  g_return_if_fail (self != NULL);

  self->online = FALSE;
  for_each_job (self, pause_job);
}

static void
lose_flights (Job *job)
{
  if (job->n_flights == 0)
    return;

  job->progress.n_lost += job->n_flights;
  job->n_flights = 0;
  note_change (job);
  if (is_over (job))
    finish (job, job->progress.state);
}

void
sonde_repeater_forget (SondeRepeater *self)
{
  g_return_if_fail (self != NULL);

  g_hash_table_remove_all (self->flights);
  for_each_job (self, lose_flights);
}

static void
wake_job (Job *job)
{
  if (job->progress.state == SONDE_REPEAT_WAITING)
    advance (job);
}

void
sonde_repeater_wake (SondeRepeater *self)
{
  g_return_if_fail (self != NULL);

  if (self->sending == NULL && g_hash_table_size (self->jobs) > 0)
    for_each_job (self, wake_job);
}

/* ---- Life ---- */

void
sonde_repeater_start (SondeRepeater          *self,
                      guint                   id,
                      const SondeRepeatOrder *order)
{
  Job *job;

  g_return_if_fail (self != NULL);
  g_return_if_fail (order != NULL);
  g_return_if_fail (!g_hash_table_contains (self->jobs, GUINT_TO_POINTER (id)));

  job = g_new0 (Job, 1);
  job->repeater = self;
  job->id = id;
  job->order = *order;
  job->timer = sonde_alarm_new ("[sonde] repeat", timer_cb, job);
  job->progress.state = SONDE_REPEAT_PAUSED;
  sonde_pace_start (&job->pace, g_get_monotonic_time (), order->interval);
  g_hash_table_insert (self->jobs, GUINT_TO_POINTER (id), job);
  if (order->funcs->set_wake != NULL)
    order->funcs->set_wake (order->supply, supply_wake_cb, job);
  if (self->online)
    set_state (job, SONDE_REPEAT_RUNNING);
  advance (job);
}

void
sonde_repeater_stop (SondeRepeater *self,
                     guint          id)
{
  Job *job;

  g_return_if_fail (self != NULL);

  job = g_hash_table_lookup (self->jobs, GUINT_TO_POINTER (id));
  if (job != NULL && !is_over (job))
    finish (job, SONDE_REPEAT_DONE);
}

SondeRepeater *
sonde_repeater_new (SondeDelivery           *delivery,
                    const SondeRepeaterDoor *door,
                    gpointer                 user_data)
{
  SondeRepeater *self = g_new0 (SondeRepeater, 1);

  self->delivery = delivery;
  self->door = *door;
  self->user_data = user_data;
  self->jobs = g_hash_table_new_full (NULL, NULL, NULL, job_free);
  self->flights = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->reporter = sonde_alarm_new ("[sonde] repeat progress", reporter_cb, self);

  return self;
}

void
sonde_repeater_free (SondeRepeater *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->jobs);
  g_hash_table_unref (self->flights);
  sonde_alarm_clear (&self->reporter);
  g_free (self);
}
