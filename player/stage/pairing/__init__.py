"""What a box shows that is no device yet: its code, its fingerprint, and what hinders it."""
