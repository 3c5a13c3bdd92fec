"""Work that is done in the background: asked for, taken by a worker, told of, kept for a while."""
