"""The forms of the team's pages; they check form, the services check the rest."""

from typing import Any

from allauth.account.forms import LoginForm
from django import forms

from mutuals.team.models import USERNAME, User
from mutuals.team.permissions import OFFERED, ROLES


class SignInForm(LoginForm):
    """User name or address, and password; how to get in without them stands below the form."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "User name or e-mail address"
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


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
        help_text="Ten characters or more; a few words you will remember are best.",
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
