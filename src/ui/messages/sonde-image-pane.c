/* sonde-image-pane.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Decoded in a worker, and only when its dimensions, told before its pixels are, can be borne:
 * a few bytes may promise a billion pixels.
 */

#define G_LOG_DOMAIN "sonde-image-pane"

#include "sonde-image-pane.h"

#include <glib/gi18n.h>

#define MAX_PIXELS (40 * 1000 * 1000) /* 160 MB decoded */
#define PIECE (64 * 1024)

struct _SondeImagePane
{
  AdwBin parent_instance;

  GCancellable *cancellable;
  char         *note;

  GtkPicture *picture;
};

static void sonde_image_pane_init_pane (SondePayloadPaneInterface *iface);

/* clang-format off */
G_DEFINE_FINAL_TYPE_WITH_CODE (SondeImagePane, sonde_image_pane, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (SONDE_TYPE_PAYLOAD_PANE, sonde_image_pane_init_pane))
/* clang-format on */

typedef struct
{
  int      width, height;
  gboolean too_large;
} Dimensions;

static void
size_prepared_cb (GdkPixbufLoader *loader,
                  int              width,
                  int              height,
                  Dimensions      *dimensions)
{
  dimensions->width = width;
  dimensions->height = height;
  dimensions->too_large = (gint64) width * height > MAX_PIXELS;

  /* No size is how a loader is told to go no further. */
  if (dimensions->too_large)
    gdk_pixbuf_loader_set_size (loader, 0, 0);
}

static gboolean
write_all (GdkPixbufLoader *loader,
           GBytes          *payload,
           GCancellable    *cancellable,
           GError         **error)
{
  gsize         size;
  const guint8 *bytes = g_bytes_get_data (payload, &size);

  for (gsize at = 0; at < size; at += PIECE)
    if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
        !gdk_pixbuf_loader_write (loader, bytes + at, MIN (PIECE, size - at), error))
      return FALSE;

  return TRUE;
}

static void
decode_worker (GTask        *task,
               gpointer      source,
               gpointer      task_data,
               GCancellable *cancellable)
{
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new ();
  g_autoptr (GError) error = NULL;
  Dimensions dimensions = { 0 };
  GdkPixbuf *pixbuf = NULL;

  g_signal_connect (loader, "size-prepared", G_CALLBACK (size_prepared_cb), &dimensions);
  if (write_all (loader, task_data, cancellable, &error))
    {
      gdk_pixbuf_loader_close (loader, &error);
      pixbuf = gdk_pixbuf_loader_get_pixbuf (loader);
    }
  else
    gdk_pixbuf_loader_close (loader, NULL);

  if (dimensions.too_large)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NO_SPACE, _ ("%d × %d pixels are too many to show."),
                             dimensions.width, dimensions.height);
  else if (pixbuf != NULL && error == NULL)
    g_task_return_pointer (task, g_object_ref (pixbuf), g_object_unref);
  else if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _ ("The image is not whole."));
}

static void
take_note (SondeImagePane *self,
           char           *note)
{
  g_free (self->note);
  self->note = note;
  sonde_payload_pane_changed (SONDE_PAYLOAD_PANE (self));
}

static void
decoded_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  SondeImagePane *self = SONDE_IMAGE_PANE (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkPixbuf) pixbuf = g_task_propagate_pointer (G_TASK (result), &error);
  g_autoptr (GdkTexture) texture = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->cancellable);
  if (pixbuf == NULL)
    {
      take_note (self, g_strdup_printf (_ ("This image cannot be shown: %s"), error->message));
      return;
    }

  texture = gdk_texture_new_for_pixbuf (pixbuf);
  gtk_picture_set_paintable (self->picture, GDK_PAINTABLE (texture));
  /* Translators: width and height of an image */
  take_note (self, g_strdup_printf (_ ("%d × %d pixels"), gdk_texture_get_width (texture), gdk_texture_get_height (texture)));
}

static void
stop (SondeImagePane *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_picture_set_paintable (self->picture, NULL);
}

static void
sonde_image_pane_set_item (SondePayloadPane *pane,
                           SondeMessageItem *item)
{
  SondeImagePane *self = SONDE_IMAGE_PANE (pane);
  g_autoptr (GTask) task = NULL;

  stop (self);
  take_note (self, NULL);
  if (item == NULL)
    return;

  self->cancellable = g_cancellable_new ();
  task = g_task_new (self, self->cancellable, decoded_cb, NULL);
  g_task_set_source_tag (task, sonde_image_pane_set_item);
  g_task_set_task_data (task, sonde_message_item_ref_payload (item), (GDestroyNotify) g_bytes_unref);
  g_task_run_in_thread (task, decode_worker);
}

static char *
sonde_image_pane_dup_note (SondePayloadPane *pane)
{
  SondeImagePane *self = SONDE_IMAGE_PANE (pane);

  return g_strdup (self->note != NULL ? self->note : "");
}

static void
sonde_image_pane_init_pane (SondePayloadPaneInterface *iface)
{
  iface->set_item = sonde_image_pane_set_item;
  iface->dup_note = sonde_image_pane_dup_note;
}

static void
sonde_image_pane_dispose (GObject *object)
{
  SondeImagePane *self = SONDE_IMAGE_PANE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->note, g_free);

  G_OBJECT_CLASS (sonde_image_pane_parent_class)->dispose (object);
}

static void
sonde_image_pane_class_init (SondeImagePaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sonde_image_pane_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/messages/sonde-image-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeImagePane, picture);
}

static void
sonde_image_pane_init (SondeImagePane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
