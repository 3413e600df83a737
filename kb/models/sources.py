"""What the agencies published: Announcement > Snapshot (bytes captured) > Version (clean text read from them)."""

from __future__ import annotations

import zlib
from urllib.parse import unquote

from django.db import models
from django.db.models import Q


class CurrentTransaction(models.Func):
    """The number of the running transaction, in the order in which transactions began."""

    template = "pg_current_xact_id()::text::bigint"
    output_field = models.BigIntegerField()


class Source(models.TextChoices):
    """All that can be collected. Which of them are is the setting CASEBOOK_SOURCES."""

    CFTC = "cftc", "CFTC"
    DOJ = "doj", "DOJ"
    FINCEN = "fincen", "FinCEN"
    SEC = "sec", "SEC"
    OFAC = "ofac", "OFAC"


class ChangeKind(models.TextChoices):
    """What a version changes in the one before it, gravest first."""

    REMOVED = "removed", "removed by the agency"
    RESTORED = "restored", "published again"
    CHARGE = "charge", "charges or their outcome"
    AMOUNT = "amount", "an amount"
    NAME = "name", "a name"
    DATE = "date", "a date"
    DOCUMENT = "document", "a document"
    OTHER = "other", "other words"
    COSMETIC = "cosmetic", "only how it is written"


class CrawlRun(models.Model):
    """One run of one spider, with what it saw and why it failed."""

    class Outcome(models.TextChoices):
        RUNNING = "running", "running"
        SUCCEEDED = "succeeded", "succeeded"
        FAILED = "failed", "failed"
        INTERRUPTED = "interrupted", "interrupted"

    source = models.CharField(max_length=16, choices=Source)
    is_sample = models.BooleanField(default=False)
    outcome = models.CharField(max_length=16, choices=Outcome, default=Outcome.RUNNING)
    reason = models.TextField(blank=True)
    since = models.DateField(null=True, blank=True)
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    complete = models.BooleanField(default=False, help_text="all that the source lists since `since` was looked at")
    requests = models.PositiveIntegerField(default=0)
    seen = models.PositiveIntegerField(default=0, help_text="items met in listings")
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    rechecked = models.PositiveIntegerField(default=0, help_text="stored announcements asked for again")
    removed = models.PositiveIntegerField(default=0)
    expected_minimum = models.PositiveIntegerField(default=0)
    ask_again_at = models.DateTimeField(null=True, blank=True, help_text="after a block: no scheduled crawl before")
    failures = models.JSONField(default=list, blank=True)
    fills = models.JSONField(default=list, blank=True, help_text="how many announcements have each field (`Fill`)")
    scope = models.JSONField(default=dict, blank=True, help_text="announcements kept and dropped, by the reason why")

    class Meta:
        ordering = ("-started_at",)

    def __str__(self) -> str:
        return f"{self.get_source_display()} {self.started_at:%Y-%m-%d %H:%M} {self.outcome}"


class CrawlCursor(models.Model):
    """How far a run through one of an agency's lists has come, until one has read it to its end (`crawler.walks`)."""

    source = models.CharField(max_length=16, choices=Source)
    name = models.CharField(max_length=40, help_text="of the list")
    since = models.DateField(null=True, blank=True, help_text="how far back the run goes; none: to the end")
    url = models.URLField(max_length=1000, help_text="the page to read next")
    top_url = models.URLField(max_length=1000, help_text="the page that the run began with")
    newest_on = models.DateField(help_text="of the rows that the list began with")
    reached_on = models.DateField(help_text="of the last row read")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (
            models.UniqueConstraint("source", "name", "since", name="crawl_cursor_once", nulls_distinct=False),
        )

    def __str__(self) -> str:
        return f"{self.get_source_display()} {self.name} {self.reached_on}"

    @property
    def percent_read(self) -> int | None:
        """Of the time that the run goes back; None where it goes back to the first announcement, whenever that was."""
        if self.since is None or self.since >= self.newest_on:
            return None
        return 100 * (self.newest_on - self.reached_on).days // (self.newest_on - self.since).days


class RawBody(models.Model):
    """Bytes as they came, once per hash, compressed."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.PositiveIntegerField()
    compressed = models.BinaryField()

    @property
    def content(self) -> bytes:
        return zlib.decompress(bytes(self.compressed))


class Announcement(models.Model):
    """An agency's published notice, known by the agency's own number or address (`key`)."""

    source = models.CharField(max_length=16, choices=Source)
    key = models.CharField(max_length=500)
    number = models.TextField(null=True, blank=True)
    url = models.URLField(max_length=1000)
    title = models.TextField()
    published_on = models.DateField(db_index=True)
    components = models.JSONField(default=list, blank=True)
    topics = models.JSONField(default=list, blank=True)
    is_sample = models.BooleanField(default=False)
    first_seen_at = models.DateTimeField(auto_now_add=True)
    last_seen_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True, blank=True, db_index=True, help_text="when the agency was last asked")
    removed_at = models.DateTimeField(null=True, blank=True, help_text="when its page was found gone")
    current_version = models.OneToOneField("Version", models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ("-published_on", "-id")
        constraints = (models.UniqueConstraint("source", "key", name="announcement_key"),)
        indexes = (
            models.Index(fields=("source", "number"), name="announcement_number"),
            models.Index(fields=("id",), name="announcement_sample", condition=Q(is_sample=True)),
        )

    def __str__(self) -> str:
        return f"{self.get_source_display()} {self.number or self.key}"


class Snapshot(models.Model):
    """The bytes of one address as captured once."""

    announcement = models.ForeignKey(Announcement, models.CASCADE, related_name="snapshots")
    url = models.URLField(max_length=1000)
    body = models.ForeignKey(RawBody, models.PROTECT)
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=dict)
    channel = models.CharField(max_length=20, blank=True)
    captured_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint("announcement", "url", "body", name="snapshot_once"),)


class Version(models.Model):
    """The clean text of an announcement from one point in time. Never edited: a change makes the next ordinal.

    A page that is gone makes a version too (`change` is `removed`): it keeps the text, and its snapshot is the answer
    that said so.
    """

    announcement = models.ForeignKey(Announcement, models.CASCADE, related_name="versions")
    ordinal = models.PositiveIntegerField()
    snapshot = models.ForeignKey(Snapshot, models.RESTRICT)
    title = models.TextField()
    published_on = models.DateField()
    text = models.TextField()
    text_hash = models.CharField(max_length=64)
    change = models.CharField(max_length=10, choices=ChangeKind, blank=True, help_text="against the version before")
    changed_on = models.DateField(null=True, blank=True, help_text="the agency's own stamp of its last change")
    created_at = models.DateTimeField(auto_now_add=True)
    matched_at = models.DateTimeField(null=True, blank=True, help_text="when watches were last matched against it")

    class Meta:
        ordering = ("announcement", "ordinal")
        constraints = (models.UniqueConstraint("announcement", "ordinal", name="version_ordinal"),)
        indexes = (models.Index(fields=("id",), name="version_unmatched", condition=Q(matched_at=None)),)

    def __str__(self) -> str:
        return f"{self.announcement} v{self.ordinal}"


NO_TITLES = {"here", "click here", "pdf", "link", "this link", "download", "view", "document"}


class Document(models.Model):
    """A file published with an announcement. `pages` holds its text page by page; `problem` says why it has none, or
    which pages have none."""

    announcement = models.ForeignKey(Announcement, models.CASCADE, related_name="documents")
    url = models.URLField(max_length=1000)
    title = models.TextField(blank=True)
    kind = models.CharField(max_length=30, default="other")
    body = models.ForeignKey(RawBody, models.PROTECT, null=True)
    pages = models.JSONField(default=list)
    problem = models.CharField(max_length=200, blank=True)
    captured_at = models.DateTimeField(auto_now_add=True)
    validators = models.JSONField(default=dict, help_text="request headers that spare an unchanged answer")
    checked_at = models.DateTimeField(null=True, db_index=True, help_text="when the agency was last asked for it")
    gone_at = models.DateTimeField(null=True, help_text="when it was found gone; the copy stays")

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint("announcement", "url", name="document_once"),)

    @property
    def name(self) -> str:
        """Its title; where that is a bare word that was linked (`here`), the name of its file."""
        if self.title and self.title.strip(" .").lower() not in NO_TITLES:
            return self.title
        return unquote(self.url.rstrip("/").rpartition("/")[2]) or self.url

    @property
    def kind_in_words(self) -> str:
        return "document" if self.kind == "other" else self.kind.replace("_", " ")


class DocumentChange(models.Model):
    """What the agency did to a published file after the announcement was stored. What it was before is kept."""

    class Kind(models.TextChoices):
        ADDED = "added", "added"
        CHANGED = "changed", "replaced"
        REWRITTEN = "rewritten", "replaced by a file of the same words"
        REMOVED = "removed", "taken down"
        RESTORED = "restored", "published again"

    document = models.ForeignKey(Document, models.CASCADE, related_name="changes")
    version = models.ForeignKey(Version, models.SET_NULL, null=True, related_name="document_changes")
    kind = models.CharField(max_length=10, choices=Kind)
    body_before = models.ForeignKey(RawBody, models.PROTECT, null=True, related_name="document_changes")
    pages_before = models.JSONField(default=list)
    noticed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.document.name}: {self.get_kind_display()}"

    @property
    def did(self) -> str:
        """What the agency did, as a heading."""
        return "Replaced, in other words" if self.kind == self.Kind.CHANGED else self.get_kind_display().capitalize()


class Change(models.Model):
    """The database's log of announcements to index again, in commit order.

    Numbers are drawn before commit, so a reader that remembers the highest one it saw would skip a slower writer's
    row: readers take rows whose transaction is older than any still running (`pg_snapshot_xmin`). The announcement is
    a bare number because the row outlives it.
    """

    announcement_id = models.BigIntegerField()
    transaction = models.BigIntegerField(db_index=True, db_default=CurrentTransaction())
    made_at = models.DateTimeField(auto_now_add=True)
