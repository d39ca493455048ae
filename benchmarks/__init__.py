"""How fast Pacer is, as ratios within one run. `make bench`."""
