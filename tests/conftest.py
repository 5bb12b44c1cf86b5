"""For all tests: properties are tried on the same examples every time, so that a red run can be run again."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")
