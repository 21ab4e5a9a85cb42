"""Tests on the glass, for a technician's eyes and fingers, and the door in the stage that leads to them."""
