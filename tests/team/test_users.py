"""Three named persons and what they may do with the team."""


def test_ada(ada):
    assert ada.may("team_manage")
