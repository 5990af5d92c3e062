"""Where the pages about relationships stand in the navigation."""

NAV = [
    {"section": "", "title": "Today", "url_name": "relate:today", "icon": "today", "order": 10, "foot": True},
    {"section": "", "title": "Plan", "url_name": "relate:plan", "icon": "goal", "order": 12},
    {
        "section": "People",
        "title": "Circles",
        "url_name": "relate:circles",
        "icon": "circles",
        "order": 20,
        "foot": True,
    },
    {
        "section": "People",
        "title": "People",
        "url_name": "relate:people",
        "icon": "people",
        "order": 21,
        "foot": True,
    },
    {
        "section": "People",
        "title": "Moment",
        "url_name": "relate:moment-new",
        "icon": "cup",
        "order": 22,
        "foot": True,
        "right": "people_edit",
    },
    {
        "section": "People",
        "title": "In person",
        "url_name": "relate:in-person",
        "icon": "calendar",
        "order": 23,
    },
    {
        "section": "People",
        "title": "Give and take",
        "url_name": "relate:give-and-take",
        "icon": "scale",
        "order": 25,
    },
    {
        "section": "People",
        "title": "Introductions",
        "url_name": "relate:introductions",
        "icon": "introduce",
        "order": 26,
    },
    {"section": "People", "title": "Network", "url_name": "relate:network", "icon": "link", "order": 27},
    {"section": "Settings", "title": "How we know", "url_name": "relate:how", "icon": "eye", "order": 950},
]
FIND = "relate:people"
