"""The forms of this room."""

from typing import Any

from django import forms

from mutuals.people.models import Contact, Group
from mutuals.people.selectors.contacts import Ambiguous, NotFound, contact_find, groups_all
from mutuals.team.models import User

WEEK = 10_080


class PlanForm(forms.Form):
    """Why, for whom, how many minutes a week, what one will do and will not; every part may stay empty."""

    why = forms.CharField(
        label="Why are you here?", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    minutes = forms.IntegerField(
        label="Minutes a week you give to this", min_value=0, max_value=WEEK, required=False,
        help_text="Today stays within them and says when it is enough.",
    )  # fmt: skip
    people = forms.CharField(
        label="For which people?", required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One name a line, as they stand among your people.",
    )  # fmt: skip
    groups = forms.MultipleChoiceField(
        label="For which groups?", required=False, widget=forms.CheckboxSelectMultiple
    )
    places = forms.CharField(
        label="In which places?", required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="One a line: a weekly chat, a market, a forum.",
    )  # fmt: skip
    will = forms.CharField(
        label="What will you do?", required=False, max_length=5_000, widget=forms.Textarea(attrs={"rows": 4})
    )
    will_not = forms.CharField(
        label="What will you not do?", required=False, max_length=5_000, widget=forms.Textarea(attrs={"rows": 3})
    )  # fmt: skip
    shared = forms.BooleanField(label="My team may read this plan", required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._user = user
        self._groups = {str(one.public_id): one for one in groups_all(user)}
        field = self.fields["groups"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(key, one.name) for key, one in self._groups.items()]
        if not self._groups:
            del self.fields["groups"]

    def clean_people(self) -> list[Contact]:
        """The people behind the names; one that nobody or several have is said, with what to do."""
        found, wrong = [], []
        for line in str(self.cleaned_data["people"]).splitlines():
            if not line.strip():
                continue
            try:
                found.append(contact_find(self._user, line.strip()))
            except NotFound:
                wrong.append(f"There is nobody called “{line.strip()}” here yet.")
            except Ambiguous:
                wrong.append(
                    f"Several people are called “{line.strip()}”; write the whole name or an address."
                )
        if wrong:
            raise forms.ValidationError([forms.ValidationError(one) for one in wrong])
        return found

    def chosen_groups(self) -> list[Group]:
        """The groups that were ticked."""
        return [self._groups[key] for key in self.cleaned_data.get("groups", []) if key in self._groups]

    def lines(self, name: str) -> list[str]:
        """The lines of a field that are not empty."""
        return [line.strip() for line in str(self.cleaned_data[name]).splitlines() if line.strip()]
