/* sonde-profile-fields.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-profile-fields"

#include "sonde-profile-fields.h"

#include <sonde-profile.h>

static const SondeChoice mqtt_versions[] = {
  { "3.1", SONDE_MQTT_3_1 },
  { "3.1.1", SONDE_MQTT_3_1_1 },
  { "5", SONDE_MQTT_5 },
  { NULL },
};

static const SondeChoice local_choices[] = {
  { "own", SONDE_LOCAL_BROKER_OWN },
  { "other", SONDE_LOCAL_BROKER_OTHER },
  { NULL },
};

static const SondeChoice tls_versions[] = {
  { "any", SONDE_TLS_ANY_VERSION },
  { "1.2", SONDE_TLS_1_2 },
  { "1.3", SONDE_TLS_1_3 },
  { NULL },
};

static const SondeChoice carriers[] = {
  { "tcp", SONDE_CARRIER_TCP },
  { "websocket", SONDE_CARRIER_WEBSOCKET },
  { "unix", SONDE_CARRIER_UNIX },
  { NULL },
};

static const SondeChoice proxies[] = {
  { "none", SONDE_PROXY_NONE },
  { "system", SONDE_PROXY_SYSTEM },
  { "socks5", SONDE_PROXY_SOCKS5 },
  { "http", SONDE_PROXY_HTTP },
  { NULL },
};

static const SondeChoice will_formats[] = {
  { "text", SONDE_WILL_TEXT },
  { "json", SONDE_WILL_JSON },
  { "hex", SONDE_WILL_HEX },
  { "base64", SONDE_WILL_BASE64 },
  { NULL },
};

static const SondeChoice retain_handlings[] = {
  { "send", SONDE_RETAIN_SEND },
  { "send-new", SONDE_RETAIN_SEND_NEW },
  { "do-not-send", SONDE_RETAIN_DO_NOT_SEND },
  { NULL },
};

#define FIELD(Type, name, member, kind)                                  \
  {                                                                      \
    name, SONDE_FIELD_##kind, G_STRUCT_OFFSET (Type, member), 0, 0, NULL \
  }
#define NUMBER(Type, name, member, kind, least, most)                           \
  {                                                                             \
    name, SONDE_FIELD_##kind, G_STRUCT_OFFSET (Type, member), least, most, NULL \
  }
#define CHOICE(Type, name, member, choices)                                 \
  {                                                                         \
    name, SONDE_FIELD_CHOICE, G_STRUCT_OFFSET (Type, member), 0, 0, choices \
  }

/* clang-format off */
const SondeField sonde_profile_fields[] = {
  FIELD (SondeProfile, "id", id, STRING),
  FIELD (SondeProfile, "name", name, STRING),
  FIELD (SondeProfile, "group", group, STRING),
  NUMBER (SondeProfile, "color", color, UINT8, 0, SONDE_NO_COLOR),
  FIELD (SondeProfile, "local-broker", local_broker, BOOLEAN),
  CHOICE (SondeProfile, "local-choice", local_choice, local_choices),
  FIELD (SondeProfile, "host", host, STRING),
  NUMBER (SondeProfile, "port", port, UINT16, 1, G_MAXUINT16),
  CHOICE (SondeProfile, "mqtt-version", version, mqtt_versions),
  FIELD (SondeProfile, "client-id", client_id, STRING),
  FIELD (SondeProfile, "clean-start", clean_start, BOOLEAN),
  NUMBER (SondeProfile, "session-expiry", session_expiry, UINT32, 0, G_MAXUINT32),
  NUMBER (SondeProfile, "keep-alive", keep_alive, UINT16, 0, G_MAXUINT16),
  NUMBER (SondeProfile, "connect-timeout", connect_timeout, UINT16, 1, G_MAXUINT16),
  FIELD (SondeProfile, "reconnect", reconnect, BOOLEAN),
  NUMBER (SondeProfile, "first-delay", first_delay, UINT16, 1, G_MAXUINT16),
  NUMBER (SondeProfile, "greatest-delay", greatest_delay, UINT16, 1, G_MAXUINT16),
  NUMBER (SondeProfile, "attempts", attempts, UINT16, 0, G_MAXUINT16),
  FIELD (SondeProfile, "connect-on-start", connect_on_start, BOOLEAN),
  FIELD (SondeProfile, "resubscribe", resubscribe, BOOLEAN),
  FIELD (SondeProfile, "user-name", user_name, STRING),
  NUMBER (SondeProfile, "receive-maximum", receive_maximum, UINT16, 0, G_MAXUINT16),
  NUMBER (SondeProfile, "maximum-packet-size", maximum_packet_size, UINT32, 0, G_MAXUINT32),
  FIELD (SondeProfile, "request-response-information", request_response_information, BOOLEAN),
  FIELD (SondeProfile, "request-problem-information", request_problem_information, BOOLEAN),
  FIELD (SondeProfile, "user-properties", user_properties, PAIRS),
  FIELD (SondeProfile, "variables", variables, PAIRS),
  { NULL },
};

const SondeField sonde_profile_network_fields[] = {
  CHOICE (SondeNetworkOptions, "carrier", carrier, carriers),
  FIELD (SondeNetworkOptions, "path", path, STRING),
  FIELD (SondeNetworkOptions, "headers", headers, PAIRS),
  FIELD (SondeNetworkOptions, "socket-path", socket_path, STRING),
  CHOICE (SondeNetworkOptions, "proxy", proxy, proxies),
  FIELD (SondeNetworkOptions, "proxy-host", proxy_host, STRING),
  NUMBER (SondeNetworkOptions, "proxy-port", proxy_port, UINT16, 1, G_MAXUINT16),
  FIELD (SondeNetworkOptions, "proxy-user", proxy_user, STRING),
  { NULL },
};

const SondeField sonde_profile_tls_fields[] = {
  FIELD (SondeTlsOptions, "use-tls", use_tls, BOOLEAN),
  FIELD (SondeTlsOptions, "ca-file", ca_file, STRING),
  FIELD (SondeTlsOptions, "client-certificate", client_certificate, STRING),
  FIELD (SondeTlsOptions, "client-key", client_key, STRING),
  FIELD (SondeTlsOptions, "verify", verify, BOOLEAN),
  FIELD (SondeTlsOptions, "server-name", server_name, STRING),
  FIELD (SondeTlsOptions, "alpn", alpn, STRING),
  CHOICE (SondeTlsOptions, "min-version", min_version, tls_versions),
  CHOICE (SondeTlsOptions, "max-version", max_version, tls_versions),
  FIELD (SondeTlsOptions, "trusted", trusted, STRING),
  FIELD (SondeTlsOptions, "ciphers", ciphers, STRING),
  FIELD (SondeTlsOptions, "psk-identity", psk_identity, STRING),
  { NULL },
};

const SondeField sonde_profile_will_fields[] = {
  FIELD (SondeWill, "topic", topic, STRING),
  FIELD (SondeWill, "payload-base64", payload, BYTES),
  CHOICE (SondeWill, "format", format, will_formats),
  NUMBER (SondeWill, "qos", qos, UINT8, 0, 2),
  FIELD (SondeWill, "retain", retain, BOOLEAN),
  NUMBER (SondeWill, "delay", delay, UINT32, 0, G_MAXUINT32),
  NUMBER (SondeWill, "message-expiry", message_expiry, UINT32, 0, G_MAXUINT32),
  FIELD (SondeWill, "is-utf8", is_utf8, BOOLEAN),
  FIELD (SondeWill, "content-type", content_type, STRING),
  FIELD (SondeWill, "response-topic", response_topic, STRING),
  FIELD (SondeWill, "correlation-data-base64", correlation_data, BYTES),
  FIELD (SondeWill, "user-properties", user_properties, PAIRS),
  { NULL },
};

const SondeField sonde_profile_wanted_fields[] = {
  FIELD (SondeWanted, "filter", filter, STRING),
  FIELD (SondeWanted, "alias", alias, STRING),
  NUMBER (SondeWanted, "color", color, UINT8, 0, SONDE_N_COLORS - 1),
  FIELD (SondeWanted, "muted", muted, BOOLEAN),
  FIELD (SondeWanted, "by-hand", by_hand, BOOLEAN),
  NUMBER (SondeWanted, "qos", options.qos, UINT8, 0, 2),
  FIELD (SondeWanted, "no-local", options.no_local, BOOLEAN),
  FIELD (SondeWanted, "retain-as-published", options.retain_as_published, BOOLEAN),
  CHOICE (SondeWanted, "retain-handling", options.retain_handling, retain_handlings),
  NUMBER (SondeWanted, "subscription-id", options.id, UINT32, 0, SONDE_MAX_SUBSCRIPTION_ID),
  FIELD (SondeWanted, "user-properties", options.user_properties, PAIRS),
  { NULL },
};
/* clang-format on */
