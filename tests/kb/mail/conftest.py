"""A user who watches for spoofing."""

from __future__ import annotations

import pytest

from kb.models import User
from tests.kb.mail.writing import (
    watch,
)


@pytest.fixture
def user() -> User:
    user = User.objects.create_user("ada@firm.example")
    watch(user, "q=spoofing", "Spoofing")
    return user
