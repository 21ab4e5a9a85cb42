"""A box becomes a device: the technician's tools.

Here lives what is used while a box is being made a device, moved, replaced or taken away: the line to
central's enrolling (`central.py`), the stick for a place without network (`bundle/`), what makes a Debian
machine an appliance (`install/`), what proves on site that a device is well (`acceptance/`), the fleet's
table and the changes of a workspace's `devices.toml` that go with it. What may not enter: what the box
itself does (`player/agent`), what central decides (`central/enrolling`), formats that others read too (those
stand in `device_profiles` and `playlists/feed`), clocks, Qt, and words for people (`parvis/messages`).
"""
