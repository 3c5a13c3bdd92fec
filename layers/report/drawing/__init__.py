"""Drawing for print: a sheet in millimetres, fonts, colours, labels, charts."""
