"""The city's side: hosts the feed."""
