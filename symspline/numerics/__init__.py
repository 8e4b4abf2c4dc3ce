"""Fast, plain numbers: arrays in, arrays out; knows nothing of symbols, theorems or the rest of symspline."""
