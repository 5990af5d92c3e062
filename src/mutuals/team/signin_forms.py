"""The sign-in form in our words; a file of its own because django-allauth's forms need its models to be loaded."""

from typing import Any

from allauth.account.forms import LoginForm


class SignInForm(LoginForm):
    """User name or address, and password; how to get in without them stands below the form."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "User name or e-mail address"
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
