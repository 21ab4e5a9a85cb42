"""The editor's window: every device at any instant, and every problem beside its picture."""
