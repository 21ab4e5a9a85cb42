"""A box becomes a device: enrolment, installation, acceptance on site."""
