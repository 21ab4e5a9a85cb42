"""What a person finds who touches a screen: a session of pages, theirs alone, wiped when it ends.

A page is a pure function of what the screen offers, of the session and of the time; it is composed into
marks and targets, painted as cards are, and shown over the stage. Nothing here touches network or disk, knows
who touches, or leaves anything behind. Of `player.stage` only the painter is imported.
"""
