"""The forms of the team's pages; they check form, the services check the rest."""

from typing import Any, ClassVar

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm, SetPasswordForm
from django import forms

from mutuals.team.models import USERNAME, User
from mutuals.team.permissions import OFFERED, ROLES

GOOD_PASSWORD = "Ten characters or more; a few words you will remember are best."  # noqa: S105  advice, no password


class _Plain:
    """Our labels, and nothing in the fields; how to get in without a password stands below the form."""

    fields: dict[str, forms.Field]
    labels: ClassVar[dict[str, str]] = {}
    help_texts: ClassVar[dict[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.help_texts.get(name, "")


class SignInForm(_Plain, LoginForm):
    """User name or address, and password."""

    labels: ClassVar[dict[str, str]] = {"login": "User name or e-mail address"}


class AgainForm(_Plain, ReauthenticateForm):
    """The password once more, before something that changes how one signs in."""


class NewPasswordForm(_Plain, ChangePasswordForm):
    """The old password and the new one twice."""

    labels: ClassVar[dict[str, str]] = {
        "oldpassword": "The password so far",
        "password1": "The new one",
        "password2": "The new one once more",
    }
    help_texts: ClassVar[dict[str, str]] = {"password1": GOOD_PASSWORD}


class FirstPasswordForm(_Plain, SetPasswordForm):
    """The first password twice, of somebody who came with a passkey."""

    labels: ClassVar[dict[str, str]] = {"password1": "Password", "password2": "Once more"}
    help_texts: ClassVar[dict[str, str]] = {"password1": GOOD_PASSWORD}


class InviteForm(forms.Form):
    """Whom to invite, and as what."""

    name = forms.CharField(
        label="Their name", max_length=150, widget=forms.TextInput({"autocomplete": "off"})
    )
    role = forms.ChoiceField(
        label="What they may do",
        choices=[
            ("viewer", "Look: read everything the team shares"),
            ("editor", "Edit: change people, groups and bring in files"),
            ("owner", "Own: everything, this page included"),
        ],
        initial="viewer",
        widget=forms.RadioSelect,
    )


class RoleForm(forms.Form):
    """Another role for somebody."""

    role = forms.ChoiceField(choices=[(role, ROLES[role]) for role in OFFERED])


class ProfileForm(forms.ModelForm):
    """How a person is called and by what they sign in."""

    class Meta:
        model = User
        fields = ("name", "username", "email")
        labels = {"name": "Your name", "username": "User name", "email": "E-mail address"}
        help_texts = {
            "username": "To sign in. Small letters, digits, dot, dash.",
            "email": "To sign in, if you like. Nothing is ever mailed to it.",
        }

    def clean_username(self) -> str:
        return str(self.cleaned_data["username"]).lower()

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class JoinForm(forms.Form):
    """The names and the password of somebody who comes for the first time, or comes back without a password."""

    name = forms.CharField(
        label="Your name", max_length=150, widget=forms.TextInput({"autocomplete": "name"})
    )
    username = forms.CharField(
        label="User name",
        max_length=150,
        validators=[USERNAME],
        help_text="To sign in. Small letters, digits, dot, dash.",
        widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label="Password",
        help_text=GOOD_PASSWORD,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
