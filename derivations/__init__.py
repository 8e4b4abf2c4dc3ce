"""The textbook: one package a chapter, one file a section, in reading order."""
