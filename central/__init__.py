"""The city's side: hosts the feed, takes reports, judges what was shown, raises alarms, and shows all of it.

`taking` lets in what devices send, `judging` says what it means, `store` keeps it, `alarming` tells people,
`telling` words it; `api`, `web`, `control_room` and `paper` show it. `works` is all of it in one process.

It trusts nothing that is not signed: the feed is verified like on a device, reports by devices' keys. What
may not enter: anything of the player or of provisioning; Qt, but for `control_room`.
"""
