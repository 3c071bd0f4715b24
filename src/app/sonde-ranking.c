/* sonde-ranking.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-ranking"

#include "sonde-ranking.h"

#include <string.h>

/* Characters of the text, and of a word */
#define MOST_TEXT 512
#define MOST_WORD 64

/* So many letters, in order, are found where they span at most so many times their number. */
#define LEAST_SCATTERED 3
#define MOST_SPREAD 4

/* Looks at places while a word is cut into beginnings: a broker chooses the topics. */
#define MOST_LOOKS 2000

/* From here on scripts have no spaces between words. */
#define FIRST_WIDE 0x2e80

enum
{
  NOT_FOUND,
  SCATTERED,
  WITHIN_WORD,
  BEGINNINGS,
  BEGINS_WORD,
  BEGINS_TEXT,
  WHOLE_TEXT,
};

typedef struct
{
  gunichar characters[MOST_TEXT];
  guint8   starts[MOST_TEXT]; /* whether a word begins there */
  guint    length;
  guint    looks; /* those left */
} Text;

static gboolean
begins_word (gunichar before,
             gunichar at)
{
  if (!g_unichar_isalnum (at))
    return FALSE;

  return at >= FIRST_WIDE || !g_unichar_isalnum (before) || before >= FIRST_WIDE ||
         (g_unichar_isdigit (at) && !g_unichar_isdigit (before));
}

static void
read_text (Text       *self,
           const char *folded)
{
  gunichar before = ' ';

  self->length = 0;
  for (const char *p = folded; *p != '\0' && self->length < MOST_TEXT; p = g_utf8_next_char (p))
    {
      gunichar at = g_utf8_get_char (p);

      self->characters[self->length] = at;
      self->starts[self->length++] = begins_word (before, at);
      before = at;
    }
}

static guint
read_word (gunichar    word[MOST_WORD],
           const char *folded)
{
  guint length = 0;

  for (const char *p = folded; *p != '\0' && length < MOST_WORD; p = g_utf8_next_char (p))
    word[length++] = g_utf8_get_char (p);

  return length;
}

static gboolean
stands_at (const Text     *text,
           guint           place,
           const gunichar *word,
           guint           length)
{
  return place + length <= text->length && memcmp (text->characters + place, word, length * sizeof *word) == 0;
}

/* The best place where the word stands as it is. */
static guint
find_whole (const Text     *text,
            const gunichar *word,
            guint           length)
{
  guint best = NOT_FOUND;

  if (stands_at (text, 0, word, length))
    return length == text->length ? WHOLE_TEXT : BEGINS_TEXT;

  for (guint place = 1; place + length <= text->length && best < BEGINS_WORD; place++)
    if (text->characters[place] == *word && stands_at (text, place, word, length))
      best = MAX (best, text->starts[place] ? BEGINS_WORD : WITHIN_WORD);

  return best;
}

/* Whether the word is made of beginnings of words, in order. @continues: the character before is taken. */
static gboolean
find_beginnings (Text           *text,
                 guint           place,
                 const gunichar *word,
                 guint           length,
                 gboolean        continues)
{
  if (length == 0)
    return TRUE;

  for (gboolean first = TRUE; place < text->length && text->looks > 0; place++, first = FALSE)
    {
      text->looks--;
      if (text->characters[place] == *word && (text->starts[place] || (first && continues)) &&
          find_beginnings (text, place + 1, word + 1, length - 1, TRUE))
        return TRUE;
    }

  return FALSE;
}

/* Forward to where the letters have all come, and back from there: that is the shortest that ends there. */
static gboolean
find_scattered (const Text     *text,
                const gunichar *word,
                guint           length)
{
  guint begin, end, found = 0;

  for (end = 0; end < text->length && found < length; end++)
    found += text->characters[end] == word[found];
  if (found < length)
    return FALSE;

  for (begin = end; found > 0; begin--)
    found -= text->characters[begin - 1] == word[found - 1];

  return end - begin <= MOST_SPREAD * length;
}

static guint
score_word (Text       *text,
            const char *folded)
{
  gunichar word[MOST_WORD];
  guint    length = read_word (word, folded);
  guint    best;

  if (length == 0)
    return WITHIN_WORD;

  best = find_whole (text, word, length);
  text->looks = MOST_LOOKS;
  if (best < BEGINNINGS && length > 1 && find_beginnings (text, 0, word, length, FALSE))
    return BEGINNINGS;
  if (best == NOT_FOUND && length >= LEAST_SCATTERED && find_scattered (text, word, length))
    return SCATTERED;

  return best;
}

guint
sonde_ranking_score (const char        *folded,
                     const char *const *words)
{
  Text  text;
  guint sum = 0;
  guint n_words;

  g_return_val_if_fail (folded != NULL && words != NULL && words[0] != NULL, 0);

  read_text (&text, folded);
  for (n_words = 0; words[n_words] != NULL; n_words++)
    {
      guint score = score_word (&text, words[n_words]);

      if (score == NOT_FOUND)
        return 0;
      sum += score;
    }

  /* The mean, so that no number of words is better than another. */
  return sum * 10 / n_words;
}

int
sonde_rank_compare (const SondeRank *a,
                    const SondeRank *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, 0);

  if (a->score != b->score)
    return a->score > b->score ? -1 : 1;
  if (a->recency != b->recency)
    return a->recency > b->recency ? -1 : 1;
  if (a->kind != b->kind)
    return a->kind < b->kind ? -1 : 1;
  if (a->length != b->length)
    return a->length < b->length ? -1 : 1;

  return 0;
}
