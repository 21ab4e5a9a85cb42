"""Scripts that the system runs on a device, with Python's own library only: put into /usr/lib/parvis.

They import nothing of ours: they must work when the player's virtual environment does not.
"""
