/* sonde-chain-group.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-chain-group"

#include "sonde-chain-group.h"

#include "sonde-certificate-row.h"
#include "sonde-detail-row.h"

#include <glib/gi18n.h>

struct _SondeChainGroup
{
  AdwPreferencesGroup parent_instance;

  SondeChain *chain;
  GPtrArray  *rows; /* of GtkWidget, not owned */
};

G_DEFINE_FINAL_TYPE (SondeChainGroup, sonde_chain_group, ADW_TYPE_PREFERENCES_GROUP)

static void
sonde_chain_group_finalize (GObject *object)
{
  SondeChainGroup *self = SONDE_CHAIN_GROUP (object);

  g_clear_pointer (&self->chain, sonde_chain_unref);
  g_ptr_array_unref (self->rows);

  G_OBJECT_CLASS (sonde_chain_group_parent_class)->finalize (object);
}

static void
sonde_chain_group_class_init (SondeChainGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sonde_chain_group_finalize;
}

static void
sonde_chain_group_init (SondeChainGroup *self)
{
  self->rows = g_ptr_array_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _ ("What the broker presented"));
}

static void
add (SondeChainGroup *self,
     GtkWidget       *row)
{
  g_ptr_array_add (self->rows, row);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
}

static void
fill (SondeChainGroup  *self,
      const SondeChain *chain)
{
  g_autofree char *asked = g_strdup_printf (_ ("Asked for “%s”."), chain->asked_for);
  g_autofree char *escaped = g_markup_escape_text (asked, -1);

  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), escaped);
  for (guint i = 0; i < chain->certificates->len; i++)
    add (self, sonde_certificate_row_new (g_ptr_array_index (chain->certificates, i)));
  if (chain->missing_issuer != NULL)
    add (self, sonde_detail_row_new (_ ("Not presented, and not known to this computer"), chain->missing_issuer));
}

void
sonde_chain_group_set_chain (SondeChainGroup *self,
                             SondeChain      *chain)
{
  g_return_if_fail (SONDE_IS_CHAIN_GROUP (self));

  gtk_widget_set_visible (GTK_WIDGET (self), chain != NULL);
  if (self->chain == chain)
    return;

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);

  g_clear_pointer (&self->chain, sonde_chain_unref);
  if (chain == NULL)
    return;

  self->chain = sonde_chain_ref (chain);
  fill (self, chain);
}
