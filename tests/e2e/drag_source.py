"""A small window to drag files out of, as a file manager would: drag_source.py FILE…

Stands at the top left of the screen, prints “ready” once it is mapped, and ends when the drag is over.
"""

import sys
from pathlib import Path

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, Gtk  # noqa: E402

addresses = [Path(file).resolve().as_uri() for file in sys.argv[1:]]

window = Gtk.Window(title="Files to drag")
window.set_default_size(120, 80)
window.set_keep_above(True)
window.move(0, 0)
ground = Gtk.EventBox()
ground.add(Gtk.Label(label="drag me"))
window.add(ground)

ground.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, [], Gdk.DragAction.COPY)
ground.drag_source_add_uri_targets()
ground.connect("drag-data-get", lambda _widget, _context, data, _kind, _time: data.set_uris(addresses))
ground.connect("drag-end", lambda *_: Gtk.main_quit())
window.connect("destroy", Gtk.main_quit)
window.connect("map-event", lambda *_: print("ready", flush=True))
window.show_all()
Gtk.main()
