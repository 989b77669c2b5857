"""What is kept between builds: nothing that cannot be made anew."""
