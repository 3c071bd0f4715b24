/* sonde-certificate-row.h: a certificate a broker presented, to be unfolded
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-chain.h>

#include <adwaita.h>

G_BEGIN_DECLS

#define SONDE_TYPE_CERTIFICATE_ROW (sonde_certificate_row_get_type ())
G_DECLARE_FINAL_TYPE (SondeCertificateRow, sonde_certificate_row, SONDE, CERTIFICATE_ROW, AdwExpanderRow)

GtkWidget *sonde_certificate_row_new (const SondeCertificate *certificate);

G_END_DECLS
