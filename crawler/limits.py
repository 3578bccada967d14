"""How far a walk of one portal goes at most: beyond that it is a trap, not a county."""

from __future__ import annotations

WAY_DEPTH = 4
"""Clicks from the homepage to a column."""
COLUMN_DEPTH = 6
"""Columns below columns: classes of bodies, bodies, years."""
WAY_PAGES = 800
"""Pages on the way, for one portal: some 100 bodies with a few pages each."""
LIST_PAGES = 300
"""Pages of one list."""
MOST_PICTURES_IN_ALL = 3000
"""Pictures of report pages, for one portal."""
MOST_CHOICES = 600
"""Choices of one form: some 100 bodies in some 6 years."""
MOST_PARTS = 150
"""Links followed from a page on which no words tell what they are."""
MOST_SCRIPTS = 6
"""Scripts of one page that are looked at."""
MOST_SCRIPTS_IN_ALL = 40
"""Scripts of one portal."""
GLANCES = 12
"""Ways of the homepage that are looked at after a walk from the columns of the portal's line."""
SEARCH_PAGES = 20
"""Pages of what a site's own search found."""
LONGEST_ADDRESS = 2083
"""Characters of an address (browsers: as many)."""
