/* sonde-machine.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-machine"

#include "sonde-machine.h"

#define CUTS 2                           /* in a row, and it is no accident */
#define GOOD_WHILE (30 * G_USEC_PER_SEC) /* online for so long, the back-off starts anew */

static SondeMachineActions
become_idle (SondeMachine       *machine,
             SondeMachineActions actions)
{
  *machine = (SondeMachine){ .state = SONDE_STATE_IDLE };

  return actions;
}

static SondeMachineActions
open_afresh (SondeMachine       *machine,
             SondeMachineActions actions)
{
  *machine = (SondeMachine){ .state = SONDE_STATE_CONNECTING };

  return actions | SONDE_ACTION_OPEN;
}

static SondeMachineActions
open_again (SondeMachine       *machine,
            SondeMachineActions actions)
{
  machine->state = SONDE_STATE_CONNECTING;
  machine->retry_at = 0;

  return actions | SONDE_ACTION_OPEN_AGAIN;
}

static SondeMachineActions
close_down (SondeMachine *machine,
            gboolean      connect_again)
{
  machine->state = SONDE_STATE_DISCONNECTING;
  machine->online_since = 0;
  machine->connect_again = connect_again;

  return SONDE_ACTION_CLOSE;
}

/* Doubled with each attempt up to the greatest, and each a fifth less to a fifth more. */
static gint64
get_delay (const SondeMachineInput *input,
           guint                    attempt,
           double                   random)
{
  gint64 delay = (gint64) MAX (input->first_delay, 1) * G_USEC_PER_SEC;
  gint64 greatest = MAX (delay, (gint64) input->greatest_delay * G_USEC_PER_SEC);

  while (--attempt > 0 && delay < greatest)
    delay *= 2;

  return MIN (delay, greatest) * (0.8 + 0.4 * CLAMP (random, 0.0, 1.0));
}

/* Failed ones since the last connection that was good for a while. */
static guint
count_attempts (const SondeMachine *machine,
                gint64              now)
{
  if (machine->state == SONDE_STATE_ONLINE && now - machine->online_since >= GOOD_WHILE)
    return 0;

  return machine->attempt;
}

static gboolean
would_retry (const SondeMachine      *machine,
             const SondeMachineInput *input)
{
  return machine->was_online && input->reconnect && input->may_retry;
}

gboolean
sonde_machine_is_contested (const SondeMachine      *machine,
                            const SondeMachineInput *input)
{
  g_return_val_if_fail (machine != NULL, FALSE);
  g_return_val_if_fail (input != NULL, FALSE);

  return machine->state == SONDE_STATE_ONLINE && would_retry (machine, input) &&
         input->cut && machine->cuts + 1 >= CUTS;
}

gboolean
sonde_machine_gives_up (const SondeMachine      *machine,
                        const SondeMachineInput *input,
                        gint64                   now)
{
  g_return_val_if_fail (machine != NULL, FALSE);
  g_return_val_if_fail (input != NULL, FALSE);

  return (machine->state == SONDE_STATE_CONNECTING || machine->state == SONDE_STATE_ONLINE) &&
         would_retry (machine, input) &&
         input->attempts > 0 && count_attempts (machine, now) >= input->attempts;
}

static SondeMachineActions
lose (SondeMachine            *machine,
      const SondeMachineInput *input,
      gint64                   now,
      double                   random)
{
  if (!would_retry (machine, input) || sonde_machine_gives_up (machine, input, now) ||
      sonde_machine_is_contested (machine, input))
    return become_idle (machine, SONDE_ACTION_NONE);

  machine->cuts = input->cut ? machine->cuts + 1 : 0;
  machine->attempt = count_attempts (machine, now) + 1;
  machine->state = SONDE_STATE_WAITING;
  machine->online_since = 0;
  machine->retry_at = now + get_delay (input, machine->attempt, random);

  return SONDE_ACTION_ARM;
}

static SondeMachineActions
next_when_open (SondeMachine            *machine,
                SondeMachineEvent        event,
                const SondeMachineInput *input,
                gint64                   now,
                double                   random)
{
  switch (event)
    {
    case SONDE_MACHINE_CONNECT:
      return close_down (machine, TRUE);
    case SONDE_MACHINE_DISCONNECT:
      return close_down (machine, FALSE);
    case SONDE_MACHINE_CLOSED:
      return lose (machine, input, now, random);
    case SONDE_MACHINE_ACCEPTED:
      if (machine->state == SONDE_STATE_CONNECTING)
        {
          machine->state = SONDE_STATE_ONLINE;
          machine->online_since = now;
          machine->was_online = TRUE;
        }
      return SONDE_ACTION_NONE;
    case SONDE_MACHINE_RETRY_NOW:
    case SONDE_MACHINE_TIMER:
    default:
      return SONDE_ACTION_NONE;
    }
}

static SondeMachineActions
next_when_waiting (SondeMachine     *machine,
                   SondeMachineEvent event)
{
  switch (event)
    {
    case SONDE_MACHINE_CONNECT:
      return open_afresh (machine, SONDE_ACTION_DISARM);
    case SONDE_MACHINE_DISCONNECT:
      return become_idle (machine, SONDE_ACTION_DISARM);
    case SONDE_MACHINE_RETRY_NOW:
      return open_again (machine, SONDE_ACTION_DISARM);
    case SONDE_MACHINE_TIMER:
      return open_again (machine, SONDE_ACTION_NONE);
    case SONDE_MACHINE_ACCEPTED:
    case SONDE_MACHINE_CLOSED:
    default:
      return SONDE_ACTION_NONE;
    }
}

static SondeMachineActions
next_when_disconnecting (SondeMachine     *machine,
                         SondeMachineEvent event)
{
  switch (event)
    {
    case SONDE_MACHINE_CONNECT:
      machine->connect_again = TRUE;
      return SONDE_ACTION_NONE;
    case SONDE_MACHINE_DISCONNECT:
      machine->connect_again = FALSE;
      return SONDE_ACTION_NONE;
    case SONDE_MACHINE_CLOSED:
      if (machine->connect_again)
        return open_afresh (machine, SONDE_ACTION_NONE);
      return become_idle (machine, SONDE_ACTION_NONE);
    case SONDE_MACHINE_ACCEPTED: /* it was on its way */
    case SONDE_MACHINE_RETRY_NOW:
    case SONDE_MACHINE_TIMER:
    default:
      return SONDE_ACTION_NONE;
    }
}

SondeMachineActions
sonde_machine_next (SondeMachine            *machine,
                    SondeMachineEvent        event,
                    const SondeMachineInput *input,
                    gint64                   now,
                    double                   random)
{
  g_return_val_if_fail (machine != NULL, SONDE_ACTION_NONE);
  g_return_val_if_fail (input != NULL, SONDE_ACTION_NONE);

  switch (machine->state)
    {
    case SONDE_STATE_IDLE:
      if (event == SONDE_MACHINE_CONNECT)
        return open_afresh (machine, SONDE_ACTION_NONE);
      return SONDE_ACTION_NONE;
    case SONDE_STATE_CONNECTING:
    case SONDE_STATE_ONLINE:
      return next_when_open (machine, event, input, now, random);
    case SONDE_STATE_WAITING:
      return next_when_waiting (machine, event);
    case SONDE_STATE_DISCONNECTING:
      return next_when_disconnecting (machine, event);
    default:
      g_return_val_if_reached (SONDE_ACTION_NONE);
    }
}
