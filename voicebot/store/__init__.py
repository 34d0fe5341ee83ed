"""What a run leaves behind: the results database and the recordings."""
