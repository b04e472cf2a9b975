"""What `graphs.run` is made of: the ports of runs, what their bundles say, the way a run goes, how it stands."""
