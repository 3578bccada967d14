"""What Datasette serves: plugin, templates, static files."""
