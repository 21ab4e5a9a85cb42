"""What comes in from devices: reports, streams that wake them, and the feed that they fetch."""
