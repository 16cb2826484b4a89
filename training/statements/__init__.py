"""Training of the model that reads statements."""
