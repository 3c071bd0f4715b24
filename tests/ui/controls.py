# controls.py: Sonde's window as a screen reader finds it
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# GTK 4.8 never sets SHOWING below the window, so a node counts as shown when it and
# all above it are VISIBLE and have an extent. libatspi's cache is off: it keeps names
# and states that have changed meanwhile.

import os
import re
import signal

from desktop import Failure, wait_for

LABELS = {'label', 'static'}
# What libatspi of Debian 13 calls a role, and that of Debian 12
ROLES = {'button': 'push button'}
MNEMONIC = re.compile(r'^(.+) \1$')
# What GTK calls a control that nobody gave a name
TYPE_NAMES = ('Gtk', 'Adw', 'Sonde')


def connect(desktop):
    """Points libatspi of this process at the desktop; once a process."""
    os.environ.update({name: desktop.environment[name]
                       for name in ('DISPLAY', 'DBUS_SESSION_BUS_ADDRESS', 'XDG_RUNTIME_DIR')})
    os.environ['ATSPI_NO_CACHE'] = '1'
    import gi
    gi.require_version('Atspi', '2.0')
    from gi.repository import Atspi
    Atspi.init()
    Atspi.set_timeout(5000, 15000)  # ms: a machine that does much else answers late


def _atspi():
    from gi.repository import Atspi
    return Atspi


def _gone():
    from gi.repository import GLib
    return GLib.Error


class Control:
    """A node of the tree. Whatever is asked of one that has gone is empty or False."""

    def __init__(self, node):
        self.node = node

    def _ask(self, question, otherwise):
        try:
            return question()
        except _gone():
            return otherwise

    def __repr__(self):
        return f'{self.role} “{self.name}”'

    @property
    def name(self):
        """GTK 4.8 says a button that may have a mnemonic twice: “C_lear Clear”, “Cancel Cancel”."""
        name = self._ask(self.node.get_name, '') or ''
        twice = MNEMONIC.match(name.replace('_', '')) if '_' in name or self.role == 'push button' else None
        return twice[1] if twice else name

    @property
    def role(self):
        role = self._ask(self.node.get_role_name, '') or ''
        return ROLES.get(role, role)

    @property
    def description(self):
        return self._ask(self.node.get_description, '') or ''

    def _has(self, state):
        return self._ask(lambda: self.node.get_state_set().contains(state), False)

    @property
    def sensitive(self):
        return self._has(_atspi().StateType.SENSITIVE) or self._has(_atspi().StateType.ENABLED)

    @property
    def checked(self):
        return self._has(_atspi().StateType.CHECKED) or self._has(_atspi().StateType.PRESSED)

    @property
    def selected(self):
        return self._has(_atspi().StateType.SELECTED)

    @property
    def focused(self):
        return self._has(_atspi().StateType.FOCUSED)

    def parents(self, levels):
        """What it is in, from the nearest on."""
        node = self.node
        for _ in range(levels):
            node = self._ask(node.get_parent, None)
            if node is None:
                return
            yield Control(node)

    @property
    def extents(self):
        """(x, y, width, height) in the window."""
        rectangle = self._ask(lambda: self.node.get_extents(_atspi().CoordType.WINDOW), None)
        if rectangle is None:
            return 0, 0, 0, 0
        return rectangle.x, rectangle.y, rectangle.width, rectangle.height

    @property
    def shown(self):
        """Whether this node is, as far as it alone can tell."""
        if not self._has(_atspi().StateType.VISIBLE):
            return False
        _x, _y, width, height = self.extents
        return width > 0 and height > 0

    def children(self):
        """Each once: GTK lists the child of a stack page twice. A stack page is no widget and
        has no place; its children stand for it."""
        seen = set()
        for index in range(self._ask(self.node.get_child_count, 0)):
            node = self._ask(lambda: self.node.get_child_at_index(index), None)
            if node is None or node in seen:
                continue
            seen.add(node)
            child = Control(node)
            if self._ask(node.get_component_iface, None) is None and self.role != 'desktop frame' \
                    and child.role == 'panel':
                yield from child.children()
            else:
                yield child

    def walk(self):
        """All shown nodes below, each before its children."""
        for child in self.children():
            if child.shown:
                yield child
                yield from child.walk()

    # --- text --------------------------------------------------------------------------------

    def _text_node(self):
        """The node itself, or the first below it, that holds text to edit or to read."""
        if self._ask(self.node.get_editable_text_iface, None):
            return self.node
        for control in self.walk():
            if control._ask(control.node.get_editable_text_iface, None):
                return control.node
        return self.node if self._ask(self.node.get_text_iface, None) else None

    @property
    def text(self):
        """What stands in it; of a label what it says."""
        atspi = _atspi()
        node = self._text_node()
        if node is None:
            return self.name
        return self._ask(lambda: atspi.Text.get_text(node, 0, atspi.Text.get_character_count(node)), '')

    @property
    def words(self):
        """Everything it says, its own name and all that is shown below."""
        said = [self.name, *(control.name for control in self.walk())]
        return ' '.join(word for word in said if word and not word.startswith(TYPE_NAMES))

    def labels(self):
        return [control.name for control in self.walk() if control.role in LABELS]

    def set_text(self, text):
        node = self._text_node()
        if node is None or not self._ask(lambda: _atspi().EditableText.set_text_contents(node, text), False):
            raise Failure(f'{self!r} takes no text')

    # --- actions -----------------------------------------------------------------------------

    def actions(self):
        count = self._ask(lambda: _atspi().Action.get_n_actions(self.node), 0)
        return [self._ask(lambda: _atspi().Action.get_action_name(self.node, index), '')
                for index in range(count)]

    def act(self, *names):
        """Does the first of these actions that it offers; whether it did."""
        for index, action in enumerate(self.actions()):
            if action in names:
                self._ask(lambda: _atspi().Action.do_action(self.node, index), False)
                return True
        return False


class Program:
    """Sonde, running on a desktop."""

    def __init__(self, desktop, executable, *arguments, environment=None):
        self.desktop = desktop
        self.log = f'sonde-{len(desktop.processes)}.log'
        desktop.environment |= environment or {}
        self.process = desktop.start([executable, *arguments], log=self.log)
        self.root = wait_for(self._find_root, 'Sonde on the accessibility bus', 20)
        wait_for(self.windows, 'a window of Sonde', 20)
        self._fill_display()

    def _find_root(self):
        self.check()
        desktop = _atspi().get_desktop(0)
        for child in Control(desktop).children():
            if child._ask(child.node.get_process_id, 0) == self.process.pid:
                return child
        return None

    def _find_surface(self, window):
        """The X11 window of a window, found by its title: (id, x, y, width, height). Its
        tooltips bear the program's name too, and are smaller."""
        title = f'^{re.escape(window.name)}$'
        found = self.desktop.run('xdotool', 'search', '--onlyvisible', '--name', title, check=False)
        surfaces = [(surface, *self.desktop.find_place(surface))
                    for surface in found.stdout.decode().split()]
        return max(surfaces, key=lambda place: place[3] * place[4], default=None)

    def _fill_display(self):
        """There is no window manager: we place the window, and give it the keys."""
        width, height = self.desktop.size
        window = self.windows()[0]
        surface = wait_for(lambda: self._find_surface(window), 'the window on the display')[0]
        self.desktop.run('xdotool', 'windowmove', surface, 0, 0, 'windowsize', surface, width,
                         height, 'windowfocus', '--sync', surface)
        wait_for(lambda: window.extents[2] * self.desktop.scale > width - 32, 'the window to fill the display')

    def _window_of(self, control):
        """GTK gives an AdwWindow no role of its own: it is what the application holds."""
        while (parent := Control(control.node.get_parent())).role != 'application':
            control = parent
        return control

    def give_keys(self, control):
        """Gives its window the keys, as a window manager does for a new one."""
        self.check()
        window = self._window_of(control)
        surface = wait_for(lambda: self._find_surface(window), f'{window!r} on the display')
        self.desktop.run('xdotool', 'windowfocus', '--sync', surface[0])

    def check(self):
        """Fails when the program has ended, with what it said last."""
        status = self.process.poll()
        if status is not None:
            said = self.desktop.read_log(self.log).strip().splitlines()[-5:]
            raise Failure(f'Sonde ended with status {status}: {" / ".join(said)}')

    def windows(self):
        return [control for control in self.root.children() if control.shown]

    def walk(self):
        """All shown nodes within the windows."""
        self.check()
        for window in self.windows():
            yield from window.walk()

    # --- find --------------------------------------------------------------------------------

    def find_all(self, name, role=None, within=None):
        """Shown controls of that name. Labels are not controls (a visible label bears the same
        words), nor is a row around the control it names."""
        walk = within.walk() if within else self.walk()
        found = [control for control in walk if control.name == name and
                 (control.role == role if role else control.role not in LABELS)]
        return [control for control in found
                if not any(inner.name == name and inner.role not in LABELS for inner in control.walk())]

    def find(self, name, role=None, within=None, seconds=10):
        """The one shown control of that name."""
        found = wait_for(lambda: self.find_all(name, role, within), f'a control “{name}”', seconds)
        if len(found) > 1:
            raise Failure(f'“{name}” is {len(found)} shown controls: {found}')
        return found[0]

    def has(self, name, role=None):
        return bool(self.find_all(name, role))

    def click(self, name, **where):
        """As a pointer does: through the action, where GTK offers one, else with the pointer."""
        control = self.find(name, **where)
        wait_for(lambda: control.sensitive, f'“{name}” to be sensitive')
        if not self._act(control):
            self.point(control)
        return control

    def _place(self, control, across=0.5, down=0.5):
        """A point of it on the display, at that part of its width and height."""
        window = self._window_of(control)
        _surface, left, top, width, height = wait_for(lambda: self._find_surface(window),
                                                      f'{window!r} on the display')
        # A window begins in its surface after a border that is alike on all sides. It counts from
        # its own corner; in GTK 4.18 from what is within its frame.
        scale = self.desktop.scale
        window_x, window_y, window_width, window_height = (scale * pixels for pixels in window.extents)
        x, y, control_width, control_height = (scale * pixels for pixels in control.extents)
        return (left + (width - window_width) // 2 + x - window_x + int(control_width * across),
                top + (height - window_height) // 2 + y - window_y + int(control_height * down))

    def point(self, control, across=0.5):
        """The pointer presses it, in the middle or at another part of its width."""
        self.desktop.run('xdotool', 'mousemove', *self._place(control, across), 'click', 1)

    def hover(self, control):
        """The pointer rests on it: a toast waits meanwhile."""
        self.desktop.run('xdotool', 'mousemove', *self._place(control))

    def drag(self, control, target, down):
        """The pointer takes it to that part of the target's height, in steps as a hand does: the
        first are too short to begin a drag."""
        begin_x, begin_y = self._place(control, 0.4)
        end_x, end_y = self._place(target, 0.4, down)
        self.desktop.run('xdotool', 'mousemove', begin_x, begin_y, 'mousedown', 1)
        for part in range(1, 21):
            self.desktop.run('xdotool', 'mousemove', '--sync', begin_x + part % 2,
                             begin_y + (end_y - begin_y) * part // 20, 'sleep', 0.03)
        self.desktop.run('xdotool', 'mousemove', end_x, end_y, 'sleep', 0.2, 'mouseup', 1)

    def drag_end(self, control, beyond, pixels):
        """The pointer takes what lies @beyond pixels from the right end of it, and moves that far."""
        x, y = self._place(control, 1)
        self.desktop.run('xdotool', 'mousemove', x + beyond, y, 'mousedown', 1)
        for part in range(1, 11):
            self.desktop.run('xdotool', 'mousemove', '--sync', x + beyond + pixels * part // 10, y, 'sleep', 0.03)
        self.desktop.run('xdotool', 'mouseup', 1)

    def drag_to(self, control, target):
        """The pointer takes it to the middle of the target."""
        begin_x, begin_y = self._place(control)
        end_x, end_y = self._place(target)
        self.desktop.run('xdotool', 'mousemove', begin_x, begin_y, 'mousedown', 1)
        for part in range(1, 21):
            self.desktop.run('xdotool', 'mousemove', '--sync', begin_x + (end_x - begin_x) * part // 20 + part % 2,
                             begin_y + (end_y - begin_y) * part // 20, 'sleep', 0.03)
        self.desktop.run('xdotool', 'mousemove', end_x, end_y, 'sleep', 0.2, 'mouseup', 1)

    def reveal(self, control):
        """Turns the wheel at the right edge of the window, where no field takes it, until it is in view."""
        window = self._window_of(control)
        _x, _y, window_width, window_height = window.extents
        for _ in range(50):
            x, y, width, height = control.extents
            if y + height > window_height - 12:
                button = 5
            elif y + height / 2 < 56:  # behind the header
                button = 4
            else:
                return
            place = self._place(window, 1 - 36 / window_width)
            self.desktop.run('xdotool', 'mousemove', *place, 'click', button)
            try:
                wait_for(lambda: control.extents != (x, y, width, height), f'{control!r} to move', 2)
            except Failure:  # nothing scrolls there: it stands at the edge of the window
                return
        raise Failure(f'the wheel does not bring {control!r} into view')

    def _act(self, control):
        """A drop-down offers its action on the button in it."""
        return any(inner.act('click', 'toggle')
                   for inner in (control, *control.walk()) if inner.role not in ('label', 'text'))

    def toggle(self, name, on, **where):
        control = self.find(name, **where)
        if control.checked != on:
            self.reveal(control)
            self.click(name, **where)
            wait_for(lambda: control.checked == on, f'“{name}” to be {"on" if on else "off"}')

    def choose(self, name, option):
        """An option of a drop-down, with the keys."""
        control = self._whole(self.find(name))
        if option in control.labels():
            return
        self.ask(name, option)
        wait_for(lambda: not self._list_options(control) and option in control.labels(),
                 f'“{option}” in “{name}”')

    def ask(self, name, option):
        """The same, where it may be refused."""
        control = self._whole(self.find(name))
        self.give_keys(control)
        self.reveal(control)
        self.click(name)
        options = wait_for(lambda: self._list_options(control), f'the options of “{name}”')
        if option not in options:
            raise Failure(f'“{name}” offers {options}, not “{option}”')
        self.desktop.press('Home', *['Down'] * options.index(option), 'Return')

    def _whole(self, control):
        """GTK 4.18 gives the button in a drop-down the name of the whole, which holds the list too."""
        parent = next(control.parents(1), control)
        return parent if parent.name == control.name else control

    def _list_options(self, control):
        """What the open list of a drop-down offers; nothing when it is closed."""
        popover = next((inner for inner in control.walk()
                        if inner.name == 'GtkPopover' or inner.role == 'scroll pane'), None)
        return popover.labels() if popover else []

    def set_text(self, name, text, **where):
        control = self.find(name, **where)
        control.set_text(text)
        wait_for(lambda: control.text == text, f'“{text}” in “{name}”', 5)
        return control

    def press(self, control, *keys):
        """Keys, with the focus on a control: the pointer puts it there, since GTK 4.8 does not
        when it is asked through the accessibility tree."""
        self.give_keys(control)
        self.point(control)
        self.desktop.press(*keys)

    def answer_dialog(self, title, path, *keys):
        """GTK's own file dialog: the keys bring the focus to the entry for a path."""
        dialog = wait_for(lambda: next((window for window in self.windows() if window.name == title), None),
                          'the file dialog')
        self.give_keys(dialog)
        self.desktop.press(*keys)
        self.desktop.type(str(path))
        self.finish_dialog(title)

    def finish_dialog(self, title):
        """While GTK reads the folder it does not hear the key; one too many would go to the window behind."""
        for _attempt in range(5):
            self.desktop.press('Return')
            try:
                wait_for(lambda: title not in [window.name for window in self.windows()],
                         'the file dialog to close', 4)
                return
            except Failure as failure:
                fault = failure
        raise fault

    def rows(self, list_name, **where):
        """What each shown row of a list says, from the top."""
        rows = [row for row in self.find(list_name, **where).children() if row.shown]
        return [row.words for row in sorted(rows, key=lambda row: row.extents[1])]

    def says(self, text):
        """Whether any shown node says so."""
        return any(text in control.name for control in self.walk())

    def wait_says(self, text, seconds=10):
        wait_for(lambda: self.says(text), f'the window to say “{text}”', seconds)

    # --- end ---------------------------------------------------------------------------------

    def quit(self, seconds=10):
        """As a user does; returns the exit status."""
        self.give_keys(self.windows()[0])
        self.desktop.press('ctrl+q')
        wait_for(lambda: self.process.poll() is not None, 'Sonde to end after Ctrl+Q', seconds)
        return self.process.returncode

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        return self.process.wait()
