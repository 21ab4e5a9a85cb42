"""What screens did against what was due: the fleet by the feed, verdicts, standings, seconds, plays. Pure."""
