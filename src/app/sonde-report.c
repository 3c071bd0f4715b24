/* sonde-report.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-report"

#include "sonde-report.h"

#include <sonde-format.h>

#include <glib/gi18n.h>

G_DEFINE_BOXED_TYPE (SondeReport, sonde_report, sonde_report_copy, sonde_report_free)

/* The title of a step by its state: what was done, or was to be done. */
static const char *
get_step_title (SondeStage     stage,
                SondeStepState state,
                gboolean       by_socket)
{
  gboolean done = state == SONDE_STEP_DONE;

  switch (stage)
    {
    case SONDE_STAGE_RESOLVE:
      return done ? _ ("Found the address") : _ ("Find the address");
    case SONDE_STAGE_TCP:
      if (by_socket)
        return done ? _ ("Socket connected") : _ ("Connect to the socket");
      return done ? _ ("TCP connected") : _ ("Connect by TCP");
    case SONDE_STAGE_PROXY:
      return done ? _ ("The proxy let us through") : _ ("Ask the proxy");
    case SONDE_STAGE_TLS:
      return done ? _ ("TLS established") : _ ("TLS handshake");
    case SONDE_STAGE_WEBSOCKET:
      return done ? _ ("WebSocket opened") : _ ("WebSocket upgrade");
    case SONDE_STAGE_CONNECT:
    case SONDE_STAGE_ONLINE:
    default:
      return done ? _ ("MQTT accepted") : _ ("MQTT CONNECT");
    }
}

static void
set_step (SondeReport   *self,
          SondeStage     stage,
          SondeStepState state)
{
  SondeStep *step = &self->steps[stage];

  step->state = state;
  g_free (step->title);
  step->title = g_strdup (get_step_title (stage, state, self->by_socket));
}

static gboolean
applies (SondeStage          stage,
         const SondeProfile *profile)
{
  gboolean is_local = profile->network->carrier == SONDE_CARRIER_UNIX;

  switch (stage)
    {
    case SONDE_STAGE_RESOLVE:
      return !is_local;
    case SONDE_STAGE_PROXY:
      return !is_local && profile->network->proxy != SONDE_PROXY_NONE;
    case SONDE_STAGE_TLS:
      return !is_local && profile->tls->use_tls;
    case SONDE_STAGE_WEBSOCKET:
      return profile->network->carrier == SONDE_CARRIER_WEBSOCKET;
    case SONDE_STAGE_TCP:
    case SONDE_STAGE_CONNECT:
    case SONDE_STAGE_ONLINE:
    default:
      return TRUE;
    }
}

SondeReport *
sonde_report_new (const SondeProfile *profile)
{
  SondeReport *self = g_new0 (SondeReport, 1);

  self->title = g_strdup_printf (_ ("Could not connect to %s"), profile->name);
  self->by_socket = profile->network->carrier == SONDE_CARRIER_UNIX;
  for (guint i = 0; i < SONDE_STAGE_ONLINE; i++)
    {
      self->steps[i].applies = applies (i, profile);
      set_step (self, i, SONDE_STEP_NOT_TRIED);
      self->steps[i].detail = g_strdup (_ ("Not tried."));
      self->steps[i].duration = -1;
    }
  return self;
}

SondeReport *
sonde_report_copy (const SondeReport *self)
{
  SondeReport *copy = g_memdup2 (self, sizeof *self);

  copy->title = g_strdup (self->title);
  copy->summary = g_strdup (self->summary);
  copy->advice = g_strdup (self->advice);
  if (self->chain != NULL)
    sonde_chain_ref (self->chain);
  for (guint i = 0; i < SONDE_STAGE_ONLINE; i++)
    {
      copy->steps[i].title = g_strdup (self->steps[i].title);
      copy->steps[i].detail = g_strdup (self->steps[i].detail);
    }
  return copy;
}

void
sonde_report_free (SondeReport *self)
{
  g_free (self->title);
  g_free (self->summary);
  g_free (self->advice);
  g_clear_pointer (&self->chain, sonde_chain_unref);
  for (guint i = 0; i < SONDE_STAGE_ONLINE; i++)
    {
      g_free (self->steps[i].title);
      g_free (self->steps[i].detail);
    }
  g_free (self);
}

static void
set_detail (SondeStep  *step,
            const char *detail)
{
  g_free (step->detail);
  step->detail = g_strdup (detail);
}

static void
end_running (SondeReport   *self,
             SondeStepState state,
             gint64         time)
{
  for (guint i = 0; i < SONDE_STAGE_ONLINE; i++)
    {
      SondeStep *step = &self->steps[i];

      if (step->state != SONDE_STEP_RUNNING)
        continue;

      set_step (self, i, state);
      step->duration = time - step->began;
    }
}

/**
 * sonde_report_stage:
 * @detail: (nullable): the address tried
 * @time: monotonic µs
 *
 * @stage begins, so what ran before it is done. A stage that begins again (the
 * next address of a host) goes on, with the new @detail.
 */
void
sonde_report_stage (SondeReport *self,
                    SondeStage   stage,
                    const char  *detail,
                    gint64       time)
{
  SondeStep *step;

  if (stage < SONDE_STAGE_ONLINE && self->steps[stage].state == SONDE_STEP_RUNNING)
    {
      set_detail (&self->steps[stage], detail);
      return;
    }

  end_running (self, SONDE_STEP_DONE, time);
  if (stage >= SONDE_STAGE_ONLINE)
    return;

  /* The system named no proxy after all. */
  if (stage > SONDE_STAGE_PROXY && self->steps[SONDE_STAGE_PROXY].state == SONDE_STEP_NOT_TRIED)
    self->steps[SONDE_STAGE_PROXY].applies = FALSE;

  step = &self->steps[stage];
  set_step (self, stage, SONDE_STEP_RUNNING);
  set_detail (step, detail);
  step->began = time;
}

void
sonde_report_fail (SondeReport  *self,
                   const GError *error,
                   const char   *advice,
                   gint64        time)
{
  g_return_if_fail (error != NULL);

  end_running (self, SONDE_STEP_FAILED, time);
  g_free (self->summary);
  self->summary = g_strdup (error->message);
  g_free (self->advice);
  self->advice = g_strdup (advice);
  self->failed = TRUE;
}

void
sonde_report_set_chain (SondeReport *self,
                        SondeChain  *chain)
{
  sonde_chain_ref (chain);
  g_clear_pointer (&self->chain, sonde_chain_unref);
  self->chain = chain;
}

void
sonde_report_set_suggestion (SondeReport    *self,
                             SondeSuggestion suggestion)
{
  self->suggestion = suggestion;
}

char *
sonde_report_to_text (const SondeReport *self)
{
  static const char *const marks[] = { "·", "…", "✓", "✗" };
  GString                 *text = g_string_new (NULL);

  g_string_append_printf (text, "%s\n", self->title);
  if (self->summary != NULL)
    g_string_append_printf (text, "%s\n", self->summary);
  g_string_append_c (text, '\n');

  for (guint i = 0; i < SONDE_STAGE_ONLINE; i++)
    {
      const SondeStep *step = &self->steps[i];

      if (!step->applies)
        continue;

      g_string_append_printf (text, "%s %s", marks[step->state], step->title);
      if (step->detail != NULL && *step->detail != '\0')
        g_string_append_printf (text, ": %s", step->detail);
      if (step->duration >= 0)
        {
          g_autofree char *duration = sonde_format_duration (step->duration);

          g_string_append_printf (text, " (%s)", duration);
        }
      g_string_append_c (text, '\n');
    }

  if (self->chain != NULL)
    {
      g_autofree char *chain = sonde_chain_to_text (self->chain);

      g_string_append_printf (text, "\n%s", chain);
    }
  if (self->advice != NULL)
    g_string_append_printf (text, "\n%s\n", self->advice);
  if (self->suggestion != SONDE_SUGGESTION_NONE)
    g_string_append_printf (text, "\n%s: %s\n", sonde_suggestion_to_label (self->suggestion),
                            sonde_suggestion_to_sentence (self->suggestion));
  return g_string_free (text, FALSE);
}
