"""What a report says: pure functions, bytes in, Report out. No network, clock, database, settings or process."""
