"""What a device is and says of itself: families, screens, limits.

Pure. This is the lowest room: it imports no other room of Parvis, opens no socket, knows no Qt.
What may not enter: anything about content, time or drawing.
"""
