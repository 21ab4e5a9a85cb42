"""Media: looked at and prepared on the editor's side, in child processes with limits."""
