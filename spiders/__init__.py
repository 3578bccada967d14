"""Where reports are: one module a CMS family (behaviour), portals.csv (facts)."""
