/* sonde-copy-ledger.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-copy-ledger"

#include "sonde-copy-ledger.h"

/* A copy of QoS 1 may wait in the broker behind its twin of QoS 0 for as long as this. */
#define PATIENCE_US (30 * G_USEC_PER_SEC)

/* Different contents of which copies are expected, and equal messages that one may be behind */
#define MAX_ACCOUNTS 4096
#define MAX_BEHIND 4096

typedef struct
{
  guint64 content;
  gint64  time; /* of the last that was new; monotonic µs */
  GList   link; /* in by_time, or in spare */
  guint16 behind[SONDE_COPY_SLOTS];
} Account;

struct _SondeCopyLedger
{
  GHashTable *by_content; /* content: Account */
  GQueue      by_time;    /* oldest first */
  GQueue      spare;      /* so that a message allocates nothing */
};

SondeCopyLedger *
sonde_copy_ledger_new (void)
{
  SondeCopyLedger *self = g_new0 (SondeCopyLedger, 1);

  self->by_content = g_hash_table_new (g_int64_hash, g_int64_equal);

  return self;
}

static void
close_account (SondeCopyLedger *self,
               Account         *account)
{
  g_hash_table_remove (self->by_content, &account->content);
  g_queue_unlink (&self->by_time, &account->link);
  g_queue_push_tail_link (&self->spare, &account->link);
}

void
sonde_copy_ledger_clear (SondeCopyLedger *self)
{
  g_return_if_fail (self != NULL);

  while (self->by_time.head != NULL)
    close_account (self, self->by_time.head->data);
}

void
sonde_copy_ledger_free (SondeCopyLedger *self)
{
  GList *link;

  if (self == NULL)
    return;

  sonde_copy_ledger_clear (self);
  while ((link = g_queue_pop_head_link (&self->spare)) != NULL)
    g_free (link->data);
  g_hash_table_unref (self->by_content);
  g_free (self);
}

static Account *
open_account (SondeCopyLedger *self,
              guint64          content)
{
  Account *account;
  GList   *link;

  if (self->by_time.length >= MAX_ACCOUNTS)
    close_account (self, self->by_time.head->data);

  link = g_queue_pop_head_link (&self->spare);
  account = link != NULL ? link->data : g_new (Account, 1);
  *account = (Account){ .content = content, .link.data = account };
  g_hash_table_insert (self->by_content, &account->content, account);
  g_queue_push_tail_link (&self->by_time, &account->link);

  return account;
}

/* Returns: %NULL where none is behind */
static Account *
find_account (SondeCopyLedger *self,
              guint64          content,
              gint64           now)
{
  Account *account = g_hash_table_lookup (self->by_content, &content);

  if (account == NULL || now - account->time <= PATIENCE_US)
    return account;

  close_account (self, account);
  return NULL;
}

static gboolean
are_all_behind (const Account *account,
                guint32        slots)
{
  for (guint i = 0; i < SONDE_COPY_SLOTS; i++)
    if ((slots >> i & 1) && account->behind[i] == 0)
      return FALSE;

  return TRUE;
}

static gboolean
is_any_behind (const Account *account)
{
  for (guint i = 0; i < SONDE_COPY_SLOTS; i++)
    if (account->behind[i] > 0)
      return TRUE;

  return FALSE;
}

gboolean
sonde_copy_ledger_add (SondeCopyLedger *self,
                       guint64          content,
                       guint            n_slots,
                       guint32          slots,
                       gint64           now)
{
  Account *account;

  g_return_val_if_fail (self != NULL, TRUE);
  g_return_val_if_fail (n_slots <= SONDE_COPY_SLOTS, TRUE);
  g_return_val_if_fail (slots != 0, TRUE);

  account = find_account (self, content, now);
  if (account != NULL && are_all_behind (account, slots))
    {
      for (guint i = 0; i < SONDE_COPY_SLOTS; i++)
        account->behind[i] -= slots >> i & 1;
      if (!is_any_behind (account))
        close_account (self, account);
      return FALSE;
    }

  /* One copy for all of them: none is to follow. */
  if (slots == sonde_copy_slots_all (n_slots))
    return TRUE;

  if (account == NULL)
    account = open_account (self, content);
  g_queue_unlink (&self->by_time, &account->link);
  g_queue_push_tail_link (&self->by_time, &account->link);
  account->time = now;
  for (guint i = 0; i < n_slots; i++)
    if ((slots >> i & 1) == 0 && account->behind[i] < MAX_BEHIND)
      account->behind[i]++;

  return TRUE;
}
