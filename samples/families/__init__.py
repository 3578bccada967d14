"""How each family of CMS lays out its lists: one module each, as far as the products are known."""
