"""Speed and memory as ratios against named peers, measured in one run; it asserts no durations and ships to no user."""
