"""The web page: the fleet, the alarms and one device, for a browser and a phone."""
