"""The Qt process that draws: a scene per screen, each frame a function of what is showing and the time.

The only room, with `player/touch` and `player/preview`, where Qt may enter. No network; no disk in the
frame path.
"""
