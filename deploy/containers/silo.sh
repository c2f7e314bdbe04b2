#!/bin/bash
# Starts a silo that other containers reach at this container's own address, unless they are told another.
set -euo pipefail
if [[ -z ${TILEDFIT_Silo__Address-} ]]; then
    read -r TILEDFIT_Silo__Address _ < <(hostname -i)
    export TILEDFIT_Silo__Address
fi
exec /app/tiledfit-silo "$@"
