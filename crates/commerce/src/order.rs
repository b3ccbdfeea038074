//! Orders: their states and the named transitions between them.
