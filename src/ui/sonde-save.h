/* sonde-save.h: into a file the user chooses
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @user_data: (transfer full) */
typedef void (*SondeSaveFunc) (GtkWidget *widget,
                               GFile     *file,
                               gpointer   user_data);

/* Asks where, in a dialog of the window that @widget is in. @save is called with the place that is
 * chosen; where none is, @user_data is freed by @destroy. */
void sonde_save_ask (GtkWidget     *widget,
                     const char    *title,
                     const char    *accept_label,
                     const char    *name, /* suggested */
                     SondeSaveFunc  save,
                     gpointer       user_data,
                     GDestroyNotify destroy);

/* Writes @bytes without blocking, and says in a toast of the window how it went. */
void sonde_save_write (GtkWidget *widget,
                       GFile     *file,
                       GBytes    *bytes);

/* The name of @file, to be shown: valid UTF-8 whatever the file system has */
char *sonde_save_dup_shown_name (GFile *file);

/* "Tyler-1/motor/3/speed", "json" → "speed.json"; never empty, hidden or with a slash */
char *sonde_save_dup_topic_name (const char *topic,
                                 const char *extension);

/* "Lab EMQX", ".csv" → "Lab EMQX 2024-05-01 12.30.00.csv"; begins with @otherwise where @name would hide it */
char *sonde_save_dup_dated_name (const char *name,
                                 const char *otherwise,
                                 const char *ending);

G_END_DECLS
