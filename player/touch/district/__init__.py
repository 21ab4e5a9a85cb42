"""The map of a district: composed for any frame of it into marks, whoever looks; no session, no clock, no Qt.

`compose_map` is what a touch page and a table's ground share.
"""
