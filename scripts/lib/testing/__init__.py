"""What scripts/test is made of: one file a kind of test, all of them returning a list of Result."""
