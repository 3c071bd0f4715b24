/* profile-store-fixture.h: a profiles file in a folder of its own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-profile-store.h>

#define GOOD "{\"version\":1,\"profiles\":[{\"id\":\"a\",\"name\":\"Good\"}]}"
#define BACKUP "{\"version\":1,\"profiles\":[{\"id\":\"b\",\"name\":\"Backup\"}]}"
#define NEWER "{\"version\":2,\"profiles\":[{\"id\":\"n\",\"name\":\"Newer\"}]}"

typedef struct
{
  char              *folder;
  char              *path;
  char              *backup;
  SondeProfileStore *store;
} Fixture;

void set_up (Fixture      *fixture,
             gconstpointer data);
void tear_down (Fixture      *fixture,
                gconstpointer data);
void put (const char *path,
          const char *text);
void assert_contents (const char *path,
                      const char *expected);

/* The only file of the folder with @part in its name. Returns: (nullable) (transfer full) */
char       *find_file (Fixture    *fixture,
                       const char *part);
GPtrArray  *load (Fixture *fixture,
                  int      code);
void        store_result_cb (GObject      *object,
                             GAsyncResult *result,
                             gpointer      user_data);
gboolean    save (Fixture   *fixture,
                  GPtrArray *profiles,
                  GError   **error);
void        save_or_fail (Fixture   *fixture,
                          GPtrArray *profiles);
void        refused (Fixture   *fixture,
                     GPtrArray *profiles,
                     int        code);
const char *get_name (GPtrArray *profiles,
                      guint      index);
void        rename_first (GPtrArray  *profiles,
                          const char *name);

/* What a store that starts now would show */
char *read_first_name (Fixture *fixture);

/* To a test of a fixture */
#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
