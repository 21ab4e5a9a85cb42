"""How many files and connections this process may have open."""

from __future__ import annotations

import resource


def allow_many_files() -> None:
    """As many as the system lets it: a service begins with 1,024, too few for thousands of devices."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
