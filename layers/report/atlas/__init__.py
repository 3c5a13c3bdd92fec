"""Map books: a page for each zone, sheets for each parcel."""
