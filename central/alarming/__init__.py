"""Alarms by cause, and people who are told of them."""
