"""Bridges to libraries of others, each an extra of its own; importing the package loads none of them."""
