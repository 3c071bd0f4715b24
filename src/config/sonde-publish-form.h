/* sonde-publish-form.h: a publish as it is typed; plain data
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What stands in the publish pane, in a template and in the history. Nothing of it is checked:
 * what is wrong stays as typed until it is mended. Text is never %NULL. A value: copy it, change
 * the copy; never change one that is shared.
 */

#pragma once

#include <sonde-pairs.h>

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* How the payload is typed. */
typedef enum
{
  SONDE_FORM_TEXT,
  SONDE_FORM_JSON, /* text that is checked */
  SONDE_FORM_HEX,
  SONDE_FORM_BASE64,
  SONDE_FORM_FILE, /* the payload is the path of a file, in the encoding of file names */
} SondeFormFormat;

typedef struct
{
  char           *topic;
  char           *payload;
  SondeFormFormat format;
  guint8          qos;
  gboolean        retain;
  gboolean        variables; /* {{…}} in topic and payload is filled in */

  /* MQTT 5 only */
  gboolean   is_utf8;        /* Payload Format Indicator */
  guint32    message_expiry; /* s; 0: none */
  char      *content_type;
  char      *response_topic;
  GBytes    *correlation_data; /* empty: none */
  guint16    topic_alias;      /* 0: none */
  GPtrArray *user_properties;  /* of SondePair */
} SondePublishForm;

SondePublishForm *sonde_publish_form_new (void);
SondePublishForm *sonde_publish_form_copy (const SondePublishForm *self);
void              sonde_publish_form_free (SondePublishForm *self);
gboolean          sonde_publish_form_equal (const SondePublishForm *a,
                                            const SondePublishForm *b);

/* Whether neither topic nor payload is typed. */
gboolean sonde_publish_form_is_empty (const SondePublishForm *self);

/* How many of the properties of MQTT 5 are set. */
guint sonde_publish_form_count_properties (const SondePublishForm *self);

/* The members of a JSON object that are its own; others in @object stay. */
void sonde_publish_form_write (const SondePublishForm *self,
                               JsonObject             *object);
/* What is missing, of a wrong type or out of range takes its default. */
SondePublishForm *sonde_publish_form_read (JsonObject *object);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondePublishForm, sonde_publish_form_free)

G_END_DECLS
