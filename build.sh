#!/usr/bin/env bash
# All tasks of this repository, by verb. Continuous integration calls the same verbs (.ci/run).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

configuration="${CONFIGURATION:-Release}"
bin_folder="artifacts/bin"
pivot="${configuration,,}" # the artifacts layout names its folders in lower case
results="artifacts/test-results"

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false
export HOME="${HOME:-$PWD/artifacts/home}"

# Debian package | binary | command that prints its version | what does not run without it
backends=(
  "rabbitmq-server|/usr/lib/rabbitmq/bin/rabbitmq-server|ls /usr/lib/rabbitmq/lib|the distributed shape (AppHost) and its tests"
  "redis-server|redis-server|redis-server --version|several gateway replicas, and their tests"
  "postgresql|/usr/lib/postgresql/*/bin/postgres|/usr/lib/postgresql/*/bin/postgres --version|the PostgreSQL half of the service and end-to-end tests"
  "chromium-headless-shell|chromium-headless-shell|chromium-headless-shell --version|the browser tests"
  "prometheus|prometheus|prometheus --version|the test that fires a real alert"
  "prometheus-alertmanager|prometheus-alertmanager|prometheus-alertmanager --version|the test that fires a real alert"
  "docker.io|dockerd|dockerd --version|the messaging tests in containers (they use a private broker then), and CI"
  "iptables|iptables|iptables --version|the container engine of the tests"
  "iproute2|ip|ip -V|the container engine of the tests"
  "mmdebstrap|mmdebstrap|mmdebstrap --version|the container images of the tests"
  "wrk|wrk|wrk -v|the benchmark (./build.sh bench)"
  "sqlite3|sqlite3|sqlite3 --version|looking into the SQLite files by hand"
)

help() {
  cat <<'TEXT'
./build.sh run [args…]              restore, build and start the whole product in one process on http://localhost:8080
                                    (args go to it: --urls http://localhost:9090 --Data:Directory /srv/pir)
./build.sh test [filter…]           install what is missing, build, check the format, run every test project
                                    (a filter is part of a project's name: ./build.sh test Timeline Review)
./build.sh fmt [--check]            format the code, or only say what is not formatted
./build.sh migrate <Service> <Name> add a database migration for SQLite, PostgreSQL and SQL Server
./build.sh docs                     write again what is generated: event documents and snapshots, permissions.md, aspire-manifest.json
./build.sh screenshots              picture every page in both themes and two widths into docs/screenshots
./build.sh bench [args…]            run the load generator; results go to bench/results/
                                    (bench --pages: the time of every page with 10,000 incidents stored;
                                    bench --start: how the one process starts, warms up, and its memory;
                                    bench --storm: 50,000 alerts through routing rules, and the pages meanwhile)
./build.sh fuzz [args…]             send 20,000 API, 5,000 webhook and 4,000 form bodies to the product, on SQLite and on PostgreSQL
                                    (--seed 7 repeats a run; --api, --webhooks, --forms: how many; --name keeps the result)
./build.sh doctor                   say what is installed and what would not run without the rest
./build.sh install                  install the backends the tests use (Debian, as root)
TEXT
}

say() { printf '\n== %s\n' "$*"; }
die() { printf '%s\n' "$*" >&2; exit 1; }

# ---------------------------------------------------------------------------------------------------- what is installed

first_version() { grep -oE '[0-9]+(\.[0-9]+)+' | head -1; }

# The pattern may contain a wildcard. The last match is the newest version.
find_binary() {
  local matches
  mapfile -t matches < <(compgen -G "$1" || command -v "$1" || true)
  [[ ${#matches[@]} -gt 0 ]] && printf '%s\n' "${matches[-1]}"
}

missing_packages() {
  local package binary rest
  for line in "${backends[@]}"; do
    IFS='|' read -r package binary rest <<<"$line"
    find_binary "$binary" >/dev/null || printf '%s\n' "$package"
  done
}

need_sdk() {
  command -v dotnet >/dev/null || die "The .NET SDK 10.0.4xx is missing. Install it from https://dotnet.microsoft.com/download/dotnet/10.0"
  dotnet --version >/dev/null 2>&1 || die "$(dotnet --version 2>&1 || true)"
}

need_node() {
  command -v npm >/dev/null || die "Node 20 with npm is missing: the pages' scripts and styles come from npm. Install it from https://nodejs.org"
}

as_root() { if [[ $EUID -eq 0 ]]; then "$@"; else sudo -n "$@"; fi; }
may_install() { command -v apt-get >/dev/null && { [[ $EUID -eq 0 ]] || sudo -n true 2>/dev/null; }; }

# Debian starts a service as soon as it is installed. The tests start private instances, so nothing else may listen.
install_quietly() {
  local policy=/usr/sbin/policy-rc.d ours=false
  local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=600)
  if [[ ! -e $policy ]]; then
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
    as_root chmod +x "$policy"
    ours=true
  fi
  local outcome=0
  { as_root "${apt[@]}" update && as_root "${apt[@]}" install -y --no-install-recommends "$@"; } </dev/null >artifacts/apt.log 2>&1 || outcome=$?
  if $ours; then as_root rm -f "$policy"; fi
  if [[ $outcome -ne 0 ]]; then tail -20 artifacts/apt.log >&2; fi
  return "$outcome"
}

install() {
  local missing
  mapfile -t missing < <(missing_packages)
  [[ ${#missing[@]} -eq 0 ]] && return 0
  mkdir -p artifacts
  if may_install; then
    say "installing ${missing[*]}"
    install_quietly "${missing[@]}" || true
    mapfile -t missing < <(missing_packages)
    [[ ${#missing[@]} -eq 0 ]] && return 0
  fi
  printf 'Missing: %s\nInstall with: sudo apt-get install --no-install-recommends %s\n' "${missing[*]}" "${missing[*]}" >&2
  return 1
}

doctor() {
  local package binary version purpose found
  printf '%-24s %s\n' "dotnet" "$(dotnet --version 2>&1 | head -1 || echo "missing: nothing runs; https://dotnet.microsoft.com/download/dotnet/10.0")"
  printf '%-24s %s\n' "node" "$(node --version 2>/dev/null || echo "missing: the pages' scripts and styles cannot be built; https://nodejs.org")"
  for line in "${backends[@]}"; do
    IFS='|' read -r package binary version purpose <<<"$line"
    if found=$(find_binary "$binary"); then
      # shellcheck disable=SC2086 # the version command has several words, and may contain a wildcard
      printf '%-24s %s (%s)\n' "$package" "$($version 2>&1 | first_version)" "$found"
    else
      printf '%-24s missing: %s would not run; sudo apt-get install --no-install-recommends %s\n' "$package" "$purpose" "$package"
    fi
  done
}

# ------------------------------------------------------------------------------------------------------ the other verbs

run() {
  [[ ${1:-} != -- ]] || shift
  need_sdk
  need_node
  say "building (the first time takes a few minutes)"
  # Analyzers take most of a whole build. Who only wants to run the product does not need them; who changes it does.
  local analyzers=true
  [[ -d $bin_folder/Standalone/$pivot ]] || analyzers=false
  dotnet build src/Standalone -c "$configuration" -p:RunAnalyzers="$analyzers" --nologo -v quiet -clp:NoSummary
  # exec: Ctrl-C and signals reach the product itself.
  exec dotnet "$(binary_of Standalone)" "$@"
}

fmt() {
  need_sdk
  dotnet tool restore >/dev/null
  local outcome=0
  if [[ ${1:-} == --check ]]; then dotnet csharpier check . || outcome=1; else dotnet csharpier format .; fi
  wide_lines || outcome=1
  return "$outcome"
}

# The formatter breaks neither Razor nor comments nor texts. Lists lines that are wider than the formatter's, and fails if
# there are any. Allowed are addresses, raw string literals (bodies as their senders write them), names of tests, texts
# without a blank, and generated code.
wide_lines() {
  local found
  found=$(
    find . \( -name .git -o -name artifacts -o -name node_modules -o -name obj -o -name bin -o -path './src/Migrations/*Sql*' \) \
      -prune -o -type f \( -name '*.razor' -o -name '*.cs' \) -print0 | xargs -0 grep -LZ '<auto-generated' |
      LC_ALL=C.UTF-8 xargs -0 grep -HnE '^.{101,}' |
      grep -vE '[a-z]://|^[^:]+:[0-9]+: +public [A-Za-z<>]+( Task)? [A-Za-z0-9_]+\(|^[^:]+:[0-9]+: +"[^" ]+";?$' |
      cut -d: -f1,2 | grep -vxFf <(lines_of_raw_strings)
  ) || true
  [[ -z $found ]] && return 0
  printf '%s: wider than 100 columns; break it by hand\n' $found >&2
  return 1
}

lines_of_raw_strings() {
  git ls-files -co --exclude-standard '*.cs' | sed 's|^|./|' | xargs -d '\n' awk '
    FNR == 1 { inside = 0 }
    { marks = gsub(/"""/, "&") }
    inside || marks { print FILENAME ":" FNR }
    marks % 2 { inside = !inside }'
}

migrate() {
  [[ $# -eq 2 ]] || die "Usage: ./build.sh migrate <Service> <Name>, for example: ./build.sh migrate Timelines AddEntryAuthor"
  local service="$1" name="$2" context provider
  case "$service" in
    Intake | IncidentIntake) service=IncidentIntake context=IntakeDbContext ;;
    Actions | ActionTracking) service=ActionTracking context=ActionsDbContext ;;
    Timelines | Reviews | Notifications) context="${service%s}DbContext" ;;
    Gateway) context=GatewayDbContext ;;
    *) die "No service $service. There are: IncidentIntake, Timelines, Reviews, ActionTracking, Notifications, Gateway." ;;
  esac
  need_sdk
  dotnet tool restore >/dev/null
  for provider in Sqlite PostgreSql SqlServer; do
    say "$provider"
    dotnet build "src/Migrations/$provider" --nologo -v quiet -clp:NoSummary
    dotnet ef migrations add "$name" --no-build --project "src/Migrations/$provider" \
      --startup-project "src/Migrations/$provider" --context "$context" --output-dir "$service"
  done
  dotnet csharpier format src/Migrations >/dev/null
}

docs() {
  need_sdk
  PIR_APPROVE=1 dotnet test tests/Contracts.Tests -c "$configuration" --nologo -v quiet
  PIR_APPROVE=1 dotnet test tests/FrontDoor.Tests -c "$configuration" --nologo -v quiet --filter "FullyQualifiedName~EndpointRules"
  dotnet run -c "$configuration" --project AppHost -- \
    --operation publish --publisher manifest --output-path "$PWD/aspire-manifest.json"
  git --no-pager status --short
}

# The browser tests that visit every page save a screenshot, even of pages with findings.
screenshots() {
  local folder=docs/screenshots
  need_sdk
  need_node
  install || true
  dotnet build tests/Browser.Tests -c "$configuration" --nologo -v quiet -clp:NoSummary
  mkdir -p "$folder"
  find "$folder" -name '*.png' -delete
  PIR_SCREENSHOTS="$folder" dotnet test tests/Browser.Tests -c "$configuration" --no-build --nologo --filter "Every_page_is_accessible"
  du -sh "$folder"
}

bench() {
  need_sdk
  install || true
  # What a start is compared with: the same code without what makes it fast.
  dotnet build src/Standalone -c Release -p:FastStart=false --nologo -v quiet -clp:NoSummary
  dotnet run -c Release --project bench/Pir.Load -- "$@"
}

# The long version of the tests' fuzz run. The seed is printed first. The same seed sends the same bodies.
fuzz() {
  local seed="$RANDOM$RANDOM" api=20000 webhooks=5000 forms=4000 name="" file
  while [[ $# -gt 0 ]]; do
    [[ $# -gt 1 ]] || die "$1 needs a value."
    case "$1" in
      --seed) seed="$2" ;;
      --api) api="$2" ;;
      --webhooks) webhooks="$2" ;;
      --forms) forms="$2" ;;
      --name) name="-$2" ;;
      *) die "Unknown option $1. fuzz takes --seed, --api, --webhooks, --forms and --name." ;;
    esac
    shift 2
  done
  need_sdk
  need_node
  install || true
  file="$PWD/bench/results/$(date -u +%F)-fuzz$name.md"
  say "seed $seed; results go to $file"
  dotnet build tests/FrontDoor.Tests -c "$configuration" --nologo -v quiet -clp:NoSummary
  printf '%s\n' "# Fuzz run, seed $seed" "" \
    "| part | seed | requests | got through | answers by status | slowest | took | findings |" \
    "|---|---|---|---|---|---|---|---|" >"$file"
  PIR_FUZZ_SEED="$seed" PIR_FUZZ_API="$api" PIR_FUZZ_WEBHOOKS="$webhooks" PIR_FUZZ_FORMS="$forms" \
    PIR_FUZZ_RESULTS="$file" timeout --kill-after=30 "${PIR_FUZZ_LIMIT:-60m}" \
    dotnet test tests/FrontDoor.Tests -c "$configuration" --no-build --nologo --filter "FullyQualifiedName~FuzzTests" \
    --logger "console;verbosity=normal"
  cat "$file"
}

binary_of() { printf '%s/%s/%s/Pir.%s.dll\n' "$bin_folder" "$1" "$pivot" "$1"; }

# ------------------------------------------------------------------------------------------------------------------ test

passed=0 failed=0 skipped=0 completed=false images_process=""
export PIR_TEST_NOTES="$PWD/$results/notes" # tests write what the reader of the summary has to know
failures=() timings=() lanes=()
project_limit="${PIR_TEST_PROJECT_LIMIT:-20m}"
hang_limit="${PIR_TEST_HANG_LIMIT:-8m}"

fail() {
  failed=$((failed + $1))
  failures+=("$2")
  printf 'FAILED: %s\n' "$2"
}

# Runs one step of the build. A failure is counted and reported.
step() {
  local name="$1" began=$SECONDS busy
  busy=$(busy_seconds)
  shift
  say "$name"
  if ! "$@" </dev/null; then
    fail 1 "$name"
    return 1
  fi
  timings+=("$(timing $((SECONDS - began)) $(($(busy_seconds) - busy)) "$name")")
}

# How long something took, and how much processor time the whole machine spent meanwhile: where two
# projects run side by side, each is charged with both.
timing() { printf '%5ds %5ds of processor  %s' "$@"; }

# Processor time of the machine so far: user, nice, system, irq and softirq, in hundredths in /proc/stat.
busy_seconds() { awk '/^cpu / { printf "%d", ($2 + $3 + $4 + $7 + $8) / 100 }' /proc/stat; }

# The counters of a result file: <Counters total="3" executed="2" passed="1" failed="1" …/>
counter() { sed -nE "s/.*<Counters [^>]*\b$1=\"([0-9]+)\".*/\1/p" "$2" | head -1; }

# The ten slowest test classes: <UnitTestResult … testName="Pir.Some.Tests.Class.Method(…)" duration="00:00:01.2345678"
slowest_classes() {
  local reports=("$results"/*.trx)
  [[ -f ${reports[0]} ]] || return 0
  sed -nE 's/.*<UnitTestResult .*testName="([^"(]+)[^"]*".* duration="([0-9]+):([0-9]+):([0-9.]+)".*/\1 \2 \3 \4/p' "${reports[@]}" |
    awk '{ sub(/\.[^.]*$/, "", $1); took[$1] += $2 * 3600 + $3 * 60 + $4; n[$1]++ }
         END { for (class in took) printf "%5.0fs  %s (%d tests)\n", took[class], class, n[class] }' |
    sort -rn | head -10
}

# Runs one test project. Its output and exit code are kept in files, because it runs in parallel with others.
run_project() {
  local name="$1" began=$SECONDS outcome=0 child busy
  busy=$(busy_seconds)
  timeout --kill-after=30 "$project_limit" \
    dotnet test "tests/$name/$name.csproj" -c "$configuration" --no-build --nologo --results-directory "$results" \
    --logger "console;verbosity=minimal" --logger "trx;LogFileName=$name.trx" \
    --blame-hang-timeout "$hang_limit" --blame-hang-dump-type none </dev/null >"$results/$name.log" 2>&1 &
  child=$!
  # A signal to this lane must reach the tests. timeout passes it on to all of them.
  trap 'kill -TERM "$child" 2>/dev/null; wait "$child"; exit 143' TERM
  wait "$child" || outcome=$?
  printf '%d %d %d\n' "$outcome" $((SECONDS - began)) $(($(busy_seconds) - busy)) >"$results/$name.part"
  mv "$results/$name.part" "$results/$name.outcome"
}

# Takes projects from the queue, one after the other.
run_lane() {
  local name
  while name=$(flock "$results/queue.lock" sh -c 'head -n 1 "$1" && sed -i 1d "$1"' _ "$results/queue") && [[ -n $name ]]; do
    run_project "$name"
  done
}

# Prints a project's output, and counts.
count_project() {
  local name="$1" outcome=1 took=0 busy=0 total=0 good=0 bad=0 ran=0
  local report="$results/$name.trx"
  say "$name"
  cat "$results/$name.log" 2>/dev/null || true
  read -r outcome took busy <"$results/$name.outcome" || true
  if [[ -f $report ]]; then
    total=$(counter total "$report") ran=$(counter executed "$report")
    good=$(counter passed "$report") bad=$(counter failed "$report")
  fi
  passed=$((passed + good))
  skipped=$((skipped + total - ran))
  if [[ $bad -gt 0 ]]; then
    fail "$bad" "$name: $bad of $total failed"
  elif [[ $outcome -eq 124 || $outcome -eq 137 ]]; then
    fail 1 "$name: not finished within $project_limit"
  elif [[ $outcome -ne 0 ]]; then
    fail 1 "$name: the test run broke off (exit code $outcome)"
  elif [[ $total -eq 0 ]]; then
    fail 1 "$name: no test ran"
  fi
  timings+=("$(timing "$took" "$busy" "$name ($good passed, $bad failed)")")
}

# Many tests wait for something most of the time, so two projects run side by side; the longest go first.
test_projects() {
  local name lane waiting
  mapfile -t waiting < <(longest_first "$@")
  printf '%s\n' "${waiting[@]}" >"$results/queue"
  lanes=()
  for ((lane = 0; lane < ${PIR_TEST_LANES:-2}; lane++)); do
    run_lane &
    lanes+=($!)
  done
  for name in "${waiting[@]}"; do
    while [[ ! -f $results/$name.outcome ]] && any_alive "${lanes[@]}"; do sleep 0.5; done
    count_project "$name"
  done
  wait "${lanes[@]}" || true
}

longest_first() {
  local name long=(EndToEnd Browser AppHost FrontDoor Gateway Notifications IncidentIntake Platform Testing)
  long=("${long[@]/%/.Tests}")
  for name in "${long[@]}"; do
    [[ " $* " != *" $name "* ]] || printf '%s\n' "$name"
  done
  for name in "$@"; do
    [[ " ${long[*]} " == *" $name "* ]] || printf '%s\n' "$name"
  done
}

any_alive() {
  local pid
  for pid in "$@"; do
    ! kill -0 "$pid" 2>/dev/null || return 0
  done
  return 1
}

# The images of the tests' containers are built once per machine, in parallel with the first build, which mostly waits for packages.
make_images() {
  [[ $EUID -eq 0 ]] && command -v dockerd mmdebstrap >/dev/null || return 0
  setsid eng/containers/root-file-system.sh >"$results/images.log" 2>&1 </dev/null &
  images_process=$!
}

# One container engine, one RabbitMQ and one PostgreSQL for all projects; they end when their standard input is closed, even if this script is killed.
start_backends() {
  local line
  coproc backends_process { exec dotnet "$(binary_of Backends)" 2>"$results/backends.log"; }
  while IFS= read -r line <&"${backends_process[0]}"; do
    [[ $line == ready ]] && return 0
    [[ $line != PIR_TEST_*=* ]] || export "${line?}"
  done
  cat "$results/backends.log"
  return 1
}

stop_backends() {
  local pid="${backends_process_PID:-}"
  [[ -n $pid ]] || return 0
  kill -TERM "$pid" 2>/dev/null || true
  wait "$pid" 2>/dev/null || true
}

end_compiler_server() {
  local sdk
  [[ -n ${SharedCompilationId:-} ]] || return 0
  sdk=$(dotnet --list-sdks | awk -v version="$(dotnet --version)" '$1 == version { gsub(/[][]/, "", $2); print $2 "/" $1 }')
  "$sdk/Roslyn/bincore/VBCSCompiler" -shutdown "-pipename:$SharedCompilationId" >/dev/null 2>&1 || true
  export UseSharedCompilation=false
}

# npm writes the inner file last. If it is newer than the lock file, the installation is up to date.
install_consumers() {
  local folder=tests/consumers
  [[ $folder/node_modules/.package-lock.json -nt $folder/package-lock.json ]] ||
    npm ci --prefix "$folder" --no-audit --no-fund --loglevel=error
}

selected_projects() {
  local project filter
  for project in tests/*.Tests/*.csproj; do
    project=$(basename "$project" .csproj)
    [[ $# -gt 0 ]] || printf '%s\n' "$project"
    for filter in "$@"; do
      if [[ ${project,,} == *"${filter,,}"* ]]; then
        printf '%s\n' "$project"
        break
      fi
    done
  done
}

finish() {
  trap '' INT TERM
  [[ ${#lanes[@]} -eq 0 ]] || kill -TERM "${lanes[@]}" 2>/dev/null || true
  [[ -z $images_process ]] || kill -TERM -- "-$images_process" 2>/dev/null || true
  stop_backends
  end_compiler_server
  $completed || [[ $failed -gt 0 ]] || fail 1 "the run stopped before its end"
  printf '\n'
  [[ ${#timings[@]} -eq 0 ]] || printf '%s\n' "${timings[@]}"
  printf '%5ds  in all\n\n' "$SECONDS"
  printf 'The slowest test classes:\n%s\n\n' "$(slowest_classes)"
  [[ ${#failures[@]} -eq 0 ]] || printf 'FAILED: %s\n' "${failures[@]}"
  [[ ! -s $PIR_TEST_NOTES ]] || sort -u "$PIR_TEST_NOTES" | sed 's/^/NOTE: /'
  [[ $skipped -eq 0 ]] || printf '%d skipped (they need a server that was not given)\n\n' "$skipped"
  printf '%d passed, %d failed\n' "$passed" "$failed"
  exit $((failed > 0))
}

run_tests() {
  local projects project
  trap finish EXIT
  trap 'exit 130' INT TERM
  if [[ ${CI:-} == true ]]; then
    # Build nodes would outlive the run and keep its output open. So would a compiler server, but it
    # halves the build time, so this run has a private one that ends with the build.
    export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=true SharedCompilationId="pir-$$"
  fi
  # The tests start programs that live for seconds: compiling their methods a second time, better, does not pay. The runtime does so after this
  # long without new methods (ms, hex).
  export DOTNET_TieredPGO=0 DOTNET_TC_CallCountingDelayMs=1000
  need_sdk
  need_node
  mapfile -t projects < <(selected_projects "$@")
  [[ ${#projects[@]} -gt 0 ]] || die "No test project matches: $*"
  rm -rf "$results"
  mkdir -p "$results"

  # Without them, the tests that need them fail with a message about what is missing.
  install || [[ ${CI:-} != true ]] || fail 1 "installing the backends"
  make_images
  step "build" dotnet build PirPlatform.sln -c "$configuration" --nologo -v minimal -warnaserror
  end_compiler_server
  step "packages of the consumers in tests/consumers" install_consumers
  step "format" fmt --check || true
  if [[ ${#projects[@]} -gt 1 ]]; then
    step "start the container engine, RabbitMQ and PostgreSQL" start_backends || true
  fi
  test_projects "${projects[@]}"
  completed=true
}

verb="${1:-help}"
[[ $# -eq 0 ]] || shift
case "$verb" in
  run) run "$@" ;;
  test) run_tests "$@" ;;
  fmt) fmt "$@" ;;
  migrate) migrate "$@" ;;
  docs) docs ;;
  screenshots) screenshots ;;
  bench) bench "$@" ;;
  fuzz) fuzz "$@" ;;
  doctor) doctor ;;
  install) install ;;
  help | -h | --help) help ;;
  *)
    help >&2
    die "Unknown verb $verb."
    ;;
esac
