"""The laws of one weight: a base and one small class each."""
