"""Mathematics in print: notation, boxes, breaking, prose."""
