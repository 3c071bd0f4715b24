#!/usr/bin/env python3
# notification-server.py: a desktop that shows notifications, on the session bus
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Stands in for GNOME (gtk), for any other desktop (freedesktop), or for a portal's background page
(portal), which refuses at first: writes what it is told, a JSON line each. A notification of a freedesktop desktop is
clicked by the method Click of its own interface."""

import json
import sys

from gi.repository import Gio, GLib

GTK = ('org.gtk.Notifications', '/org/gtk/Notifications', '''<node>
<interface name="org.gtk.Notifications">
  <method name="AddNotification"><arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="a{sv}" direction="in"/></method>
  <method name="RemoveNotification"><arg type="s" direction="in"/><arg type="s" direction="in"/></method>
</interface></node>''')
FREEDESKTOP = ('org.freedesktop.Notifications', '/org/freedesktop/Notifications', '''<node>
<interface name="org.freedesktop.Notifications">
  <method name="Notify"><arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
    <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="as" direction="in"/><arg type="a{sv}" direction="in"/>
    <arg type="i" direction="in"/><arg type="u" direction="out"/></method>
  <method name="CloseNotification"><arg type="u" direction="in"/></method>
  <signal name="ActionInvoked"><arg type="u"/><arg type="s"/></signal>
  <signal name="NotificationClosed"><arg type="u"/><arg type="u"/></signal>
  <method name="Click"><arg type="u" direction="in"/></method>
</interface></node>''')
PORTAL = ('org.freedesktop.portal.Desktop', '/org/freedesktop/portal/desktop', '''<node>
<interface name="org.freedesktop.portal.Background">
  <method name="RequestBackground"><arg type="s" direction="in"/><arg type="a{sv}" direction="in"/><arg type="o" direction="out"/></method>
</interface></node>''')
KINDS = {'gtk': GTK, 'freedesktop': FREEDESKTOP, 'portal': PORTAL}


class Server:
    def __init__(self, kind):
        self.name, self.path, interfaces = KINDS[kind]
        self.interface = Gio.DBusNodeInfo.new_for_xml(interfaces).interfaces[0]
        self.grants = False
        self.last_id = 0
        # A real one may have been started meanwhile.
        Gio.bus_own_name(Gio.BusType.SESSION, self.name, Gio.BusNameOwnerFlags.REPLACE, self.acquired, self.owned, None)

    def acquired(self, bus, _name):
        bus.register_object(self.path, self.interface, self.called, None, None)

    def owned(self, _bus, name):
        self.tell(ready=name)

    def tell(self, **what):
        print(json.dumps(what), flush=True)

    def called(self, bus, sender, _path, _interface, method, parameters, invocation):
        invocation.return_value(getattr(self, method)(bus, sender, *parameters.unpack()))

    # --- org.gtk.Notifications -----------------------------------------------------------------

    def AddNotification(self, _bus, _sender, application, id_, notification):
        self.tell(application=application, id=id_, title=notification['title'], body=notification.get('body', ''),
                  action=notification.get('default-action'), target=notification.get('default-action-target'))

    def RemoveNotification(self, _bus, _sender, _application, id_):
        self.tell(removed=id_)

    # --- org.freedesktop.Notifications ---------------------------------------------------------

    def Notify(self, _bus, _sender, _name, replaces, _icon, title, body, actions, _hints, _timeout):
        self.last_id = replaces or self.last_id + 1
        self.tell(id=self.last_id, title=title, body=body, action=actions[0] if actions else None)
        return GLib.Variant('(u)', (self.last_id,))

    def CloseNotification(self, _bus, _sender, id_):
        self.tell(removed=id_)

    def Click(self, bus, _sender, id_):
        bus.emit_signal(None, self.path, self.interface.name, 'ActionInvoked', GLib.Variant('(us)', (id_, 'default')))

    # --- org.freedesktop.portal.Background -----------------------------------------------------

    def RequestBackground(self, bus, sender, _window, options):
        handle = f'{self.path}/request/{sender[1:].replace(".", "_")}/{options["handle_token"]}'
        self.tell(reason=options['reason'])
        answer = GLib.Variant('(ua{sv})', (0 if self.grants else 1, {'background': GLib.Variant('b', self.grants)}))
        GLib.idle_add(lambda: bus.emit_signal(sender, handle, 'org.freedesktop.portal.Request', 'Response', answer) and False)
        self.grants = True
        return GLib.Variant('(o)', (handle,))


if __name__ == '__main__':
    server = Server(sys.argv[1])
    GLib.MainLoop().run()
