"""Who gets an account: the first administrator by a one-time link, everybody else by an administrator's invitation.

Both links carry a signed token with an end. The first administrator's works once: only its hash is kept, in a file of
the home folder, and it ends with the first administrator there is. An invitation ends with the account it makes.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.contrib.auth.password_validation import validate_password
from django.core import signing
from django.core.mail import send_mail
from django.db import connection, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import path, re_path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from kb.models import User

FIRST_SALT, INVITATION_SALT = "kb.web.accounts.first", "kb.web.accounts.invitation"
FIRST_ENDS_AFTER = timedelta(hours=24)
INVITATION_ENDS_AFTER = timedelta(days=7)
LOCK = 0x6B62_6163  # of PostgreSQL's advisory locks: one account is made at a time
NEW_PASSWORD = {"autocomplete": "new-password"}
BACKEND = "django.contrib.auth.backends.ModelBackend"


class InvitedOnly(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


# The first administrator.


def first_administrator_link() -> str | None:
    """A new link that makes the first administrator, once, within 24 hours; None when there is an administrator.

    A link that was given before ends with this one.
    """
    if has_administrator():
        return None
    token = signing.TimestampSigner(sep=".", salt=FIRST_SALT).sign(secrets.token_urlsafe(24))
    draft = first_file().with_suffix(f".{os.getpid()}")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    draft.write_text(hash_token(token))
    draft.replace(first_file())
    return settings.SITE_URL + reverse("first-administrator", args=[token])


def has_administrator() -> bool:
    return User.objects.filter(is_superuser=True, is_active=True).exists()


def first_file() -> Path:
    return Path(settings.HOME) / "first_administrator"


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def is_first_token(token: str) -> bool:
    """Whether this is the link given last, not yet used, not too old, and still needed."""
    try:
        signing.TimestampSigner(sep=".", salt=FIRST_SALT).unsign(token, max_age=FIRST_ENDS_AFTER)
        kept = first_file().read_text()
    except (signing.BadSignature, FileNotFoundError):
        return False
    return hmac.compare_digest(kept, hash_token(token)) and not has_administrator()


# Invitations.


def invitation_link(email: str, inviter: User) -> str:
    token = signing.dumps({"email": email, "by": inviter.pk}, salt=INVITATION_SALT)
    return settings.SITE_URL + reverse("join", args=[token])


def invited_email(token: str) -> str | None:
    """The address that the token invites; None when it is not ours, too old, used, or its author may not invite."""
    try:
        content = signing.loads(token, salt=INVITATION_SALT, max_age=INVITATION_ENDS_AFTER)
    except signing.BadSignature:
        return None
    is_valid = User.objects.filter(pk=content["by"], is_superuser=True, is_active=True).exists()
    return content["email"] if is_valid and not is_taken(content["email"]) else None


def is_taken(email: str) -> bool:
    return User.objects.filter(email__iexact=email).exists()


# Forms and pages.


class EmailForm(forms.Form):
    email = forms.EmailField(label="E-mail address", max_length=254)

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"])
        if is_taken(email):
            raise forms.ValidationError("There is an account with this address already.")
        return email


class PasswordForm(forms.Form):
    """A password, twice. `address` is the account's, which the password must not resemble."""

    password1 = forms.CharField(
        label="Password", strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"})
    )
    password2 = forms.CharField(
        label="Once more", strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, address: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.address = address

    def clean(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        if "\0" in data.get("password1", ""):
            self.add_error("password1", "A password cannot hold this character.")
        elif data.get("password1") != data.get("password2"):
            self.add_error("password2", "The two passwords differ.")
        elif "password1" in data:
            try:
                validate_password(data["password1"], User(email=data.get("email", self.address)))
            except forms.ValidationError as error:
                self.add_error("password1", error)
        return data


class FirstForm(PasswordForm, EmailForm):
    field_order = ("email", "password1", "password2")


@never_cache
@sensitive_post_parameters()
def first_administrator(request: HttpRequest, token: str) -> HttpResponse:
    form = FirstForm(request.POST or None)
    if not is_first_token(token):
        return render(request, "accounts/ended.html", {"is_first": True}, status=404)
    if not form.is_valid():
        return render(request, "accounts/first.html", {"form": form})
    with transaction.atomic():
        wait_for_turn()
        if not is_first_token(token):
            return render(request, "accounts/ended.html", {"is_first": True}, status=404)
        user = User.objects.create_superuser(form.cleaned_data["email"], form.cleaned_data["password1"])
    with suppress(FileNotFoundError):
        first_file().unlink()
    login(request, user, backend=BACKEND)
    messages.success(request, "Welcome. You are the first administrator.")
    return redirect("search")


@never_cache
@sensitive_post_parameters()
def join(request: HttpRequest, token: str) -> HttpResponse:
    email = invited_email(token)
    if email is None:
        return render(request, "accounts/ended.html", {"is_first": False}, status=404)
    form = PasswordForm(request.POST or None, address=email)
    if not form.is_valid():
        return render(request, "accounts/join.html", {"form": form, "email": email})
    with transaction.atomic():
        wait_for_turn()
        if is_taken(email):
            return render(request, "accounts/ended.html", {"is_first": False}, status=404)
        user = User.objects.create_user(email, form.cleaned_data["password1"])
    login(request, user, backend=BACKEND)
    messages.success(request, "Welcome to Casebook.")
    return redirect("search")


def wait_for_turn() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


@login_required
def account(request: HttpRequest) -> HttpResponse:
    """The reader's account; for an administrator also who has one, and whom to invite."""
    if not isinstance(request.user, User):
        raise Http404
    is_administrator = request.user.is_superuser
    if request.method == "POST" and not is_administrator:
        raise Http404
    form = EmailForm(request.POST or None, label_suffix="")
    link = ""
    if request.method == "POST" and form.is_valid():
        link = invite(request, request.user, form.cleaned_data["email"])
    people = User.objects.order_by("email") if is_administrator else User.objects.none()
    return render(request, "accounts/account.html", {"form": form, "link": link, "people": people})


def invite(request: HttpRequest, inviter: User, email: str) -> str:
    """Mails the invitation and returns its link, which is shown too: not every Casebook has a mail server."""
    link = invitation_link(email, inviter)
    body = render_to_string("accounts/invitation.txt", {"inviter": inviter, "link": link})
    try:
        send_mail(f"{inviter.email} invites you to Casebook", body, None, [email])
    except (SMTPException, OSError) as error:
        messages.error(request, f"The mail to {email} could not be sent ({error}). Pass on the link below yourself.")
    else:
        messages.success(request, f"An invitation is on its way to {email}.")
    return link


urlpatterns = [
    path("account/", account, name="account"),
    re_path(r"^accounts/first/(?P<token>[A-Za-z0-9_.-]{1,200})/$", first_administrator, name="first-administrator"),
    re_path(r"^accounts/join/(?P<token>[A-Za-z0-9_:.-]{1,600})/$", join, name="join"),
]
