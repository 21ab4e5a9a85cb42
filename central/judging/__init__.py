"""What screens did against what was due: the fleet by the feed, verdicts, standings, seconds, plays.

Pure, but for `fleet` and `editions`, which read the feed’s folder.
"""
