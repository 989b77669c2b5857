"""Templates, styles and catalogs, and pages made with them."""
