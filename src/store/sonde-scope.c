/* sonde-scope.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-scope"

#include "sonde-scope.h"

#include <sonde-topic.h>

struct _SondeScope
{
  gatomicrefcount refs;
  GStrv           solo;
  GStrv           muted;
  GStrv           heard;
};

G_DEFINE_BOXED_TYPE (SondeScope, sonde_scope, sonde_scope_ref, sonde_scope_unref)

SondeScope *
sonde_scope_new (const char *const *solo,
                 const char *const *muted,
                 const char *const *heard)
{
  SondeScope *self;

  g_return_val_if_fail (solo != NULL && muted != NULL && heard != NULL, NULL);

  if (solo[0] == NULL && muted[0] == NULL)
    return NULL;

  self = g_new0 (SondeScope, 1);
  g_atomic_ref_count_init (&self->refs);
  self->solo = g_strdupv ((GStrv) solo);
  self->muted = g_strdupv ((GStrv) muted);
  self->heard = g_strdupv ((GStrv) heard);

  return self;
}

SondeScope *
sonde_scope_ref (SondeScope *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->refs);

  return self;
}

void
sonde_scope_unref (SondeScope *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->refs))
    return;

  g_strfreev (self->solo);
  g_strfreev (self->muted);
  g_strfreev (self->heard);
  g_free (self);
}

gboolean
sonde_scope_equal (const SondeScope *a,
                   const SondeScope *b)
{
  if (a == NULL || b == NULL)
    return a == b;

  return g_strv_equal ((const char *const *) a->solo, (const char *const *) b->solo) &&
         g_strv_equal ((const char *const *) a->muted, (const char *const *) b->muted) &&
         g_strv_equal ((const char *const *) a->heard, (const char *const *) b->heard);
}

const char *const *
sonde_scope_get_solo (const SondeScope *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const char *const *) self->solo;
}

const char *const *
sonde_scope_get_muted (const SondeScope *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const char *const *) self->muted;
}

gboolean
sonde_scope_is_solo (const SondeScope *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->solo[0] != NULL;
}

static gboolean
any_matches (char *const *filters,
             const char  *topic,
             gsize        length)
{
  for (; *filters != NULL; filters++)
    if (sonde_topic_filter_matches (*filters, topic, length))
      return TRUE;

  return FALSE;
}

gboolean
sonde_scope_shows (const SondeScope *self,
                   const char       *topic,
                   gsize             length)
{
  g_return_val_if_fail (self != NULL, TRUE);

  if (sonde_scope_is_solo (self))
    return any_matches (self->solo, topic, length);

  return !any_matches (self->muted, topic, length) || any_matches (self->heard, topic, length);
}
