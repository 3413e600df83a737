"""THE KNOWLEDGE BASE. Stores, links, searches, shows and alerts; the only writer of the database."""
