"""Where looking around stands in the navigation."""

NAV = [
    {
        "section": "Settings",
        "title": "Look around",
        "url_name": "around:look-around",
        "icon": "door",
        "order": 940,
    }
]
