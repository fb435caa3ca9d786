"""What each verb of `icpc` does, a module each; `command_line` says how it is typed."""
