"""What Datasette serves: pages, search and style, as one plugin (the entry point is this package, so that Datasette
finds `templates/` and `static/` beside it on every Python)."""

from publish.errors import handle_exception
from publish.facets import register_facet_classes
from publish.headers import asgi_wrapper
from publish.routes import register_routes
from publish.search_functions import prepare_connection
from publish.site import extra_css_urls, extra_template_vars, menu_links
from publish.starting import startup
from publish.template_source import prepare_jinja2_environment

__all__ = [
    "asgi_wrapper",
    "extra_css_urls",
    "extra_template_vars",
    "handle_exception",
    "menu_links",
    "prepare_connection",
    "prepare_jinja2_environment",
    "register_facet_classes",
    "register_routes",
    "startup",
]
