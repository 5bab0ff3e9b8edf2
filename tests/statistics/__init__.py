"""What the statistics are held to: published cases, laws, and plain recounts."""
