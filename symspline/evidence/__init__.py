"""Judges that no single section owns: samples, statistics, exact networks, brute force."""
