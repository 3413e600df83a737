"""WEB PAGE -> ANNOUNCEMENT. Scrapy spiders for the agencies' sites; no Django, no NLP."""
