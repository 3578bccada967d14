"""How pages are fetched. The only code that fetches."""
