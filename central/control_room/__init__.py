"""The control room: the central team's window. Talks to central by its API alone."""
