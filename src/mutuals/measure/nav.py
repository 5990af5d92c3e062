"""Where the pages that look back stand in the navigation."""

NAV = [
    {
        "section": "Look back",
        "title": "First look",
        "url_name": "measure:first-look",
        "icon": "spark",
        "order": 500,
        "foot": False,
    }
]
