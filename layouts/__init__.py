"""Where things go on a screen and how they look.

Pure: layouts and zones, themes, type, cards set into pages, LED pages. Imports `device_profiles` only.
What may not enter: clocks, files of an editor, the network, Qt. The looks that Qt draws live in `qml/`
as data files of this room.
"""
