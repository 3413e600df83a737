"""What is learned from texts, and what extraction is measured against; never run in extraction."""
