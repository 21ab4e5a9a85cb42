"""The agent: the process without Qt that fetches the feed, verifies it and keeps the device's store in order.

It speaks to the stage through the state directory alone (`player/state.py`). What may not enter: Qt, the wall
clock (an instant is an argument), anything of the editors' side.
"""
