"""Enrolling, as the handlers of central's faces ask for it."""

from __future__ import annotations

from litestar.di import NamedDependency

from central.enrolling.desk import Enrolling

HereEnrolling = NamedDependency[Enrolling]
"""Enrolling, as a handler asks for it."""
