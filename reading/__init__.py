"""How kept bytes become rows: worker processes with limits, one queue."""
