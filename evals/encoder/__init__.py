"""How the embedded encoder is adapted to the field: examples, training, the file that ships."""
