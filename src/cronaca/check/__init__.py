"""All that is wrong with a site, told of each file and of all together."""
