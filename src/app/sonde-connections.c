/* sonde-connections.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-connections"

#include "sonde-connections-private.h"

#include "sonde-alert-rules.h"
#include "sonde-connection-order.h"

#include <sonde-uri.h>

#define SHUT_DOWN_SECONDS 1

static void list_model_init (GListModelInterface *iface);

/* clang-format off */
G_DEFINE_FINAL_TYPE_WITH_CODE (SondeConnections, sonde_connections, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))
/* clang-format on */

enum
{
  CHANGED,
  PASSWORD_NEEDED,
  SAVE_FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
saved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (SondeConnections) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!sonde_profile_store_save_finish (SONDE_PROFILE_STORE (object), result, &error))
    g_signal_emit (self, signals[SAVE_FAILED], 0, error->message);
}

static void
save (SondeConnections *self)
{
  g_autoptr (GPtrArray) profiles = g_ptr_array_new ();

  for (guint i = 0; i < self->items->len; i++)
    {
      SondeConnection *item = g_ptr_array_index (self->items, i);

      if (sonde_connection_get_saved (item))
        g_ptr_array_add (profiles, (gpointer) sonde_connection_get_profile (item));
    }
  sonde_profile_store_save_async (sonde_services_get_profiles (self->services), profiles, NULL, saved_cb,
                                  g_object_ref (self));
}

void
sonde_connections_changed (SondeConnections *self)
{
  save (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
is_in_place (SondeConnections *self,
             SondeConnection  *connection,
             guint             position)
{
  guint slot;

  g_ptr_array_steal_index (self->items, position);
  slot = sonde_connection_order_find_slot (self->items, sonde_connection_get_profile (connection)->group, position);
  g_ptr_array_insert (self->items, position, connection);
  return slot == position;
}

static void
profile_changed_cb (SondeConnection  *connection,
                    GParamSpec       *pspec,
                    SondeConnections *self)
{
  guint position;

  if (self->arranging)
    return;

  /* It may be of another group now. */
  if (g_ptr_array_find (self->items, connection, &position) && !is_in_place (self, connection, position))
    sonde_connections_replace (self, connection, SONDE_ORDER_LAST);
  if (sonde_connection_get_saved (connection))
    save (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
password_needed_cb (SondeConnections *self,
                    SondeConnection  *connection)
{
  g_signal_emit (self, signals[PASSWORD_NEEDED], 0, connection);
}

static void
secrets_failed_cb (SondeConnections *self,
                   const char       *sentence)
{
  g_signal_emit (self, signals[SAVE_FAILED], 0, sentence);
}

/* The profile made at the first start is in no file yet, and what waits is found by its id. */
static void
waiting_cb (GListModel       *waiting,
            guint             position,
            guint             removed,
            guint             added,
            SondeConnections *self)
{
  if (added > 0)
    sonde_connections_changed (self);
}

static void
insert (SondeConnections *self,
        guint             position,
        SondeConnection  *connection) /* (transfer full) */
{
  guint slot =
    sonde_connection_order_find_slot (self->items, sonde_connection_get_profile (connection)->group, position);

  g_ptr_array_insert (self->items, slot, connection);
  g_signal_connect_object (connection, "notify::profile", G_CALLBACK (profile_changed_cb), self, 0);
  g_signal_connect_object (connection, "password-needed", G_CALLBACK (password_needed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (sonde_connection_get_waiting (connection), "items-changed", G_CALLBACK (waiting_cb), self, 0);
  g_list_model_items_changed (G_LIST_MODEL (self), slot, 0, 1);
}

void
sonde_connections_replace (SondeConnections *self,
                           SondeConnection  *connection,
                           guint             position)
{
  guint from;
  guint to;

  g_return_if_fail (g_ptr_array_find (self->items, connection, &from));

  g_ptr_array_steal_index (self->items, from);
  to = sonde_connection_order_find_slot (self->items, sonde_connection_get_profile (connection)->group, position);
  if (to == from)
    {
      g_ptr_array_insert (self->items, from, connection);
      return;
    }

  g_list_model_items_changed (G_LIST_MODEL (self), from, 1, 0);
  g_ptr_array_insert (self->items, to, connection);
  g_list_model_items_changed (G_LIST_MODEL (self), to, 0, 1);
}

static GType
get_item_type (GListModel *model)
{
  return SONDE_TYPE_CONNECTION;
}

static guint
get_n_items (GListModel *model)
{
  return SONDE_CONNECTIONS (model)->items->len;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  SondeConnections *self = SONDE_CONNECTIONS (model);

  if (position >= self->items->len)
    return NULL;
  return g_object_ref (g_ptr_array_index (self->items, position));
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
sonde_connections_dispose (GObject *object)
{
  SondeConnections *self = SONDE_CONNECTIONS (object);

  g_ptr_array_set_size (self->items, 0);
  g_hash_table_remove_all (self->removed);
  g_clear_object (&self->secrets);
  g_clear_object (&self->services);

  G_OBJECT_CLASS (sonde_connections_parent_class)->dispose (object);
}

static void
sonde_connections_finalize (GObject *object)
{
  SondeConnections *self = SONDE_CONNECTIONS (object);

  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_pointer (&self->removed, g_hash_table_unref);

  G_OBJECT_CLASS (sonde_connections_parent_class)->finalize (object);
}

static void
sonde_connections_class_init (SondeConnectionsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sonde_connections_dispose;
  object_class->finalize = sonde_connections_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[PASSWORD_NEEDED] = g_signal_new ("password-needed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                           NULL, NULL, G_TYPE_NONE, 1, SONDE_TYPE_CONNECTION);
  signals[SAVE_FAILED] = g_signal_new ("save-failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
sonde_connections_init (SondeConnections *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->removed = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
}

SondeConnections *
sonde_connections_new (SondeServices *services)
{
  SondeConnections *self;

  g_return_val_if_fail (SONDE_IS_SERVICES (services), NULL);

  self = g_object_new (SONDE_TYPE_CONNECTIONS, NULL);
  self->services = g_object_ref (services);
  self->secrets = sonde_connection_secrets_new (sonde_services_get_secrets (services));
  g_signal_connect_object (self->secrets, "failed", G_CALLBACK (secrets_failed_cb), self, G_CONNECT_SWAPPED);
  return self;
}

SondeServices *
sonde_connections_get_services (SondeConnections *self)
{
  g_return_val_if_fail (SONDE_IS_CONNECTIONS (self), NULL);

  return self->services;
}

/* Returns: one sentence, or %NULL */
static char *
load_waiting (SondeConnections *self,
              GPtrArray        *profiles,
              gboolean          all_profiles)
{
  SondeWaitingStore *waiting = sonde_services_get_waiting (self->services);
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  g_auto (GStrv) known = NULL;
  g_autoptr (GError) error = NULL;
  gboolean good = sonde_waiting_store_load (waiting, &error);

  for (guint i = 0; i < profiles->len; i++)
    g_strv_builder_add (ids, ((SondeProfile *) g_ptr_array_index (profiles, i))->id);
  known = g_strv_builder_end (ids);

  /* Of a connection that was deleted when Sonde ended. */
  if (all_profiles)
    sonde_waiting_store_keep_profiles (waiting, known);

  return good ? NULL : g_strdup (error->message);
}

char *
sonde_connections_load (SondeConnections *self)
{
  g_autoptr (GPtrArray) profiles = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;

  g_return_val_if_fail (SONDE_IS_CONNECTIONS (self), NULL);

  profiles = sonde_profile_store_load (sonde_services_get_profiles (self->services), &error);
  sentence = load_waiting (self, profiles, error == NULL);
  for (guint i = 0; i < profiles->len; i++)
    insert (self, SONDE_ORDER_LAST, sonde_connection_new (self->services, g_ptr_array_index (profiles, i), TRUE));

  if (error != NULL && sentence != NULL)
    return g_strconcat (error->message, " ", sentence, NULL);
  return error != NULL ? g_strdup (error->message) : g_steal_pointer (&sentence);
}

SondeConnection *
sonde_connections_add (SondeConnections   *self,
                       const SondeProfile *profile,
                       const char         *password)
{
  SondeConnection *connection;

  g_return_val_if_fail (SONDE_IS_CONNECTIONS (self), NULL);
  g_return_val_if_fail (profile != NULL, NULL);

  connection = sonde_connection_new (self->services, profile, TRUE);
  insert (self, SONDE_ORDER_LAST, connection);
  if (password != NULL)
    sonde_connection_secrets_save (self->secrets, profile, SONDE_SECRET_PASSWORD, password);
  sonde_connections_changed (self);
  return connection;
}

static char *
make_free_name (SondeConnections *self,
                const char       *name)
{
  g_autofree char *free_name = NULL;

  for (guint n = 2;; n++)
    {
      g_free (free_name);
      free_name = g_strdup_printf ("%s (%u)", name, n);
      if (sonde_connections_find_by_name (self, free_name) == NULL)
        return g_steal_pointer (&free_name);
    }
}

GPtrArray *
sonde_connections_add_all (SondeConnections *self,
                           GPtrArray        *profiles)
{
  GPtrArray *added;

  g_return_val_if_fail (SONDE_IS_CONNECTIONS (self), NULL);
  g_return_val_if_fail (profiles != NULL, NULL);

  added = g_ptr_array_sized_new (profiles->len);
  for (guint i = 0; i < profiles->len; i++)
    {
      g_autoptr (SondeProfile) profile = sonde_profile_copy (g_ptr_array_index (profiles, i));
      SondeConnection *connection;

      if (sonde_connections_find_by_name (self, profile->name) != NULL)
        {
          g_autofree char *name = g_steal_pointer (&profile->name);

          profile->name = make_free_name (self, name);
        }
      connection = sonde_connection_new (self->services, profile, TRUE);
      insert (self, SONDE_ORDER_LAST, connection);
      g_ptr_array_add (added, connection);
    }

  sonde_connections_changed (self);
  return added;
}

static void
take_filters (SondeProfile       *profile,
              const SondeProfile *from)
{
  g_ptr_array_set_size (profile->subscriptions, 0);
  g_ptr_array_set_size (profile->dropped, 0);
  for (guint i = 0; i < from->subscriptions->len; i++)
    g_ptr_array_add (profile->subscriptions, sonde_wanted_copy (g_ptr_array_index (from->subscriptions, i)));
  for (guint i = 0; i < from->dropped->len; i++)
    sonde_profile_unwant (profile, g_ptr_array_index (from->dropped, i), TRUE);
}

void
sonde_connections_update (SondeConnections   *self,
                          SondeConnection    *connection,
                          const SondeProfile *profile,
                          const char         *password)
{
  g_autoptr (SondeProfile) merged = NULL;

  g_return_if_fail (SONDE_IS_CONNECTIONS (self));
  g_return_if_fail (SONDE_IS_CONNECTION (connection));
  g_return_if_fail (profile != NULL);

  /* What was subscribed while the editor was open is not the editor's to undo. */
  merged = sonde_profile_copy (profile);
  take_filters (merged, sonde_connection_get_profile (connection));

  if (password != NULL)
    {
      sonde_connection_forget_password (connection);
      sonde_connection_secrets_save (self->secrets, merged, SONDE_SECRET_PASSWORD, password);
    }
  sonde_connection_set_profile (connection, merged);

  /* What a URI opened is a profile from now on. */
  if (!sonde_connection_get_saved (connection))
    {
      sonde_connection_set_saved (connection, TRUE);
      save (self);
    }
}

void
sonde_connections_save_secret (SondeConnections *self,
                               SondeConnection  *connection,
                               const char       *purpose,
                               const char       *secret)
{
  g_return_if_fail (SONDE_IS_CONNECTIONS (self));
  g_return_if_fail (SONDE_IS_CONNECTION (connection));

  sonde_connection_secrets_save (self->secrets, sonde_connection_get_profile (connection), purpose, secret);
}

SondeConnection *
sonde_connections_find_by_name (SondeConnections *self,
                                const char       *name)
{
  g_return_val_if_fail (SONDE_IS_CONNECTIONS (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  for (guint i = 0; i < self->items->len; i++)
    {
      SondeConnection *item = g_ptr_array_index (self->items, i);

      if (strcmp (sonde_connection_get_name (item), name) == 0)
        return item;
    }
  return NULL;
}

SondeConnection *
sonde_connections_duplicate (SondeConnections *self,
                             SondeConnection  *connection)
{
  g_autoptr (SondeProfile) profile = NULL;
  const SondeProfile *original;
  SondeConnection    *copy;
  guint               position;

  g_return_val_if_fail (SONDE_IS_CONNECTIONS (self), NULL);
  g_return_val_if_fail (g_ptr_array_find (self->items, connection, &position), NULL);

  original = sonde_connection_get_profile (connection);
  profile = sonde_profile_copy (original);
  g_free (profile->id);
  profile->id = g_uuid_string_random ();
  g_free (profile->name);
  profile->name = make_free_name (self, original->name);

  /* Two clients may not share a client id (MQTT 5.0, 3.1.4-3). */
  if (*original->client_id != '\0')
    {
      g_free (profile->client_id);
      profile->client_id = sonde_profile_generate_client_id ();
    }
  g_ptr_array_set_size (profile->dropped, 0);
  sonde_alert_rules_copy (sonde_alert_rules_get_for (self->services), original->id, profile->id);

  copy = sonde_connection_new (self->services, profile, TRUE);
  insert (self, position + 1, copy);
  sonde_connection_secrets_copy (self->secrets, original->id, profile);
  sonde_connections_changed (self);
  return copy;
}

void
sonde_connections_remove (SondeConnections *self,
                          SondeConnection  *connection)
{
  guint position;

  g_return_if_fail (SONDE_IS_CONNECTIONS (self));
  g_return_if_fail (g_ptr_array_find (self->items, connection, &position));

  sonde_connection_disconnect (connection);
  g_hash_table_insert (self->removed, g_object_ref (connection), GUINT_TO_POINTER (position));
  g_signal_handlers_disconnect_by_func (connection, profile_changed_cb, self);
  g_signal_handlers_disconnect_by_func (connection, password_needed_cb, self);
  g_signal_handlers_disconnect_by_func (sonde_connection_get_waiting (connection), waiting_cb, self);
  g_ptr_array_remove_index (self->items, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
  sonde_connections_changed (self);
}

void
sonde_connections_restore (SondeConnections *self,
                           SondeConnection  *connection)
{
  gpointer position;

  g_return_if_fail (SONDE_IS_CONNECTIONS (self));

  if (!g_hash_table_lookup_extended (self->removed, connection, NULL, &position))
    return;

  insert (self, GPOINTER_TO_UINT (position), g_object_ref (connection));
  g_hash_table_remove (self->removed, connection);
  sonde_connections_changed (self);
}

void
sonde_connections_forget (SondeConnections *self,
                          SondeConnection  *connection)
{
  g_return_if_fail (SONDE_IS_CONNECTIONS (self));

  if (!g_hash_table_contains (self->removed, connection))
    return;

  sonde_connection_secrets_forget (self->secrets, sonde_connection_get_profile (connection));
  sonde_waiting_list_clear (sonde_connection_get_waiting (connection));
  sonde_template_store_release_profile (sonde_services_get_templates (self->services),
                                        sonde_connection_get_profile (connection)->id);
  sonde_alert_rules_forget (sonde_alert_rules_get_for (self->services), sonde_connection_get_profile (connection)->id);
  g_hash_table_remove (self->removed, connection);
}

SondeConnection *
sonde_connections_open_uri (SondeConnections *self,
                            const char       *uri,
                            GError          **error)
{
  g_autoptr (SondeProfile) profile = NULL;
  SondeConnection *connection;

  g_return_val_if_fail (SONDE_IS_CONNECTIONS (self), NULL);

  profile = sonde_uri_parse (uri, error);
  if (profile == NULL)
    return NULL;

  connection = sonde_connection_new (self->services, profile, FALSE);
  insert (self, SONDE_ORDER_LAST, connection);
  g_signal_emit (self, signals[CHANGED], 0);
  return connection;
}

/* All disconnected, and each password with the keyring. */
static gboolean
is_settled (SondeConnections *self)
{
  if (!sonde_connection_secrets_is_settled (self->secrets))
    return FALSE;

  for (guint i = 0; i < self->items->len; i++)
    if (sonde_connection_get_state (g_ptr_array_index (self->items, i)) != SONDE_STATE_IDLE)
      return FALSE;
  return TRUE;
}

static gboolean
deadline_cb (gpointer user_data)
{
  gboolean *passed = user_data;

  *passed = TRUE;
  return G_SOURCE_CONTINUE;
}

void
sonde_connections_shut_down (SondeConnections *self)
{
  g_autoptr (GError) error = NULL;
  gboolean passed = FALSE;
  guint    deadline;

  g_return_if_fail (SONDE_IS_CONNECTIONS (self));

  for (guint i = 0; i < self->items->len; i++)
    sonde_connection_disconnect (g_ptr_array_index (self->items, i));

  /* The window is gone: let each DISCONNECT reach its broker, and each password the keyring, but not
   * for long. */
  deadline = g_timeout_add_seconds (SHUT_DOWN_SECONDS, deadline_cb, &passed);
  while (!passed && !is_settled (self))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (deadline);

  sonde_local_broker_stop_and_wait (sonde_services_get_local_broker (self->services));
  if (!sonde_profile_store_flush (sonde_services_get_profiles (self->services), &error))
    g_warning ("%s", error->message);
  g_clear_error (&error);
  sonde_recent_store_flush (sonde_services_get_recent_filters (self->services));
  sonde_recent_store_flush (sonde_services_get_recent_topics (self->services));
  if (!sonde_waiting_store_close (sonde_services_get_waiting (self->services), &error))
    g_warning ("%s", error->message);
  sonde_services_flush (self->services);
}
