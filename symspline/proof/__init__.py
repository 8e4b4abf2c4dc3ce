"""What a theorem is and how it is checked; knows nothing of networks."""
