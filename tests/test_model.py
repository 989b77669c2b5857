"""The site as it is kept between two builds."""

import pickle

from cronaca.sources.folder import Folder
from cronaca.sources.load import load
from support import CHECKOUT


def test_incidents_come_back_from_a_pickle_as_they_were():
    """Every field of every incident of the demo survives, and so does its type."""
    site, _ = load(Folder(CHECKOUT))
    again = pickle.loads(pickle.dumps(site.incidents, 5))
    assert repr(again) == repr(site.incidents)
    assert again == site.incidents
