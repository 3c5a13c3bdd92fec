"""Maps for print: frame, furniture and layers."""
