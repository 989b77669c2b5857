"""Pages: what each kind shows, and how that is found."""
