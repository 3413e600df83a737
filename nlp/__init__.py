"""TEXT -> FACTS. Announcements in, facts with evidence out; no network, no database, no change to the text."""
