"""Where the pages about what was brought stand in the navigation."""

NAV = [
    {
        "section": "Settings",
        "title": "Bring more",
        "url_name": "sources:bring",
        "icon": "box",
        "order": 800,
        "foot": True,
        "right": "import_run",
    },
]
