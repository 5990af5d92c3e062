"""Where the pages about the team stand in the navigation."""

NAV = [
    {"section": "Settings", "title": "Team", "url_name": "team:people", "icon": "gear", "order": 900},
    {"section": "Settings", "title": "On my phone", "url_name": "team:phone", "icon": "phone", "order": 910},
]
