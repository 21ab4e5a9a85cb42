"""Touch pages read aloud: what is said, in which order, and the voice that says it."""
