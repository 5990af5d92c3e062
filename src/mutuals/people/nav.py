"""Where the pages of this room stand in the navigation."""

NAV = [
    {
        "section": "People",
        "title": "What you can give",
        "url_name": "people:shelf",
        "icon": "gift",
        "order": 26,
        "foot": False,
    }
]
