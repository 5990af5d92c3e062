"""Where leaving stands in the navigation."""

NAV = [
    {
        "section": "Settings",
        "title": "Leaving",
        "url_name": "leaving:leaving",
        "icon": "download",
        "order": 930,
    },
]
