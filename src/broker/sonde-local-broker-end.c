/* sonde-local-broker-end.c: its end, asked for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-local-broker"

#include "sonde-local-broker-private.h"

#include <glib/gi18n.h>

void
sonde_local_broker_stop_waiting (SondeLocalBroker *self)
{
  g_clear_handle_id (&self->timer_id, g_source_remove);
  g_cancellable_cancel (self->probe_cancellable);
  g_clear_object (&self->probe_cancellable);
}

void
sonde_local_broker_clear (SondeLocalBroker *self)
{
  sonde_local_broker_stop_waiting (self);
  self->leaving = FALSE;
  if (self->process != NULL)
    {
      /* What it says to the end still counts. */
      sonde_broker_process_stop (self->process);
      g_signal_handlers_disconnect_by_data (self->process, self);
      g_clear_object (&self->process);
    }
  if (self->forget && self->folder != NULL)
    {
      self->forget = FALSE;
      g_clear_error (&self->forget_fault);
      sonde_broker_folder_forget (self->folder, &self->forget_fault);
    }
  g_clear_pointer (&self->folder, sonde_broker_folder_free);
  sonde_broker_clients_clear (self->clients);
}

void
sonde_local_broker_leave (SondeLocalBroker *self)
{
  if (self->process == NULL)
    {
      sonde_local_broker_clear (self);
    }
  else
    {
      sonde_local_broker_stop_waiting (self);
      self->leaving = TRUE;
      sonde_broker_process_leave (self->process);
    }
  sonde_local_broker_set_running (self, FALSE);
}

void
sonde_local_broker_left (SondeLocalBroker *self)
{
  sonde_local_broker_clear (self);
  sonde_local_broker_update_phase (self);
  if (self->tasks != NULL)
    sonde_local_broker_begin_start (self);
}

/* Who waits for a start waits in vain. */
static void
give_up_start (SondeLocalBroker *self)
{
  g_autoptr (GError) error = NULL;

  error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("The local broker was stopped."));
  sonde_local_broker_finish_start (self, error);
}

/* Those who were told that it comes back, too. */
static void
tell (SondeLocalBroker *self)
{
  if (self->running || self->restarting)
    g_signal_emit_by_name (self, "stopping", FALSE);
}

void
sonde_local_broker_stop (SondeLocalBroker *self)
{
  g_return_if_fail (SONDE_IS_LOCAL_BROKER (self));

  tell (self);
  sonde_local_broker_leave (self);
  give_up_start (self);
}

void
sonde_local_broker_stop_and_wait (SondeLocalBroker *self)
{
  g_return_if_fail (SONDE_IS_LOCAL_BROKER (self));

  tell (self);
  sonde_local_broker_clear (self);
  sonde_local_broker_set_running (self, FALSE);
  give_up_start (self);
}
