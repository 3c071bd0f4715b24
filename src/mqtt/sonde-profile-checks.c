/* sonde-profile-checks.c: what may stand in the fields of a profile
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-profile"

#include "sonde-profile.h"

#include "sonde-topic.h"

#include <glib/gi18n.h>
#include <string.h>

#define STRING_MAX_BYTES 65535 /* 1.5.4: what a length of two bytes can say */

const char *
sonde_profile_check_user_name (const char *user_name)
{
  g_return_val_if_fail (user_name != NULL, NULL);

  switch (sonde_mqtt_string_check (user_name, strlen (user_name)))
    {
    case SONDE_TOPIC_FAULT_NONE:
      return NULL;
    case SONDE_TOPIC_FAULT_TOO_LONG:
      return _ ("The user name is longer than 65,535 bytes: shorten it.");
    case SONDE_TOPIC_FAULT_CONTROL:
      return _ ("The user name holds a line break or another control character: remove it.");
    default:
      return _ ("The user name is not valid UTF-8: type it anew.");
    }
}

const char *
sonde_profile_check_password (const char *password,
                              gsize       length)
{
  g_return_val_if_fail (password != NULL, NULL);

  if (memchr (password, '\0', length) != NULL)
    return _ ("The password holds the character U+0000, which cannot be sent: remove it.");
  if (length > STRING_MAX_BYTES)
    return _ ("The password is longer than 65,535 bytes: shorten it.");

  return NULL;
}

const char *
sonde_profile_check_receive_maximum (guint receive_maximum)
{
  /* 3.1.2.11.3: 0 is an error */
  if (receive_maximum < 1 || receive_maximum > G_MAXUINT16)
    return _ ("Choose a receive maximum from 1 to 65,535.");

  return NULL;
}

const char *
sonde_profile_check_delays (guint first_delay,
                            guint greatest_delay)
{
  if (first_delay < 1)
    return _ ("Choose a first delay of at least 1 second.");
  if (greatest_delay < first_delay)
    return _ ("The greatest delay is shorter than the first: choose a longer one.");

  return NULL;
}

static const char *
user_property_fault_to_string (SondeTopicFault fault)
{
  switch (fault)
    {
    case SONDE_TOPIC_FAULT_NONE:
      return NULL;
    case SONDE_TOPIC_FAULT_TOO_LONG:
      return _ ("The user property is longer than 65,535 bytes: shorten it.");
    case SONDE_TOPIC_FAULT_CONTROL:
      return _ ("The user property holds a line break or another control character: remove it.");
    default:
      return _ ("The user property is not valid UTF-8: type it anew.");
    }
}

const char *
sonde_profile_check_user_property (const char *name,
                                   const char *value)
{
  const char *sentence;

  g_return_val_if_fail (name != NULL && value != NULL, NULL);

  if (*name == '\0' && *value != '\0')
    return _ ("The user property has no name: type one.");

  sentence = user_property_fault_to_string (sonde_mqtt_string_check (name, strlen (name)));
  if (sentence != NULL)
    return sentence;

  return user_property_fault_to_string (sonde_mqtt_string_check (value, strlen (value)));
}

const char *
sonde_profile_check_variable (const char *name,
                              const char *value)
{
  g_return_val_if_fail (name != NULL && value != NULL, NULL);

  if (*name == '\0' && *value != '\0')
    return _ ("The variable has no name: type one.");
  if (strpbrk (name, "{}\n") != NULL || g_ascii_isspace (*name) || (*name != '\0' && g_ascii_isspace (name[strlen (name) - 1])))
    return _ ("The name of a variable holds no { and no }, and no space at its ends.");

  return NULL;
}
