"""The operations of the API, one small module for each area, loaded when first used."""
