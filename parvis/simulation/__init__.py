"""A fleet that is not there: real senders of true reports, under weather that a script tells."""
