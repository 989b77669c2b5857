"""Files for programs: Statuspage's API and ours, feeds, calendars, tables."""
