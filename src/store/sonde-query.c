/* sonde-query.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-query"

#include "sonde-query.h"

#include "sonde-query-parser.h"
#include "sonde-query-term.h"

/*
 * What a topic decides is found once a topic and kept in a word, its verdict:
 *
 *   bit i, of a term    the topic meets it, so that the payload need not be searched
 *   OUT_OF_SCOPE        no message received on this topic matches
 *   REJECTS             no message on this topic matches
 *   KNOWN               the rest is valid
 */
#define VERDICT_KNOWN (G_GUINT64_CONSTANT (1) << 63)
#define VERDICT_REJECTS (G_GUINT64_CONSTANT (1) << 62)
#define VERDICT_OUT_OF_SCOPE (G_GUINT64_CONSTANT (1) << 61)

G_STATIC_ASSERT (SONDE_QUERY_MAX_TERMS <= 61);

struct _SondeQuery
{
  gatomicrefcount refs;
  GArray         *terms; /* SondeQueryTerm, as typed */

  /* The same by what they look at; the cheapest first. */
  GPtrArray *record_terms;
  GPtrArray *topic_terms;
  GPtrArray *payload_terms; /* those of TEXT and REGEX that look at topics stand in both */

  SondeScope *scope; /* NULL: all */
};

/* clang-format off */
G_DEFINE_QUARK (sonde-query-error-quark, sonde_query_error)
/* clang-format on */

static SondeQueryTerm *
get_term (const SondeQuery *self,
          guint             n)
{
  return &g_array_index (self->terms, SondeQueryTerm, n);
}

/* ---- Made ---- */

static int
get_cost (const SondeQueryTerm *term)
{
  gboolean is_folded = term->type == SONDE_TERM_TEXT && term->needle.mode == SONDE_NEEDLE_FOLDED;

  return term->type * 2 + is_folded;
}

static int
compare_cost (gconstpointer a,
              gconstpointer b)
{
  return get_cost (*(SondeQueryTerm *const *) a) - get_cost (*(SondeQueryTerm *const *) b);
}

static void
sort_terms (SondeQuery *self)
{
  for (guint i = 0; i < self->terms->len; i++)
    {
      SondeQueryTerm *term = get_term (self, i);

      if (term->type < SONDE_TERM_TOPIC)
        g_ptr_array_add (self->record_terms, term);
      else if (!term->payload_only)
        g_ptr_array_add (self->topic_terms, term);
      if (term->type > SONDE_TERM_TOPIC)
        g_ptr_array_add (self->payload_terms, term);
    }

  g_ptr_array_sort (self->record_terms, compare_cost);
  g_ptr_array_sort (self->topic_terms, compare_cost);
  g_ptr_array_sort (self->payload_terms, compare_cost);
}

static SondeQuery *
create_query (void)
{
  SondeQuery *self = g_new0 (SondeQuery, 1);

  g_atomic_ref_count_init (&self->refs);
  self->terms = g_array_new (FALSE, FALSE, sizeof (SondeQueryTerm));
  g_array_set_clear_func (self->terms, (GDestroyNotify) sonde_query_term_clear);
  self->record_terms = g_ptr_array_new ();
  self->topic_terms = g_ptr_array_new ();
  self->payload_terms = g_ptr_array_new ();

  return self;
}

SondeQuery *
sonde_query_parse (const char     *text,
                   SondeQuerySpan *fault,
                   GError        **error)
{
  g_autoptr (SondeQuery) self = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  self = create_query ();
  if (!sonde_query_parse_terms (text, self->terms, fault, error))
    return NULL;

  sort_terms (self);

  return g_steal_pointer (&self);
}

SondeQuery *
sonde_query_new_scoped (const SondeQuery *query,
                        SondeScope       *scope)
{
  SondeQuery *self;

  g_return_val_if_fail (scope != NULL, NULL);

  if (query == NULL)
    {
      self = create_query ();
    }
  else
    {
      /* What never changes is shared. */
      self = g_new0 (SondeQuery, 1);
      g_atomic_ref_count_init (&self->refs);
      self->terms = g_array_ref (query->terms);
      self->record_terms = g_ptr_array_ref (query->record_terms);
      self->topic_terms = g_ptr_array_ref (query->topic_terms);
      self->payload_terms = g_ptr_array_ref (query->payload_terms);
    }
  self->scope = sonde_scope_ref (scope);

  return self;
}

SondeQuery *
sonde_query_ref (SondeQuery *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->refs);

  return self;
}

void
sonde_query_unref (SondeQuery *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->refs))
    return;

  g_ptr_array_unref (self->record_terms);
  g_ptr_array_unref (self->topic_terms);
  g_ptr_array_unref (self->payload_terms);
  g_array_unref (self->terms);
  g_clear_pointer (&self->scope, sonde_scope_unref);
  g_free (self);
}

/* ---- Told ---- */

guint
sonde_query_get_n_terms (const SondeQuery *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->terms->len;
}

SondeQuerySpan
sonde_query_get_term_span (const SondeQuery *self,
                           guint             term)
{
  SondeQuerySpan none = { 0 };

  g_return_val_if_fail (self != NULL && term < self->terms->len, none);

  return get_term (self, term)->span;
}

gboolean
sonde_query_get_term_excludes (const SondeQuery *self,
                               guint             term)
{
  g_return_val_if_fail (self != NULL && term < self->terms->len, FALSE);

  return get_term (self, term)->excludes;
}

gboolean
sonde_query_get_term_is_operator (const SondeQuery *self,
                                  guint             term)
{
  SondeQueryTerm *its;

  g_return_val_if_fail (self != NULL && term < self->terms->len, FALSE);

  its = get_term (self, term);

  return its->type != SONDE_TERM_TEXT || its->payload_only || its->excludes;
}

char *
sonde_query_dup_term_description (const SondeQuery *self,
                                  guint             term)
{
  g_return_val_if_fail (self != NULL && term < self->terms->len, NULL);

  return sonde_query_term_describe (get_term (self, term));
}

/* ---- Matched ---- */

static guint64
judge_topic (const SondeQuery        *self,
             const SondeSegmentTopic *topic)
{
  guint64 verdict = VERDICT_KNOWN;

  if (self->scope != NULL && !sonde_scope_shows (self->scope, topic->name, topic->length))
    verdict |= VERDICT_OUT_OF_SCOPE;

  for (guint i = 0; i < self->topic_terms->len; i++)
    {
      const SondeQueryTerm *term = self->topic_terms->pdata[i];
      gboolean              holds = sonde_query_term_holds_for_bytes (term, (const guint8 *) topic->name, topic->length);

      if (holds)
        verdict |= G_GUINT64_CONSTANT (1) << (term - get_term (self, 0));
      /* What the topic does not hold, the payload still may. */
      if (holds ? term->excludes : term->type == SONDE_TERM_TOPIC && !term->excludes)
        return verdict | VERDICT_REJECTS;
    }

  return verdict;
}

/* An event has neither topic nor payload to test. */
static inline gboolean
event_matches (const SondeQuery *self)
{
  return self->terms->len == 0 && (self->scope == NULL || !sonde_scope_is_solo (self->scope));
}

static inline gboolean
record_matches (const SondeQuery  *self,
                const SondeRecord *record)
{
  SondeMessageKind kind = sonde_record_get_kind (record);

  if (kind == SONDE_MESSAGE_EVENT)
    return event_matches (self);
  if (kind != SONDE_MESSAGE_RECEIVED && self->scope != NULL && sonde_scope_is_solo (self->scope))
    return FALSE;

  for (guint i = 0; i < self->record_terms->len; i++)
    {
      const SondeQueryTerm *term = self->record_terms->pdata[i];

      if (sonde_query_term_holds_for_record (term, record) == term->excludes)
        return FALSE;
    }

  return TRUE;
}

static inline gboolean
payload_matches (const SondeQuery   *self,
                 const SondeSegment *segment,
                 const SondeRecord  *record,
                 guint64             verdict)
{
  const guint8 *payload = sonde_segment_get_payload (segment, record);

  for (guint i = 0; i < self->payload_terms->len; i++)
    {
      const SondeQueryTerm *term = self->payload_terms->pdata[i];

      if ((verdict >> (term - get_term (self, 0)) & 1) != 0)
        continue;
      if (sonde_query_term_holds_for_bytes (term, payload, record->payload_size) == term->excludes)
        return FALSE;
    }

  return TRUE;
}

static inline gboolean
verdict_admits (guint64            verdict,
                const SondeRecord *record)
{
  return (verdict & VERDICT_REJECTS) == 0 &&
         ((verdict & VERDICT_OUT_OF_SCOPE) == 0 || sonde_record_get_kind (record) != SONDE_MESSAGE_RECEIVED);
}

gboolean
sonde_query_matches (const SondeQuery   *self,
                     const SondeSegment *segment,
                     const SondeRecord  *record)
{
  guint64 verdict;

  g_return_val_if_fail (self != NULL, FALSE);

  if (!record_matches (self, record))
    return FALSE;

  verdict = judge_topic (self, sonde_segment_get_topic (segment, record));

  return verdict_admits (verdict, record) && payload_matches (self, segment, record, verdict);
}

/* @verdicts: by topic number, as far as they are known */
static inline guint64
get_verdict (const SondeQuery        *self,
             const SondeSegmentTopic *topic,
             GArray                  *verdicts)
{
  guint64 *verdict;

  if (topic->number >= verdicts->len)
    g_array_set_size (verdicts, topic->number + 1);

  verdict = &g_array_index (verdicts, guint64, topic->number);
  if (*verdict == 0)
    *verdict = judge_topic (self, topic);

  return *verdict;
}

void
sonde_query_scan (const SondeQuery   *self,
                  const SondeSegment *segment,
                  guint               first,
                  guint               end,
                  GCancellable       *cancellable,
                  GArray             *matches)
{
  g_autoptr (GArray) verdicts = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (end <= sonde_segment_get_count (segment));

  verdicts = g_array_new (FALSE, TRUE, sizeof (guint64));

  for (guint i = first; i < end && !g_cancellable_is_cancelled (cancellable); i++)
    {
      const SondeRecord *record = sonde_segment_get_record (segment, i);
      guint64            verdict = 0;

      if (!record_matches (self, record))
        continue;
      if (self->topic_terms->len > 0 || self->scope != NULL)
        verdict = get_verdict (self, sonde_segment_get_topic (segment, record), verdicts);
      if (verdict_admits (verdict, record) && payload_matches (self, segment, record, verdict))
        g_array_append_val (matches, i);
    }
}

gboolean
sonde_query_find (const SondeQuery *self,
                  gboolean          in_topic,
                  const guint8     *bytes,
                  gsize             length,
                  SondeQuerySpan   *span)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (bytes != NULL || length == 0, FALSE);

  for (guint i = 0; i < self->terms->len; i++)
    {
      const SondeQueryTerm *term = get_term (self, i);

      if (!term->excludes && !(in_topic && term->payload_only) && sonde_query_term_find (term, bytes, length, span))
        return TRUE;
    }

  return FALSE;
}
