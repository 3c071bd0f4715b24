/* sonde-budget-private.h: the budget as the logs see it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-budget.h"
#include "sonde-message-log.h"

G_BEGIN_DECLS

/* @log is not owned: it takes itself out, and what it holds, before it goes. */
void sonde_budget_add (SondeBudget     *self,
                       SondeMessageLog *log);
void sonde_budget_remove (SondeBudget     *self,
                          SondeMessageLog *log);

void sonde_budget_charge (SondeBudget *self,
                          gsize        cost);
void sonde_budget_release (SondeBudget *self,
                           gsize        cost);

/* Lets the oldest segments of all logs go until the limit holds. Signals of the logs run. */
void sonde_budget_enforce (SondeBudget *self);

G_END_DECLS
