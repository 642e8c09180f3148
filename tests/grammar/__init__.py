"""Programs that nobody wrote: built from the shapes in which real programs call the API."""
