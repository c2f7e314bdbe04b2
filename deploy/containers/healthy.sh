#!/bin/bash
# healthy.sh PORT [PATH]: whether this container's own address or loopback takes connections at the port and, given a
# path, answers a GET with 200. The runtime images have no curl.
set -euo pipefail
port=$1 path=${2-}
read -r address _ < <(hostname -i)
if [[ -z $path ]]; then
    exec 3<>"/dev/tcp/$address/$port"
    exit
fi
exec 3<>"/dev/tcp/127.0.0.1/$port"
printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "$path" >&3
read -r -t 4 status <&3
[[ $status == 'HTTP/1.1 200'* ]]
