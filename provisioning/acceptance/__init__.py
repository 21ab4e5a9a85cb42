"""Proves on site that a device is well: measures it, judges the figures, says them on a signed sheet."""
