"""What central gives on paper: proof of play for a client, the fleet's report for the team.

Values in, a PDF's bytes out: no store, no clock, no network may enter.
"""
