/* sonde-series-table.h: samples of several series side by side, as CSV
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-series.h"

G_BEGIN_DECLS

/* A copy of samples, which goes to a worker */
typedef struct _SondeSeriesTable SondeSeriesTable;

/* Times from @from up to and with @to */
SondeSeriesTable *sonde_series_table_new (gint64 from,
                                          gint64 to);
void              sonde_series_table_free (SondeSeriesTable *self);
void              sonde_series_table_add (SondeSeriesTable *self,
                                          SondeSeries      *series);

/* A line of titles, then one a time at which there is any sample, in UTC; where a series has none
 * then, or a gap, the field is empty. RFC 4180. Any thread. */
GBytes *sonde_series_table_to_csv (SondeSeriesTable *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeSeriesTable, sonde_series_table_free)

G_END_DECLS
