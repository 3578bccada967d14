"""What rows show across years and agencies: pure functions over rows."""
