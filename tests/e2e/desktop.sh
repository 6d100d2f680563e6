#!/bin/sh
# Runs a command on a desktop with a window manager: without one, dialogs never get the keyboard.
openbox >/dev/null 2>&1 &
exec "$@"
