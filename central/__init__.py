"""The city's side: hosts the feed, takes reports, judges what was shown, raises alarms, and shows all of it.

It trusts nothing that is not signed: the feed is verified like on a device, reports by devices' keys. What
may not enter: anything of the player or of provisioning; Qt, but for `control_room`.
"""
