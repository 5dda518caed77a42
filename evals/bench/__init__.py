"""Speed, as ratios against the plain recipe in the same run."""
