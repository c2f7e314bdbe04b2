#!/usr/bin/env bash
# Fits one raster again and again on a local cluster whose parts are killed meanwhile, and compares the results, byte by
# byte, with that of one machine. All that is random follows from the seed.
set -euo pipefail

usage() {
    cat <<'END'
usage: chaos.sh --seed S [OPTIONS]

  --runs N           runs in which silos get kill -9: of every six, three lose a random silo, two lose two,
                     one loses the silo that hosts the job                               [default: 30]
  --postgres-runs N  further runs in which PostgreSQL is stopped for 20 s                [default: 5]
  --silos N          silos of the cluster                                                [default: 3]
  --size PX          side of the synthetic raster                                        [default: 4096]
  --components K     its components                                                      [default: 60000]
  --tile PX          side of a tile                                                      [default: 512]
  --dir DIR          for everything that is made                                         [default: ./chaos]
  --port P           see local-cluster.sh                                                [default: 5117]
  --no-build         see local-cluster.sh

Exit code 0: every run finished with the bytes of the undisturbed fit. 1: one did not.
END
}

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
readonly here
readonly postgres_pause_ms=20000

fail() {
    printf 'chaos.sh: %s\n' "$*" >&2
    exit 1
}

# ---- Chance ----------------------------------------------------------------------------------------------------------

# A linear congruential generator modulo 2^64 (Knuth, MMIX), of which the upper half of the bits is taken; bash's own
# RANDOM differs between its versions.
next_random() {
    random_state=$((random_state * 6364136223846793005 + 1442695040888963407))
    random=$(((random_state >> 33) & 0x7fffffff))
}

# draw LIMIT: sets drawn to a whole number from 0 to LIMIT - 1.
draw() {
    next_random
    drawn=$((random % $1))
}

# ---- Time ------------------------------------------------------------------------------------------------------------

now_ms() {
    printf '%s\n' $(($(date +%s%N) / 1000000))
}

# Sleeps until so many milliseconds after the submission.
sleep_until() {
    local rest=$((submitted + $1 - $(now_ms)))
    ((rest <= 0)) || sleep "$(seconds "$rest")"
}

seconds() {
    printf '%d.%03d' $(($1 / 1000)) $(($1 % 1000))
}

signed_seconds() {
    if (($1 < 0)); then
        printf -- '-%s' "$(seconds $((-$1)))"
    else
        printf '+%s' "$(seconds "$1")"
    fi
}

# ---- The cluster and its jobs ----------------------------------------------------------------------------------------

cluster() {
    "$here/local-cluster.sh" --state "$directory/cluster" --port "$port" "$@"
}

tiledfit() {
    "$directory/cluster/bin/cli/tiledfit" "$@"
}

# field NAME: the value of a member of the JSON object that is read, if it is a string or a number.
field() {
    grep -oE "\"$1\":(\"[^\"]*\"|-?[0-9][0-9.eE+-]*)" | head -n 1 | sed -E 's/^"[^"]*"://; s/^"(.*)"$/\1/' || true
}

status_field() {
    tiledfit status "$job" --server "$url" --json 2>/dev/null | field "$1"
}

# The number of the silo that hosts the job's grain, as long as it runs: its host is address:port, and silo K's port is
# the server's + 100 + K.
host_of_job() {
    local host
    host=$(status_field host)
    [[ $host =~ :([0-9]+) ]] || return 1
    printf '%s\n' $((BASH_REMATCH[1] - port - 100))
}

submit() {
    submitted=$(now_ms)
    job=$(tiledfit submit "$directory/raster.npy" -o "$1" --init "$directory/init.csv" --tile "$tile" --server "$url")
    watch "$1" &
    watcher=$!
}

# Ends when the job does, and notes its exit code and the time: the caller may be busy restarting what it killed.
watch() {
    local code=0
    tiledfit watch "$job" --quiet --server "$url" >"$1.log" 2>&1 || code=$?
    printf '%s %s\n' "$code" "$(now_ms)" >"$1.end"
}

is_running() {
    kill -0 "$watcher" 2>/dev/null
}

# finish NAME LIMIT: waits for the job; sets took to its milliseconds and ended to the exit code of watch.
finish() {
    local end
    while is_running && (($(now_ms) - submitted < $2)); do
        sleep 0.2
    done
    if is_running; then
        pkill -P "$watcher" || true
    fi
    wait "$watcher"
    read -r ended end <"$directory/$1.end"
    took=$((end - submitted))
}

# ---- Disturbances ----------------------------------------------------------------------------------------------------

# Three single silos, two pairs and one host in every six runs.
kind_of() {
    local kinds=(one two one host one two)
    if (($1 > runs)); then
        printf 'postgres\n'
    else
        printf '%s\n' "${kinds[($1 - 1) % 6]}"
    fi
}

# disturb KIND: kills at a random moment, starts again after a random pause, and says in story what was done when.
disturb() {
    local kind=$1 moment pause first second
    # Within the job for sure: other processes of the machine may speed it up or slow it down.
    draw $((undisturbed * 75 / 100))
    moment=$((drawn + undisturbed / 20))
    draw 5000
    pause=$drawn
    draw "$silos"
    first=$((drawn + 1))
    draw $((silos - 1))
    second=$(((first + drawn) % silos + 1))
    sleep_until "$moment"
    case $kind in
        postgres) stop_postgres_for_a_while ;;
        one) kill_silos "$pause" "$first" ;;
        two) kill_silos "$pause" "$first" "$second" ;;
        host)
            if first=$(host_of_job); then
                kill_silos "$pause" "$first"
            else
                missed='its status names no host'
            fi
            ;;
    esac
}

kill_silos() {
    local pause=$1 k
    shift
    tell_time
    for k in "$@"; do
        cluster kill-silo "$k"
        story+=" silo-$k"
    done
    sleep "$(seconds "$pause")"
    for k in "$@"; do
        cluster start-silo "$k"
    done
}

stop_postgres_for_a_while() {
    tell_time
    cluster kill-postgres
    story+=" postgres"
    sleep "$(seconds "$postgres_pause_ms")"
    cluster start-postgres
}

tell_time() {
    is_running || missed='it was over'
    story="$(seconds $(($(now_ms) - submitted))) s:"
}

# ---- The trial -------------------------------------------------------------------------------------------------------

make_reference() {
    tiledfit synth --width "$size" --height "$size" --components "$components" --sigma-min 2 --sigma-max 5 \
        --noise 0.01 --seed "$seed" --perturb 0.15 \
        -o "$directory/raster.npy" --truth "$directory/truth.csv" --init "$directory/init.csv"
    expected=0
    tiledfit fit "$directory/raster.npy" -o "$directory/reference" --init "$directory/init.csv" --tile "$tile" \
        --quiet --overwrite || expected=$?
    # 3: stopped at the limit of sweeps, with a result like any other.
    ((expected == 0 || expected == 3)) || fail "tiledfit fit ended with $expected"
}

# The first job is a warm-up; the second tells how long one takes.
measure_undisturbed() {
    local k
    for k in 1 2; do
        submit "$directory/undisturbed"
        finish undisturbed 86400000
        check undisturbed || fail "an undisturbed job differs from tiledfit fit: $verdict"
    done
    undisturbed=$took
}

# check NAME: sets verdict.
check() {
    if [[ $ended != "$expected" ]]; then
        verdict="ended with $ended: $(tail -n 1 "$directory/$1.log")"
        return 1
    fi
    if ! diff -rq "$directory/reference/components" "$directory/$1/components" >"$directory/$1.diff" 2>&1; then
        verdict="differs: $(head -n 1 "$directory/$1.diff")"
        return 1
    fi
    verdict=same
    rm -rf "${directory:?}/$1" "$directory/$1.log" "$directory/$1.diff" "$directory/$1.end"
}

run() {
    local number=$1 kind name=run-$1 again
    kind=$(kind_of "$number")
    story='' missed=''
    submit "$directory/$name"
    disturb "$kind"
    finish "$name" $((10 * undisturbed + 300000))
    again=$(status_field repeatedSteps)
    check "$name" || failures=$((failures + 1))
    if [[ -n $missed ]]; then
        verdict+=", undisturbed: $missed"
        failures=$((failures + 1))
    fi
    printf '%4d  %-8s  %9s s  %10s s  %6s  %-36s  %s\n' "$number" "$kind" "$(seconds "$took")" \
        "$(signed_seconds $((took - undisturbed)))" "${again:-?}" "$story" "$verdict"
}

is_number() {
    [[ $1 =~ ^[0-9]{1,9}$ ]]
}

seed='' runs=30 postgres_runs=5 silos=3 size=4096 components=60000 tile=512 directory=chaos port=5117
build=()
while (($# > 0)); do
    case $1 in
        --seed | --runs | --postgres-runs | --silos | --size | --components | --tile | --port)
            is_number "${2-}" || fail "$1 needs a number"
            name=${1#--}
            printf -v "${name//-/_}" '%d' "$((10#$2))"
            shift
            ;;
        --dir)
            [[ -n ${2-} ]] || fail "--dir needs a directory"
            directory=$2
            shift
            ;;
        --no-build) build=(--no-build) ;;
        -h | --help)
            usage
            exit
            ;;
        *) fail "unknown option $1; --help lists them" ;;
    esac
    shift
done
[[ -n $seed ]] || fail "--seed is missing; any number will do"
((silos >= 2)) || fail "--silos must be 2 or more: one has to live"
directory=$(realpath -m -- "$directory")
mkdir -p "$directory"
url=http://127.0.0.1:$port
random_state=$seed
# The first numbers after small seeds are alike.
for ((k = 0; k < 8; k++)); do
    next_random
done

trap 'cluster stop || true' EXIT
cluster --root "$directory" --detach "${build[@]}" "$silos" >/dev/null
make_reference
failures=0
measure_undisturbed
printf 'seed %d: %d silos, %d² px, %d components; undisturbed %s s\n' \
    "$seed" "$silos" "$size" "$components" "$(seconds "$undisturbed")"
printf '%4s  %-8s  %11s  %12s  %6s  %-36s  %s\n' run loses time lost again 'when: what' result
for ((number = 1; number <= runs + postgres_runs; number++)); do
    run "$number"
done
if ((failures > 0)); then
    printf 'faults: %d; again with: %s --seed %d --runs %d --postgres-runs %d' \
        "$failures" "${BASH_SOURCE[0]}" "$seed" "$runs" "$postgres_runs"
    printf ' --silos %d --size %d --components %d --tile %d\n' "$silos" "$size" "$components" "$tile"
    exit 1
fi
printf 'all %d runs gave the bytes of the reference\n' $((runs + postgres_runs))
