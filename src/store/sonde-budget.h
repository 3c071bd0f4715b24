/* sonde-budget.h: one bound for the memory of all logs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Main thread only.
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define SONDE_TYPE_BUDGET (sonde_budget_get_type ())
G_DECLARE_FINAL_TYPE (SondeBudget, sonde_budget, SONDE, BUDGET, GObject)

#define SONDE_BUDGET_DEFAULT (G_GUINT64_CONSTANT (1) << 30)

SondeBudget *sonde_budget_new (guint64 limit);
guint64      sonde_budget_get_limit (SondeBudget *self);
void         sonde_budget_set_limit (SondeBudget *self,
                                     guint64      limit);
guint64      sonde_budget_get_used (SondeBudget *self);

G_END_DECLS
