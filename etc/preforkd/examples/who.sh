#!/bin/sh
echo "You are $REMOTE_ADDR, port $REMOTE_PORT, and connection $PREFORKD_CONNECTION of $PREFORKD_SERVICE."
echo "told $REMOTE_ADDR who it is" >&2
