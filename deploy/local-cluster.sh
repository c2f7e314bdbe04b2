#!/usr/bin/env bash
# A cluster on this machine, on loopback only: PostgreSQL, silos and the server, in a state directory of their own.
set -euo pipefail

usage() {
    cat <<'END'
usage: local-cluster.sh [OPTIONS] N                 start PostgreSQL, N silos and the server; Ctrl+C stops them
       local-cluster.sh [OPTIONS] COMMAND [K]

commands: status          what runs
          stop            stop all, silos first handing over their work; jobs go on at the next start
          kill-silo K     kill -9 silo K                 start-silo K      start it again
          stop-silo K     stop it as an upgrade would
          kill-postgres   stop PostgreSQL at once, as a crash would
          start-postgres  start it again
          kill-server     kill -9 the server             start-server      start it again

options:  --state DIR     the state directory                                       [default: ./cluster-state]
          --port P        the server's port; P+1 is PostgreSQL's, P+100+K silo K's, P+200+K its gateway's
                                                                                    [default: 5117]
          --root DIR      inputs and results must lie under it                      [default: current directory]
          --workers W     tile steps that a silo runs at once               [default: processors / N, at least 1]
          --detach        return when all is ready instead of waiting for Ctrl+C
          --no-build      take the binaries of the last start
A second cluster beside the first needs its own --state and --port. Started again with the same state directory, a
cluster goes on with its jobs. Ctrl+C while it starts stops again what has been started. Silos and the server start only
while PostgreSQL runs; both go on when it stops.

exit codes: 0 done, or stopped by Ctrl+C once all was ready; 1 failed; 2 wrong usage; 130 Ctrl+C, or 143 SIGTERM, while
it started. What went wrong is one line on standard error.
END
}

repository=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
readonly repository
readonly patience=120

# After a signal it is the signal that tells, not what failed of it.
fail() {
    go_on
    printf 'local-cluster.sh: %s\n' "$*" >&2
    exit 1
}

misuse() {
    printf 'local-cluster.sh: %s\n' "$*" >&2
    exit 2
}

# Signals are noted only, so that no process is begun and not written down.
go_on() {
    ((interrupted == 0)) || exit "$interrupted"
}

say() {
    printf '%s\n' "$*"
}

# ---- Processes -------------------------------------------------------------------------------------------------------

# A process is known by its id and the time it was started at: ids are used again.
started_at() {
    local line
    { read -r line <"/proc/$1/stat"; } 2>/dev/null || return 1
    # The second field, the name in parentheses, may hold anything; starttime is the 20th after it.
    read -r -a fields <<<"${line##*) }"
    [[ ${fields[0]} != Z ]] && printf '%s\n' "${fields[19]}"
}

pid_of() {
    local pid start
    { read -r pid start <"$state/run/$1"; } 2>/dev/null || return 1
    [[ $(started_at "$pid") == "$start" ]] && printf '%s\n' "$pid"
}

# In a session of its own: Ctrl+C in the terminal reaches this script only, which stops the parts in their order.
launch() {
    local name=$1 pid
    shift
    if pid_of "$name" >/dev/null; then
        fail "$name runs already"
    fi
    setsid "$@" </dev/null >>"$state/log/$name.log" 2>&1 &
    pid=$!
    printf '%s %s\n' "$pid" "$(started_at "$pid")" >"$state/run/$name"
    disown "$pid"
}

# end NAME SIGNAL: sends the signal and waits; what does not end in time is killed.
end() {
    local pid
    pid=$(pid_of "$1") || return 0
    kill "-$2" "$pid" 2>/dev/null || true
    if ! wait_until pid_is_gone "$1"; then
        say "$1 did not stop within $patience s; killed"
        kill -KILL "$pid" 2>/dev/null || true
        wait_until pid_is_gone "$1"
    fi
    rm -f "$state/run/$1"
}

pid_is_gone() {
    ! pid_of "$1" >/dev/null
}

wait_until() {
    local deadline=$((SECONDS + patience))
    until "$@"; do
        ((SECONDS < deadline)) || return 1
        sleep 0.2
    done
}

# wait_for NAME CHECK...: until the check holds; at once an error if the process ends first.
wait_for() {
    local name=$1 deadline=$((SECONDS + patience))
    shift
    until "$@"; do
        go_on
        pid_of "$name" >/dev/null || fail "$name ended: $(last_words "$name")"
        ((SECONDS < deadline)) || fail "$name is not ready after $patience s; see $state/log/$name.log"
        sleep 0.2
    done
}

last_words() {
    tail -n 1 "$state/log/$1.log" | cut -c 1-300
}

port_is_free() {
    ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# Whether GET answers 200, without curl, which a bare machine may lack.
answers() {
    local port=$1 path=$2 status=
    {
        exec 3<>"/dev/tcp/127.0.0.1/$port" || return 1
        printf 'GET %s HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nConnection: close\r\n\r\n' "$path" "$port" >&3
        read -r -t 5 status <&3 || true
        exec 3>&-
    } 2>/dev/null
    [[ $status == 'HTTP/1.1 200'* ]]
}

# ---- PostgreSQL ------------------------------------------------------------------------------------------------------

find_postgres() {
    local directory
    directory=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
    if [[ ! -x $directory/pg_ctl ]] && command -v pg_ctl >/dev/null; then
        directory=$(dirname -- "$(realpath -- "$(command -v pg_ctl)")")
    fi
    [[ -x $directory/pg_ctl ]] || fail "PostgreSQL is not installed: sudo apt-get install postgresql"
    printf '%s\n' "$directory"
}

# PostgreSQL refuses to run as root.
as_postgres() {
    if ((EUID == 0)); then
        runuser -u postgres -- env -C / "$@"
    else
        "$@"
    fi
}

sql() {
    PGPASSFILE=$state/pgpass "$postgres_bin/psql" -X -q -A -t -v ON_ERROR_STOP=1 \
        -h 127.0.0.1 -p "$postgres_port" -U tiledfit "$@"
}

create_database() {
    local password status=0
    password=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')
    install -d -m 700 "$state/postgres"
    if ((EUID == 0)); then
        chown postgres: "$state/postgres"
        as_postgres test -w "$state/postgres" ||
            fail "user postgres cannot reach $state; take a directory that all may enter: --state /var/tmp/cluster"
    fi
    (
        umask 077
        printf '127.0.0.1:*:*:tiledfit:%s\n' "$password" >"$state/pgpass"
    )
    # Other users of this machine can reach the port: only the password lets them in.
    printf '%s\n' "$password" | as_postgres tee "$state/postgres/password" >/dev/null
    as_postgres "$postgres_bin/initdb" -D "$state/postgres/data" -U tiledfit -E UTF8 --locale=C \
        -A scram-sha-256 --pwfile="$state/postgres/password" >"$state/log/initdb.log" 2>&1 || status=$?
    as_postgres rm -f "$state/postgres/password"
    ((status == 0)) || fail "initdb failed: $(last_words initdb)"
}

postgres_runs() {
    as_postgres "$postgres_bin/pg_ctl" -D "$state/postgres/data" status >/dev/null 2>&1
}

require_postgres() {
    postgres_runs ||
        fail "PostgreSQL does not run; start it first: ${BASH_SOURCE[0]} --state $state start-postgres"
}

# No Unix socket: its path may be longer than the 107 bytes that one may have.
start_postgres() {
    as_postgres "$postgres_bin/pg_ctl" -D "$state/postgres/data" -l "$state/postgres/log" -s -w -t "$patience" \
        -o "-p $postgres_port -c listen_addresses=127.0.0.1 -c unix_socket_directories='' \
            -c max_connections=$((40 + 20 * silos)) -c autovacuum_naptime=10s" start >"$state/log/pg_ctl.log" 2>&1 ||
        fail "PostgreSQL does not start; see $state/postgres/log"
    {
        if [[ -z $(sql -d postgres -c "SELECT 1 FROM pg_database WHERE datname = 'tiledfit'") ]]; then
            sql -d postgres -c 'CREATE DATABASE tiledfit'
        fi &&
            sql -d tiledfit -o /dev/null -f "$repository/deploy/postgres/schema.sql"
    } 2>"$state/log/schema.log" || fail "the database cannot be set up: $(last_words schema)"
}

# stop_postgres MODE: fast, or immediate, as in a crash.
stop_postgres() {
    if [[ -f $state/postgres/data/PG_VERSION ]] && postgres_runs; then
        as_postgres "$postgres_bin/pg_ctl" -D "$state/postgres/data" -s -w -t "$patience" -m "$1" stop
    fi
}

# ---- Silos and server ------------------------------------------------------------------------------------------------

build() {
    local project
    command -v dotnet >/dev/null || fail "the .NET SDK 10 is not installed: https://dotnet.microsoft.com/download"
    for project in TiledFit.Cluster TiledFit.Cli; do
        dotnet build -c Release -nologo -v quiet "$repository/src/$project/$project.csproj" ||
            fail "$project was not built"
    done
    [[ -x $repository/artifacts/bin/TiledFit.Cluster/release/tiledfit-silo ]] ||
        fail "no silo was built: the package feed lacks Microsoft.Orleans"
    # A copy: the next build must not change the files of a process that runs.
    rm -rf "${state:?}/bin" "$state/bin.new"
    mkdir "$state/bin.new"
    cp -R "$repository/artifacts/bin/TiledFit.Cluster/release" "$state/bin.new/silo"
    cp -R "$repository/artifacts/bin/TiledFit.Cli/release" "$state/bin.new/cli"
    mv "$state/bin.new" "$state/bin"
}

connection_string() {
    local password
    password=$(cut -d : -f 5 "$state/pgpass")
    printf 'Host=127.0.0.1;Port=%s;Database=tiledfit;Username=tiledfit;Password=%s;Maximum Pool Size=18' \
        "$postgres_port" "$password"
}

start_silo() {
    local k=$1 name=silo-$1 since
    require_postgres
    since=$(sql -d tiledfit -c 'SELECT now()' 2>/dev/null) ||
        fail "PostgreSQL does not answer at port $postgres_port; see $state/postgres/log"
    go_on
    TILEDFIT_Silo__Clustering=PostgreSQL \
        TILEDFIT_Silo__ConnectionString=$(connection_string) \
        TILEDFIT_Silo__Port=$((port + 100 + k)) \
        TILEDFIT_Silo__GatewayPort=$((port + 200 + k)) \
        TILEDFIT_Silo__Workers=$workers \
        TILEDFIT_Silo__Storage__Root=$state/shared/jobs \
        launch "$name" "$state/bin/silo/tiledfit-silo"
    wait_for "$name" silo_is_active "$k" "$since"
}

# Status 3 is SiloStatus.Active. A silo's former lives may still be listed as such: only one begun since then counts.
silo_is_active() {
    [[ -n $(sql -d tiledfit -v "port=$((port + 100 + $1))" -v "since=$2" 2>/dev/null <<<"
        SELECT 1 FROM orleans_silo WHERE port = :port AND status = 3 AND started_at > :'since'") ]]
}

start_server() {
    require_postgres
    TILEDFIT_Server__Silos__ConnectionString=$(connection_string) \
        launch server "$state/bin/cli/tiledfit" serve --cluster --url "$url" --state "$state/shared" \
        --input-root "$root" --output-root "$root"
    wait_for server answers "$port" /readyz
}

# ---- The cluster -----------------------------------------------------------------------------------------------------

save() {
    printf '%s=%q\n' port "$port" silos "$silos" root "$root" workers "$workers" >"$state/cluster.conf"
}

# What a start has saved holds for all commands on the same state directory.
load() {
    [[ -f $state/cluster.conf ]] || fail "there is no cluster in $state; --state names another directory"
    # shellcheck source=/dev/null
    source "$state/cluster.conf"
}

derive() {
    url=http://127.0.0.1:$port
    postgres_port=$((port + 1))
    postgres_bin=$(find_postgres)
}

runs() {
    local k
    for ((k = 1; k <= silos; k++)); do
        ! pid_of "silo-$k" >/dev/null || return 0
    done
    pid_of server >/dev/null || { [[ -f $state/postgres/data/PG_VERSION ]] && postgres_runs; }
}

check_ports() {
    local k p
    for ((k = 1; k <= silos; k++)); do
        for p in $((port + 100 + k)) $((port + 200 + k)); do
            port_is_free "$p" || fail "port $p is in use; take another --port"
        done
    done
    for p in "$port" "$postgres_port"; do
        port_is_free "$p" || fail "port $p is in use; take another --port"
    done
}

start_all() {
    local k pid failed=no
    umask 022
    mkdir -p "$state/run" "$state/log" "$state/shared"
    [[ -f $state/postgres/data/PG_VERSION ]] || create_database
    [[ $build == no && -d $state/bin ]] || build
    save
    start_postgres
    for ((k = 1; k <= silos; k++)); do
        {
            trap 'interrupted=143' TERM
            start_silo "$k"
        } &
        starts+=($!)
    done
    for pid in "${starts[@]}"; do
        wait "$pid" || failed=yes
        go_on
    done
    starts=()
    [[ $failed == no ]] || exit 1
    start_server
    go_on
}

# What was started is stopped again if the rest does not start.
abandon() {
    local status=$?
    trap '' INT TERM
    trap - EXIT
    if ((interrupted > 0)); then
        status=$interrupted
        printf 'local-cluster.sh: interrupted while it started; stopping what was started\n' >&2
    fi
    if ((${#starts[@]} > 0)); then
        kill -TERM "${starts[@]}" 2>/dev/null || true
        wait "${starts[@]}" || true
    fi
    stop_all
    exit "$status"
}

# The server first, so that nobody submits to a cluster that goes; PostgreSQL last, for silos store what they leave.
stop_all() {
    local k ends=()
    end server TERM
    for ((k = 1; k <= silos; k++)); do
        end "silo-$k" TERM &
        ends+=($!)
    done
    wait "${ends[@]}"
    stop_postgres fast
}

announce() {
    cat <<END
TiledFit listens at $url; silos: $silos, workers of each: $workers
  submit   $state/bin/cli/tiledfit submit INPUT -o DIR --server $url
  watch    $state/bin/cli/tiledfit watch ID --server $url
  logs     $state/log
  stop     ${BASH_SOURCE[0]} --state $state stop
END
}

wait_for_interrupt() {
    say "Ctrl+C stops all."
    while ((interrupted == 0)) && runs; do
        sleep 1 &
        wait $! || true
    done
    ((interrupted == 0)) || say "stopping"
    stop_all
}

show() {
    local name=$1 port_of=$2 pid
    if pid=$(pid_of "$name"); then
        printf '%-10s runs      pid %-8s port %s\n' "$name" "$pid" "$port_of"
    else
        printf '%-10s stopped\n' "$name"
    fi
}

status() {
    local k
    if postgres_runs; then
        printf '%-10s runs      pid %-8s port %s\n' postgres \
            "$(as_postgres head -n 1 "$state/postgres/data/postmaster.pid")" "$postgres_port"
    else
        printf '%-10s stopped\n' postgres
    fi
    for ((k = 1; k <= silos; k++)); do
        show "silo-$k" $((port + 100 + k))
    done
    show server "$port"
    say "$url"
}

# ---- Arguments -------------------------------------------------------------------------------------------------------

is_number() {
    [[ $1 =~ ^[1-9][0-9]{0,5}$ ]]
}

state=cluster-state port=5117 root=. workers='' detach=no build=yes silos=0 interrupted=0
arguments=() starts=()
while (($# > 0)); do
    case $1 in
        --state | --port | --root | --workers)
            (($# > 1)) || misuse "$1 needs a value"
            printf -v "${1#--}" '%s' "$2"
            shift
            ;;
        --detach) detach=yes ;;
        --no-build) build=no ;;
        -h | --help)
            usage
            exit
            ;;
        -*) misuse "unknown option $1; --help lists them" ;;
        *) arguments+=("$1") ;;
    esac
    shift
done
[[ -n $state ]] || misuse "--state needs a directory"
state=$(realpath -m -- "$state")
((${#arguments[@]} <= 2)) || misuse "there is nothing to do with '${arguments[2]}'; --help tells the usage"
if ! is_number "$port" || ((port > 65000)); then
    misuse "--port must be from 1 to 65000, not '$port'"
fi
command=${arguments[0]-}
k=${arguments[1]-}

case $command in
    '')
        usage >&2
        exit 2
        ;;
    [0-9]*)
        if ! is_number "$command" || ((command > 99)); then
            misuse "the number of silos must be from 1 to 99, not '$command'"
        fi
        [[ -z $k ]] || misuse "there is nothing to do with '$k'; --help tells the usage"
        silos=$command
        if [[ -z $workers ]]; then
            workers=$(($(nproc) / silos))
            ((workers > 0)) || workers=1
        fi
        if ! is_number "$workers" || ((workers > 1024)); then
            misuse "--workers must be from 1 to 1024, not '$workers'"
        fi
        [[ -d $root ]] || misuse "--root '$root' is not a directory"
        root=$(realpath -e -- "$root")
        derive
        ! runs || fail "a cluster runs in $state; stop it first"
        check_ports
        trap 'interrupted=130' INT
        trap 'interrupted=143' TERM
        trap abandon EXIT
        start_all
        trap stop_all EXIT
        announce
        if [[ $detach == no ]]; then
            wait_for_interrupt
        fi
        trap - EXIT
        ;;
    status | stop | kill-postgres | start-postgres | kill-server | start-server)
        [[ -z $k ]] || misuse "$command takes no number"
        load
        derive
        case $command in
            status) status ;;
            stop) stop_all ;;
            kill-postgres) stop_postgres immediate ;;
            start-postgres) postgres_runs || start_postgres ;;
            kill-server) end server KILL ;;
            start-server) start_server ;;
        esac
        ;;
    kill-silo | stop-silo | start-silo)
        load
        derive
        if ! is_number "${k:-0}" || ((k > silos)); then
            misuse "$command needs the number of a silo, from 1 to $silos"
        fi
        case $command in
            kill-silo) end "silo-$k" KILL ;;
            stop-silo) end "silo-$k" TERM ;;
            start-silo) start_silo "$k" ;;
        esac
        ;;
    *) misuse "unknown command '$command'; --help lists them" ;;
esac
