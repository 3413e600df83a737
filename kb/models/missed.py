"""Announcements that a list named and that could not be read yet: where they are, why, and how often it was tried."""

from __future__ import annotations

from django.db import models

from kb.models.sources import Source

MOST_TRIES = 15  # over about four and a half months; then given up until a list names it again


class MissedPage(models.Model):
    """It stays after the announcement has been read at last. What is still missed has no announcement of its key."""

    source = models.CharField(max_length=16, choices=Source)
    key = models.CharField(max_length=500)
    url = models.URLField(max_length=1000)
    record_url = models.URLField(max_length=1000, blank=True, help_text="of its record in the API, where it was met")
    number = models.TextField(null=True, blank=True)
    title = models.TextField(blank=True)
    published_on = models.DateField(null=True, blank=True)
    topics = models.JSONField(default=list, blank=True)
    reason = models.CharField(max_length=40)
    detail = models.TextField(blank=True)
    tries = models.PositiveSmallIntegerField(default=1)
    first_tried_at = models.DateTimeField()
    last_tried_at = models.DateTimeField()
    ask_again_at = models.DateTimeField(help_text="no later crawl asks for it before")

    class Meta:
        ordering = ("source", "-first_tried_at", "pk")
        constraints = (models.UniqueConstraint("source", "key", name="missed_page_once"),)

    def __str__(self) -> str:
        return f"{self.get_source_display()} {self.title or self.key}"

    @property
    def is_given_up(self) -> bool:
        return self.tries >= MOST_TRIES
