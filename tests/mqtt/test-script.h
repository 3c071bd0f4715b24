/* test-script.h: a broker that keeps to MQTT but for one place, where it does what it is told
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * On 127.0.0.1, in a thread of its own; one client after the other. It grants what is subscribed
 * to, answers each ping and each publish, and delivers nothing of itself.
 */

#pragma once

#include <sonde-packet.h>

G_BEGIN_DECLS

typedef enum
{
  TEST_SCRIPT_FOR_CONNACK,   /* in its place */
  TEST_SCRIPT_AFTER_CONNACK, /* in one piece with it */
  TEST_SCRIPT_FOR_SUBACK,    /* in its place; the packet id of the SUBSCRIBE is put in at 2 */
  TEST_SCRIPT_AFTER_SUBACK,  /* in one piece with it */
  TEST_SCRIPT_FOR_PUBLISH,   /* in place of the answer; the packet id is put in at 2, unless that is empty */
} TestScriptWhen;

typedef struct
{
  SondeMqttVersion version;
  TestScriptWhen   when;
  const void      *bytes;
  gsize            size;
  guint            times;    /* 0 is once */
  gboolean         bytewise; /* all that it sends */
  gboolean         hangs_up; /* behind it */
  gboolean         reset;    /* when it hangs up */
  const char      *last;     /* the topic of a message of QoS 0 behind it; or %NULL */
  const void      *connack;  /* %NULL: accepts */
  gsize            connack_size;
} TestScript;

typedef struct _TestScripted TestScripted;

/* @script: borrowed */
TestScripted *test_scripted_new (const TestScript *script);
void          test_scripted_free (TestScripted *self);

guint16 test_scripted_get_port (TestScripted *self);

/* Whole packets that came, in order, of GBytes. Of a client that is gone: all of them. */
GPtrArray *test_scripted_dup_heard (TestScripted *self);

/* How many clients have come and gone. */
guint test_scripted_get_n_gone (TestScripted *self);

/* Whether the client took no more for a second. */
gboolean test_scripted_is_stalled (TestScripted *self);

/* A whole packet from a socket that blocks, or %NULL at the end of the stream. */
GBytes *test_script_hear (int client);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestScripted, test_scripted_free)

G_END_DECLS
