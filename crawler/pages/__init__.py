"""Pages of the agencies -> rows and releases. Pure functions: no request is made here."""
