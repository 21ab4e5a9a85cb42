"""What editors write: its model, its loading, and every mistake in it."""
