"""The processes on the device and the editor's window that shows what they will show.

Imports `device_profiles`, `layouts` and, of `playlists`, what a device needs to know time by.
Never imports `central` or `provisioning`.
"""
