"""OData v3 as Microsoft's library reads it, compiled to SQL."""
