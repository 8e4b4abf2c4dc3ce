"""Which formula answers a quantity of an initialisation."""
