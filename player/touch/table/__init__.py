"""A multitouch table: several people at once around a shared map, each with a panel of their own.

What lies on the table is a value, `board.Board`, that contacts change: cards that are dragged, turned and
enlarged, panels at the four sides. A panel is a touch session of the usual kind on a small screen of its own,
turned towards its person. Only `layer`, `model` and `easel` know Qt; nothing here touches network or disk.
"""
