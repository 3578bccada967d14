"""The embedded sample portals (loopback) and their documents; imports nothing of ours."""

from samples.server import DEFAULT_PORT, SamplePortals, default_port, portal_rows, portals_file

__all__ = ["DEFAULT_PORT", "SamplePortals", "default_port", "portal_rows", "portals_file"]
