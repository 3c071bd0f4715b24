/* sonde-certificate-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-certificate-row"

#include "sonde-certificate-row.h"

#include "sonde-detail-row.h"

#include <glib/gi18n.h>

struct _SondeCertificateRow
{
  AdwExpanderRow parent_instance;

  GtkImage *icon;
};

G_DEFINE_FINAL_TYPE (SondeCertificateRow, sonde_certificate_row, ADW_TYPE_EXPANDER_ROW)

static void
sonde_certificate_row_class_init (SondeCertificateRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/sonde_mqtt/Sonde/connection/sonde-certificate-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeCertificateRow, icon);
}

static void
sonde_certificate_row_init (SondeCertificateRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
add_detail (SondeCertificateRow *self,
            const char          *title,
            const char          *text)
{
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), sonde_detail_row_new (title, text));
}

static void
add_details (SondeCertificateRow    *self,
             const SondeCertificate *certificate)
{
  g_autofree char *begins = sonde_certificate_dup_day (certificate->begins);
  g_autofree char *ends = sonde_certificate_dup_day (certificate->ends);
  /* Translators: days, as in "2026-01-31 to 2027-01-31" */
  g_autofree char *valid = g_strdup_printf (_ ("%s to %s"), begins, ends);

  add_detail (self, _ ("Subject"), certificate->subject);
  add_detail (self, _ ("Issued by"), certificate->issuer);
  if (certificate->names != NULL)
    add_detail (self, _ ("For"), certificate->names);
  add_detail (self, _ ("Valid"), valid);
  add_detail (self, _ ("SHA-256 fingerprint"), certificate->fingerprint);
}

static void
mark (SondeCertificateRow    *self,
      const SondeCertificate *certificate)
{
  gboolean    failed = certificate->fault != NULL;
  const char *kind = certificate->is_authority ? _ ("Certificate of an authority") : _ ("The broker’s certificate");

  g_autofree char *haste = sonde_certificate_dup_haste (certificate, g_get_real_time () / G_USEC_PER_SEC);
  g_autofree char *sound = haste != NULL ? g_strdup_printf ("%s · %s", kind, haste) : g_strdup (kind);

  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), failed ? certificate->fault : sound);
  gtk_image_set_from_icon_name (self->icon, failed ? "dialog-error-symbolic" : "application-certificate-symbolic");
  gtk_widget_add_css_class (GTK_WIDGET (self->icon), failed ? "error" : "dim-label");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->icon),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, failed ? _ ("Not accepted") : kind,
                                  -1);
}

/* An expander row is made of lists, which it does not name. */
static void
name_lists (GtkWidget  *widget,
            const char *name)
{
  if (GTK_IS_LIST_BOX (widget))
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    name_lists (child, name);
}

GtkWidget *
sonde_certificate_row_new (const SondeCertificate *certificate)
{
  SondeCertificateRow *self = g_object_new (SONDE_TYPE_CERTIFICATE_ROW, "title", certificate->name, NULL);

  mark (self, certificate);
  add_details (self, certificate);
  name_lists (GTK_WIDGET (self), certificate->name);

  return GTK_WIDGET (self);
}
