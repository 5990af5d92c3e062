"""How forms look everywhere: label, control, help, and errors under the field.

Settings name the renderer: `FORM_RENDERER = "mutuals.ui.forms.Renderer"`; then `{{ form }}` and
`{{ form.name.as_field_group }}` are drawn by `ui/forms/form.html` and `ui/forms/field.html`.
"""

from django.forms.renderers import DjangoTemplates


class Renderer(DjangoTemplates):
    """Renders forms by the templates of this room, controls by those of Django."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"
