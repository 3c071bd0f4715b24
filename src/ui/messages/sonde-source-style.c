/* sonde-source-style.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-source-style"

#include "sonde-source-style.h"

#include <adwaita.h>

static gboolean
dark_to_scheme (GBinding     *binding,
                const GValue *dark,
                GValue       *scheme,
                gpointer      user_data)
{
  GtkSourceStyleSchemeManager *schemes = gtk_source_style_scheme_manager_get_default ();

  g_value_set_object (scheme, gtk_source_style_scheme_manager_get_scheme (schemes, g_value_get_boolean (dark) ? "Adwaita-dark" : "Adwaita"));
  return TRUE;
}

static void
text_inserted_cb (GtkTextBuffer *buffer,
                  GtkTextIter   *end,
                  char          *text,
                  int            length,
                  GtkTextTag    *tag)
{
  GtkTextIter start = *end;

  gtk_text_iter_backward_chars (&start, g_utf8_strlen (text, length));
  gtk_text_buffer_apply_tag (buffer, tag, &start, end);
}

/* Those of the highlighter come later. */
static void
tag_added_cb (GtkTextTagTable *table,
              GtkTextTag      *added,
              GtkTextTag      *tag)
{
  gtk_text_tag_set_priority (tag, gtk_text_tag_table_get_size (table) - 1);
}

/* Pango marks a break inside a word by a hyphen, which the payload does not hold; the highlighter what it
 * takes for a fault, as {{counter}} in JSON. What is one is said, and marked, by those who check. */
void
sonde_source_style_set_up (GtkSourceBuffer *buffer)
{
  GtkTextTag *tag;

  g_return_if_fail (GTK_SOURCE_IS_BUFFER (buffer));

  tag = gtk_text_buffer_create_tag (GTK_TEXT_BUFFER (buffer), NULL, "insert-hyphens", FALSE,
                                    "underline", PANGO_UNDERLINE_NONE, NULL);
  g_signal_connect_object (gtk_text_buffer_get_tag_table (GTK_TEXT_BUFFER (buffer)), "tag-added",
                           G_CALLBACK (tag_added_cb), tag, 0);
  g_signal_connect_after (buffer, "insert-text", G_CALLBACK (text_inserted_cb), tag);

  g_object_bind_property_full (adw_style_manager_get_default (), "dark", buffer, "style-scheme",
                               G_BINDING_SYNC_CREATE, dark_to_scheme, NULL, NULL, NULL);
}

void
sonde_source_style_set_json (GtkSourceBuffer *buffer,
                             gboolean         json)
{
  GtkSourceLanguageManager *languages = gtk_source_language_manager_get_default ();
  GtkSourceLanguage        *language = json ? gtk_source_language_manager_get_language (languages, "json") : NULL;

  g_return_if_fail (GTK_SOURCE_IS_BUFFER (buffer));

  if (gtk_source_buffer_get_language (buffer) != language)
    gtk_source_buffer_set_language (buffer, language);
}
