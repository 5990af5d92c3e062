"""The form of the first minute."""

from collections.abc import Iterator

from django import forms
from django.forms import BoundField

PLACES = ("First", "Second", "Third", "Fourth", "Fifth")
HINTS = ("", "", "", "someone you met", "someone far away")


class WelcomeForm(forms.Form):
    """Five names, why, minutes a week: all may be left empty."""

    why = forms.CharField(label="Why are you here?", max_length=500, required=False)
    minutes = forms.IntegerField(
        label="Minutes a week you can give", min_value=0, max_value=10_080, required=False
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for place, hint in enumerate(HINTS, start=1):
            attrs = {"aria-label": f"{PLACES[place - 1]} person", "autocomplete": "off", "placeholder": hint}
            self.fields[f"name{place}"] = forms.CharField(
                max_length=200, required=False, widget=forms.TextInput(attrs=attrs)
            )
        self.fields["why"].widget.attrs["autocomplete"] = "off"

    def rows(self) -> Iterator[BoundField]:
        """The five fields for names."""
        return (self[f"name{place}"] for place in range(1, 6))

    def names(self) -> list[str]:
        """The names given, in order."""
        source = getattr(self, "cleaned_data", None) or self.data
        return [str(source.get(f"name{place}", "") or "") for place in range(1, 6)]
