"""Integrations with other libraries, each an extra of its own; importing the package loads none of them."""
