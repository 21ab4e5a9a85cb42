"""Sticks that make boxes devices where there is no network: what goes on one, writing it, reading it back."""
