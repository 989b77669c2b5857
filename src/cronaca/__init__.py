"""cronaca: YAML incident files in git become a static status-history site in several languages."""

__version__ = "0.1.0"
