/* sonde-budget.h: one bound for the memory of all logs, trees of topics and rings of packets
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

/* What is held beside messages, by one. All zero: it counts to no budget. Messages make room for it at the
 * next one that comes. */
typedef struct
{
  SondeBudget *budget;
  gsize        cost;
  gboolean     bounded;
} SondeBudgetShare;

/* @bounded: it asks for room before it grows; all such shares together have a quarter of the limit */
void  sonde_budget_share_init (SondeBudgetShare *self,
                               SondeBudget      *budget,
                               gboolean          bounded);
void  sonde_budget_share_set (SondeBudgetShare *self,
                              gsize             cost);
gsize sonde_budget_share_get_room (const SondeBudgetShare *self);
void  sonde_budget_share_clear (SondeBudgetShare *self);

G_END_DECLS
