"""Makes an appliance of a Debian machine, and takes it back: a pure plan, and a hand that carries it out.

`plan` says what is to be there, from a profile, choices and facts; `apply` puts it there, into any tree. What
runs on the machine afterwards without the player's virtual environment lies in `tools/` and needs no more
than Python's own library. Nothing here runs a command: that is done in `parvis/`.
"""
