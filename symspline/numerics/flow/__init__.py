"""The exact gradient flow: Taylor series between events, events isolated, sliding in closed form (D10 to D14)."""
