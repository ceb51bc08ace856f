"""Bytes to models and back: codec, lenient reading, value rules and the generated structs."""
