//! The basket: lines, merging, what changes between the faces.
