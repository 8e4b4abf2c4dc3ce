"""The kernel: a step is proved where a rule of this room shows it, and nowhere else."""
