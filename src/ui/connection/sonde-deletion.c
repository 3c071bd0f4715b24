/* sonde-deletion.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-deletion"

#include "sonde-deletion.h"

#include "sonde-notice.h"

#include <glib/gi18n.h>

typedef struct
{
  SondeConnections *connections;
  SondeConnection  *connection;
  gboolean          restored;
} Deletion;

/* With the toast goes the last chance to undo. */
static void
deletion_free (gpointer data)
{
  Deletion *deletion = data;

  if (!deletion->restored)
    sonde_connections_forget (deletion->connections, deletion->connection);

  g_object_unref (deletion->connections);
  g_object_unref (deletion->connection);
  g_free (deletion);
}

static void
undo_cb (Deletion *deletion)
{
  deletion->restored = TRUE;
  sonde_connections_restore (deletion->connections, deletion->connection);
}

AdwToast *
sonde_deletion_new (SondeConnections *connections,
                    SondeConnection  *connection)
{
  g_autofree char *title = NULL;
  Deletion        *deletion;
  AdwToast        *toast;

  g_return_val_if_fail (SONDE_IS_CONNECTIONS (connections), NULL);
  g_return_val_if_fail (SONDE_IS_CONNECTION (connection), NULL);

  title = g_strdup_printf (_ ("“%s” deleted"), sonde_connection_get_name (connection));
  toast = sonde_notice_new_undo (title);

  deletion = g_new0 (Deletion, 1);
  deletion->connections = g_object_ref (connections);
  deletion->connection = g_object_ref (connection);
  g_object_set_data_full (G_OBJECT (toast), "deletion", deletion, deletion_free);
  g_signal_connect_swapped (toast, "button-clicked", G_CALLBACK (undo_cb), deletion);

  sonde_connections_remove (connections, connection);
  return toast;
}
