"""The feed: a static tree of signed metadata, programs and objects that any web server can host.

`tree` names its places, `head`, `wire` and `approval` are its formats, `trust` says whether a set of metadata
holds, bytes in and values out. These a device loads; `publishing/` is the editors' side and stays there.
What may not enter: a clock, Qt, the workspace (but in `publishing/`).
"""
