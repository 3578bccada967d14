"""The embedded sample portals (loopback) and their documents; imports nothing of ours."""
