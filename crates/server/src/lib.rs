//! The JSON backend.
