//! The wire contract: endpoints, bodies, answers and problem codes, written once for server and app.
