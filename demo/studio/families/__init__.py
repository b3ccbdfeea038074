"""A module for each product family."""
