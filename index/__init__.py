"""Finding passages: embed, store, count words, fuse, search."""
