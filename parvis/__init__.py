"""The command line: composition roots only. Rooms are wired here and imported when a command needs them."""
