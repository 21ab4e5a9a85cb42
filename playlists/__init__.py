"""What plays when: the timeline, programs, and how an editor's workspace becomes them.

Imports `device_profiles` and `layouts`. On a device only `program`, `timeline`, `cycle` and `daypart` of
this room are loaded. What may not enter: Qt, a clock read inside logic.
"""
