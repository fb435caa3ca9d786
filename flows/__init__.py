"""When and in what order: the story of a quarter, the command line, homes, servers.

Belongs here: Prefect, the clock, the network, secrets, settings, the terminal. Does not
belong here: what data mean, how a figure is computed, what a document looks like. No
module here may bear the name of a top-level folder or of a dependency: Prefect puts
this folder itself at the front of the import path.
"""
