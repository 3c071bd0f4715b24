/* sonde-local-broker.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-local-broker"

#include "sonde-local-broker-private.h"

#include "sonde-broker-addresses.h"
#include "sonde-broker-authority.h"
#include "sonde-broker-port.h"
#include "sonde-broker-program.h"

#include <glib/gi18n.h>

/* It says within some milliseconds that it runs; longer only on a machine in distress. */
#define READY_TIMEOUT_MS 5000

/* How long the broker of a Sonde that was killed may take to write its persistence. */
#define LEAVING_TIMEOUT_MS 3000
#define LEAVING_POLL_MS 50

/* How often another program may be faster to take a port that was free. */
#define MAX_ATTEMPTS 5

enum
{
  PROP_RUNNING = 1,
  PROP_PORT,
  PROP_FOLDER,
  PROP_SEARCH_PATH,
  PROP_OPTIONS,
  PROP_PHASE,
  N_PROPS,
};

enum
{
  DIED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint       signals[N_SIGNALS];

/* clang-format off */
G_DEFINE_QUARK (sonde-broker-error-quark, sonde_broker_error)
/* clang-format on */

G_DEFINE_FINAL_TYPE (SondeLocalBroker, sonde_local_broker, G_TYPE_OBJECT)

static void start_process (SondeLocalBroker *self);

static SondeLocalBrokerPhase
find_phase (SondeLocalBroker *self)
{
  if (self->running)
    return SONDE_LOCAL_BROKER_RUNNING;
  if (self->restarting)
    return SONDE_LOCAL_BROKER_RESTARTING;
  if (self->tasks != NULL)
    return SONDE_LOCAL_BROKER_STARTING;

  return self->leaving ? SONDE_LOCAL_BROKER_STOPPING : SONDE_LOCAL_BROKER_STOPPED;
}

void
sonde_local_broker_update_phase (SondeLocalBroker *self)
{
  SondeLocalBrokerPhase phase = find_phase (self);

  if (self->phase == phase)
    return;

  self->phase = phase;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PHASE]);
}

void
sonde_local_broker_set_running (SondeLocalBroker *self,
                                gboolean          running)
{
  if (self->running != running)
    {
      self->running = running;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUNNING]);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PORT]);
    }
  sonde_local_broker_update_phase (self);
}

void
sonde_local_broker_finish_start (SondeLocalBroker *self,
                                 const GError     *error)
{
  g_autoptr (GPtrArray) tasks = g_steal_pointer (&self->tasks);

  self->restarting = FALSE;
  sonde_local_broker_update_phase (self);
  for (guint i = 0; tasks != NULL && i < tasks->len; i++)
    {
      GTask *task = g_ptr_array_index (tasks, i);

      if (error != NULL)
        g_task_return_error (task, g_error_copy (error));
      else
        g_task_return_boolean (task, TRUE);
    }
}

static void
fail_start (SondeLocalBroker *self,
            const GError     *error)
{
  sonde_local_broker_clear (self);
  sonde_local_broker_finish_start (self, error);
}

static void
succeed (SondeLocalBroker *self)
{
  sonde_local_broker_stop_waiting (self);
  sonde_broker_folder_set_last_port (self->folder, self->port);
  sonde_local_broker_set_running (self, TRUE);
  sonde_local_broker_finish_start (self, NULL);
}

static guint16
choose_port (SondeLocalBroker *self)
{
  guint16 wishes[] = { self->preferred_port, sonde_broker_folder_get_last_port (self->folder) };

  /* After the first attempt a wish is one that somebody else just took. */
  return sonde_broker_port_choose (wishes, self->n_attempts == 1 ? G_N_ELEMENTS (wishes) : 0,
                                   sonde_local_broker_get_options (self)->beyond_loopback);
}

/* The process */

static void
ready_cb (SondeLocalBroker *self)
{
  if (self->tasks != NULL && !self->leaving)
    succeed (self);
}

static void
probe_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (SondeLocalBroker) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean answers = sonde_broker_probe_finish (result, &error);

  if (error != NULL || self->tasks == NULL)
    return;

  if (answers)
    {
      succeed (self);
      return;
    }

  error = g_error_new_literal (SONDE_BROKER_ERROR, SONDE_BROKER_ERROR_START,
                               _ ("The local broker started but accepts no connections. "
                                  "Connect again, or use another broker."));
  fail_start (self, error);
}

/* A version of mosquitto that says in other words that it runs is known by its answer. */
static gboolean
ready_timeout_cb (gpointer user_data)
{
  SondeLocalBroker *self = user_data;

  self->timer_id = 0;
  if (sonde_local_broker_get_options (self)->use_tls)
    {
      /* No word without TLS: who connects will see. */
      succeed (self);
      return G_SOURCE_REMOVE;
    }

  self->probe_cancellable = g_cancellable_new ();
  sonde_broker_probe_async (self->port, self->probe_cancellable, probe_cb, g_object_ref (self));

  return G_SOURCE_REMOVE;
}

static void
ended_while_starting (SondeLocalBroker *self,
                      const char       *last_words)
{
  g_autoptr (GError) error = NULL;

  if (sonde_broker_process_get_port_taken (self->process) && self->n_attempts < MAX_ATTEMPTS)
    {
      sonde_local_broker_stop_waiting (self);
      g_clear_object (&self->process);
      start_process (self);
      return;
    }

  error = g_error_new (SONDE_BROKER_ERROR, SONDE_BROKER_ERROR_START,
                       _ ("The local broker could not start (%s)."), last_words);
  fail_start (self, error);
}

static void
ended_cb (SondeLocalBroker *self)
{
  g_autofree char *last_words = sonde_broker_process_dup_last_words (self->process);
  g_autofree char *sentence = NULL;

  if (self->leaving)
    {
      sonde_local_broker_left (self);
      return;
    }

  if (self->tasks != NULL)
    {
      ended_while_starting (self, last_words);
      return;
    }

  sonde_local_broker_clear (self);
  sonde_local_broker_set_running (self, FALSE);
  sentence = g_strdup_printf (_ ("The local broker ended unexpectedly (%s). Connect again to start it anew."),
                              last_words);
  g_signal_emit (self, signals[DIED], 0, sentence);
}

static void
line_cb (SondeLocalBroker *self,
         const char       *line,
         gboolean          whole)
{
  gint64 now = g_get_real_time ();

  sonde_broker_lines_append (self->lines, now, line);
  if (whole)
    sonde_broker_clients_read (self->clients, line, now);
  else if (g_str_has_prefix (line, "New client connected from "))
    g_signal_emit_by_name (self->clients, "unlisted");
}

/* For the names of now: addresses come and go. Of a fifth of a millisecond, so it waits for no worker. */
static gboolean
make_server (SondeLocalBroker     *self,
             SondeBrokerIdentity **server,
             GError              **error)
{
  g_autoptr (SondeBrokerIdentity) authority = NULL;
  g_auto (GStrv) names = NULL;

  if (!sonde_local_broker_get_options (self)->use_tls)
    return TRUE;

  authority = sonde_broker_authority_open (self->path, error);
  if (authority == NULL)
    return FALSE;

  names = sonde_broker_list_names ();
  *server = sonde_broker_make_server (authority, (const char *const *) names);

  return TRUE;
}

static SondeBrokerProcess *
create_process (SondeLocalBroker *self,
                const char       *program,
                GError          **error)
{
  g_autoptr (SondeBrokerIdentity) server = NULL;

  if (!make_server (self, &server, error) ||
      !sonde_broker_folder_write_config (self->folder, sonde_local_broker_get_options (self), server, self->port, error))
    return NULL;

  return sonde_broker_process_new (program, self->folder, error);
}

static void
start_process (SondeLocalBroker *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *program = sonde_broker_program_find (self->search_path);

  if (program == NULL)
    {
      error = g_error_new_literal (SONDE_BROKER_ERROR, SONDE_BROKER_ERROR_NOT_INSTALLED,
                                   sonde_broker_program_advice ());
      fail_start (self, error);
      return;
    }

  self->n_attempts++;
  self->port = choose_port (self);
  if (self->port == 0)
    {
      error = g_error_new_literal (SONDE_BROKER_ERROR, SONDE_BROKER_ERROR_START,
                                   _ ("The local broker could not start: no port is free on this computer."));
      fail_start (self, error);
      return;
    }

  self->process = create_process (self, program, &error);
  if (self->process == NULL)
    {
      if (error->domain != SONDE_BROKER_ERROR)
        {
          g_autoptr (GError) cause = g_steal_pointer (&error);

          error = g_error_new (SONDE_BROKER_ERROR, SONDE_BROKER_ERROR_START,
                               _ ("The local broker could not start (%s)."), cause->message);
        }
      fail_start (self, error);
      return;
    }

  g_signal_connect_swapped (self->process, "ready", G_CALLBACK (ready_cb), self);
  g_signal_connect_swapped (self->process, "line", G_CALLBACK (line_cb), self);
  g_signal_connect_swapped (self->process, "ended", G_CALLBACK (ended_cb), self);
  self->timer_id = g_timeout_add (READY_TIMEOUT_MS, ready_timeout_cb, self);
}

static gboolean
open_folder_cb (gpointer user_data)
{
  SondeLocalBroker *self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean wait = g_get_monotonic_time () < self->deadline;
  gboolean busy;

  self->folder = sonde_broker_folder_open (self->path, wait, &busy, &error);
  if (busy)
    return G_SOURCE_CONTINUE;

  self->timer_id = 0;
  if (self->folder != NULL)
    start_process (self);
  else
    fail_start (self, error);

  return G_SOURCE_REMOVE;
}

void
sonde_local_broker_begin_start (SondeLocalBroker *self)
{
  self->n_attempts = 0;
  self->deadline = g_get_monotonic_time () + LEAVING_TIMEOUT_MS * 1000;
  if (open_folder_cb (self) == G_SOURCE_CONTINUE)
    self->timer_id = g_timeout_add (LEAVING_POLL_MS, open_folder_cb, self);
}

void
sonde_local_broker_start_async (SondeLocalBroker   *self,
                                guint16             preferred_port,
                                GCancellable       *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (SONDE_IS_LOCAL_BROKER (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sonde_local_broker_start_async);

  if (self->running)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  if (self->tasks != NULL)
    {
      g_ptr_array_add (self->tasks, g_steal_pointer (&task));
      return;
    }

  self->tasks = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (self->tasks, g_steal_pointer (&task));
  self->preferred_port = preferred_port;
  sonde_local_broker_update_phase (self);
  if (!self->leaving)
    sonde_local_broker_begin_start (self);
}

gboolean
sonde_local_broker_start_finish (SondeLocalBroker *self,
                                 GAsyncResult     *result,
                                 GError          **error)
{
  g_return_val_if_fail (SONDE_IS_LOCAL_BROKER (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
sonde_local_broker_dispose (GObject *object)
{
  SondeLocalBroker *self = SONDE_LOCAL_BROKER (object);

  sonde_local_broker_clear (self);

  G_OBJECT_CLASS (sonde_local_broker_parent_class)->dispose (object);
}

static void
sonde_local_broker_finalize (GObject *object)
{
  SondeLocalBroker *self = SONDE_LOCAL_BROKER (object);

  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->search_path, g_free);
  g_clear_pointer (&self->options, sonde_broker_options_free);
  g_clear_object (&self->lines);
  g_clear_object (&self->clients);
  g_clear_error (&self->forget_fault);

  G_OBJECT_CLASS (sonde_local_broker_parent_class)->finalize (object);
}

static void
sonde_local_broker_get_property (GObject    *object,
                                 guint       property_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  SondeLocalBroker *self = SONDE_LOCAL_BROKER (object);

  switch (property_id)
    {
    case PROP_RUNNING:
      g_value_set_boolean (value, self->running);
      break;

    case PROP_PORT:
      g_value_set_uint (value, sonde_local_broker_get_port (self));
      break;

    case PROP_PHASE:
      g_value_set_uint (value, self->phase);
      break;

    case PROP_OPTIONS:
      g_value_set_pointer (value, (gpointer) sonde_local_broker_get_options (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
sonde_local_broker_set_property (GObject      *object,
                                 guint         property_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  SondeLocalBroker *self = SONDE_LOCAL_BROKER (object);

  switch (property_id)
    {
    case PROP_FOLDER:
      self->path = g_value_dup_string (value);
      break;

    case PROP_SEARCH_PATH:
      self->search_path = g_value_dup_string (value);
      if (self->search_path == NULL)
        self->search_path = sonde_broker_program_search_path ();
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
sonde_local_broker_class_init (SondeLocalBrokerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sonde_local_broker_dispose;
  object_class->finalize = sonde_local_broker_finalize;
  object_class->get_property = sonde_local_broker_get_property;
  object_class->set_property = sonde_local_broker_set_property;

  properties[PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL,
                                                   FALSE,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PORT] = g_param_spec_uint ("port", NULL, NULL,
                                             0, G_MAXUINT16, 0,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_FOLDER] = g_param_spec_string ("folder", NULL, NULL,
                                                 NULL,
                                                 G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  /* Absolute folders with colons between, where mosquitto is looked for; %NULL for the usual ones. */
  properties[PROP_SEARCH_PATH] = g_param_spec_string ("search-path", NULL, NULL,
                                                      NULL,
                                                      G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  properties[PROP_OPTIONS] = g_param_spec_pointer ("options", NULL, NULL,
                                                   G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_PHASE] = g_param_spec_uint ("phase", NULL, NULL,
                                              SONDE_LOCAL_BROKER_STOPPED, SONDE_LOCAL_BROKER_RESTARTING, SONDE_LOCAL_BROKER_STOPPED,
                                              G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  /* What it says is one sentence for the user. */
  signals[DIED] = g_signal_new ("died", SONDE_TYPE_LOCAL_BROKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_STRING);
  /* Whether it will come back at once. */
  g_signal_new ("stopping", SONDE_TYPE_LOCAL_BROKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  /* They could not be read; one sentence for the user. In a turn of its own. */
  g_signal_new ("options-lost", SONDE_TYPE_LOCAL_BROKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 1, G_TYPE_STRING);
  /* It came back. */
  g_signal_new ("restarted", SONDE_TYPE_LOCAL_BROKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
sonde_local_broker_init (SondeLocalBroker *self)
{
  self->lines = sonde_broker_lines_new ();
  self->clients = sonde_broker_clients_new ();
}

SondeLocalBroker *
sonde_local_broker_new (const char *folder)
{
  g_return_val_if_fail (folder != NULL && g_path_is_absolute (folder), NULL);

  return g_object_new (SONDE_TYPE_LOCAL_BROKER, "folder", folder, NULL);
}

gboolean
sonde_local_broker_get_running (SondeLocalBroker *self)
{
  g_return_val_if_fail (SONDE_IS_LOCAL_BROKER (self), FALSE);

  return self->running;
}

guint16
sonde_local_broker_get_port (SondeLocalBroker *self)
{
  g_return_val_if_fail (SONDE_IS_LOCAL_BROKER (self), 0);

  return self->running ? self->port : 0;
}

GPid
sonde_local_broker_get_pid (SondeLocalBroker *self)
{
  g_return_val_if_fail (SONDE_IS_LOCAL_BROKER (self), 0);

  return self->running ? sonde_broker_process_get_pid (self->process) : 0;
}

SondeLocalBrokerPhase
sonde_local_broker_get_phase (SondeLocalBroker *self)
{
  g_return_val_if_fail (SONDE_IS_LOCAL_BROKER (self), SONDE_LOCAL_BROKER_STOPPED);

  return self->phase;
}
