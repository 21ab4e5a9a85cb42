"""The publishing side of the feed: keys, signing, what a publication changes, approvals, history.

None of it is loaded on a device. What may not enter: a clock, Qt, a prompt (passphrases are handed in).
"""
