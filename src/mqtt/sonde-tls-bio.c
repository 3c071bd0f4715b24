/* sonde-tls-bio.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-tls-bio"

#include "sonde-tls-bio.h"

static int
bio_read (BIO  *bio,
          char *buffer,
          int   count)
{
  SondeTlsBioState *state = BIO_get_data (bio);
  g_autoptr (GError) error = NULL;
  gssize n;

  BIO_clear_retry_flags (bio);
  n = sonde_layer_read_base (state->layer, buffer, count, &error);
  if (n > 0)
    {
      state->read_waits = state->write_waits = FALSE;
      return n;
    }
  if (n == 0)
    {
      state->eof = TRUE;
      return 0;
    }

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    {
      BIO_set_retry_read (bio);
    }
  else
    {
      g_clear_error (&state->error);
      state->error = g_steal_pointer (&error);
    }

  return -1;
}

/*
 * Takes all, always. Were OpenSSL told to try again, it would insist on the same
 * record; and a KeyUpdate to be answered meanwhile, from within a read, would
 * find that record in its way and break the connection.
 */
static int
bio_write (BIO        *bio,
           const char *data,
           int         count)
{
  SondeTlsBioState *state = BIO_get_data (bio);

  BIO_clear_retry_flags (bio);
  sonde_layer_write_base (state->layer, data, count);

  return count;
}

static long
bio_ctrl (BIO  *bio,
          int   command,
          long  number,
          void *pointer)
{
  SondeTlsBioState *state = BIO_get_data (bio);

  switch (command)
    {
    case BIO_CTRL_FLUSH:
      return 1;
    case BIO_CTRL_EOF:
      return state->eof;
    default:
      return 0;
    }
}

static int
bio_create (BIO *bio)
{
  BIO_set_init (bio, 1);

  return 1;
}

/* OpenSSL wants one table for the life of the program. */
static const BIO_METHOD *
get_method (void)
{
  static gsize once;

  if (g_once_init_enter (&once))
    {
      BIO_METHOD *method = BIO_meth_new (BIO_get_new_index () | BIO_TYPE_SOURCE_SINK, "sonde");

      BIO_meth_set_read (method, bio_read);
      BIO_meth_set_write (method, bio_write);
      BIO_meth_set_ctrl (method, bio_ctrl);
      BIO_meth_set_create (method, bio_create);
      g_once_init_leave (&once, (gsize) method);
    }

  return (const BIO_METHOD *) once;
}

BIO *
sonde_tls_bio_new (SondeTlsBioState *state)
{
  BIO *bio = BIO_new (get_method ());

  BIO_set_data (bio, state);

  return bio;
}
