# Made by `covet generate completions`; do not edit.
_covet() {
  local cur prev word command=''
  cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
  COMPREPLY=()
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case $word in
      init) command=init; break ;;
      inspect) command=inspect; break ;;
      import) command=import; break ;;
      export) command=export; break ;;
      wait) command=wait; break ;;
      make|new) command=make; break ;;
      migrate|up) command=migrate; break ;;
      rollback|down) command=rollback; break ;;
      redo) command=redo; break ;;
      status) command=status; break ;;
      diff) command=diff; break ;;
      sync) command=sync; break ;;
      check) command=check; break ;;
      health) command=health; break ;;
      doctor) command=doctor; break ;;
      history) command=history; break ;;
      query) command=query; break ;;
      dump) command=dump; break ;;
      load) command=load; break ;;
      seed) command=seed; break ;;
      pool) command=pool; break ;;
      db) command=db; break ;;
      baseline) command=baseline; break ;;
      repair) command=repair; break ;;
      squash) command=squash; break ;;
      rebase) command=rebase; break ;;
      unlock) command=unlock; break ;;
      tag) command=tag; break ;;
      help) command=help; break ;;
      completions) command=completions; break ;;
      codegen) command=codegen; break ;;
      shell) command=shell; break ;;
    esac
  done
  case $command:$prev in
    *:-C) COMPREPLY=($(compgen -d -- "$cur")); return ;;
    *:-c) COMPREPLY=($(compgen -f -- "$cur")); return ;;
    *:--env) return ;;
    *:--url) return ;;
    *:--url-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
    *:--color) COMPREPLY=($(compgen -W 'auto always never' -- "$cur")); return ;;
    *:--approve) return ;;
    inspect:--write) COMPREPLY=($(compgen -f -- "$cur")); return ;;
    inspect:--format) COMPREPLY=($(compgen -W 'toml sql json' -- "$cur")); return ;;
    inspect:--tables) return ;;
    import:--from) return ;;
    import:--placeholder) return ;;
    import:--lock-timeout) return ;;
    export:--format) COMPREPLY=($(compgen -W 'sql' -- "$cur")); return ;;
    export:--to-dir) COMPREPLY=($(compgen -d -- "$cur")); return ;;
    wait:--timeout) return ;;
    make:--step) return ;;
    migrate:--to) return ;;
    migrate:--steps) return ;;
    migrate:--allow) return ;;
    migrate:--lock-timeout) return ;;
    rollback:--to) return ;;
    rollback:--steps) return ;;
    rollback:--allow) return ;;
    rollback:--lock-timeout) return ;;
    redo:--allow) return ;;
    redo:--lock-timeout) return ;;
    sync:--allow) return ;;
    sync:--lock-timeout) return ;;
    health:--wait) return ;;
    health:--interval) return ;;
    health:--count) return ;;
    health:--listen) return ;;
    health:--metrics-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
    doctor:--with) return ;;
    doctor:--older-than) return ;;
    history:-n) return ;;
    history:--limit) return ;;
    query:--filter) return ;;
    query:--exclude) return ;;
    query:--order) return ;;
    query:--fields) return ;;
    query:--aggregate) return ;;
    query:--limit) return ;;
    query:--page) return ;;
    query:--after) return ;;
    query:--format) COMPREPLY=($(compgen -W 'table json jsonl csv' -- "$cur")); return ;;
    dump:-o) COMPREPLY=($(compgen -d -- "$cur")); return ;;
    dump:--out) COMPREPLY=($(compgen -d -- "$cur")); return ;;
    dump:--format) COMPREPLY=($(compgen -W 'jsonl csv toml' -- "$cur")); return ;;
    seed:--rows) return ;;
    seed:--random-seed) return ;;
    seed:--as-of) return ;;
    seed:-o) COMPREPLY=($(compgen -d -- "$cur")); return ;;
    seed:--out) COMPREPLY=($(compgen -d -- "$cur")); return ;;
    pool:--threads) return ;;
    pool:--duration) return ;;
    baseline:--lock-timeout) return ;;
    repair:--accept-edited) return ;;
    repair:--forget) return ;;
    repair:--applied) return ;;
    repair:--not-applied) return ;;
    squash:--from) return ;;
    squash:--to) return ;;
    rebase:--onto) return ;;
    tag:--lock-timeout) return ;;
    codegen:--out) COMPREPLY=($(compgen -d -- "$cur")); return ;;
    codegen:--namespace) return ;;
  esac
  case $command in
    init) COMPREPLY=($(compgen -W '--force -C -c --env --url --url-file --json -q --quiet -v --verbose --color --no-input -y --yes --approve -h --help --version' -- "$cur")) ;;
    inspect) COMPREPLY=($(compgen -W '--write --split --force --format --rights --tables -C -c --env --url --url-file --json -q --quiet -v --verbose --color --no-input -y --yes --approve -h --help --version' -- "$cur")) ;;
    import) COMPREPLY=($(compgen -W '--from --adopt --dry-run --placeholder --lock-timeout -C -c --env --url --url-file --json -q --quiet -v --verbose --color --no-input -y --yes --approve -h --help --version' -- "$cur")) ;;
    export) COMPREPLY=($(compgen -W '--format --to-dir --single -C -c --env --url --url-file --json -q --quiet -v --verbose --color --no-input -y --yes --approve -h --help --version' -- "$cur")) ;;
    wait) COMPREPLY=($(compgen -W '--timeout -C -c --env --url --url-file --json -q --quiet -v --verbose --color --no-input -y --yes --approve -h --help --version' -- "$cur")) ;;
    make) COMPREPLY=($(compgen -W '--empty --data --step --check --no-rename -C -c --env --url --url-file --json -q --quiet -v --verbose --color --no-input -y --yes --approve -h --help --version' -- "$cur")) ;;
    migrate) COMPREPLY=($(compgen -W '--to --steps --dry-run --out-of-order --allow --lock-timeout --kill-orphan -C -c --env --url --url-file --json -q --quiet -v --verbose --color --no-input -y --yes --approve -h --help --version' -- "$cur")) ;;
    rollback) COMPREPLY=($(compgen -W '--to --steps --all --dry-run --allow --lock-timeout --kill-orphan -C -c --env --url --url-file --json -q --quiet -v --verbose --color --no-input -y --yes --approve -h --help --version' -- "$cur")) ;;
    redo) COMPREPLY=($(compgen -W '--allow --lock-timeout --kill-orphan -C -c --env --url --url-file --json -q --quiet -v --verbose --color --no-input -y --yes --approve -h --help --version' -- "$cur")) ;;
    status) COMPREPLY=($(compgen -W '--exit-code -C -c --env --url --url-file --json -q --quiet -v --verbose --color --no-input -y --yes --approve -h --help --version' -- "$cur")) ;;
    diff) COMPREPLY=($(compgen -W '--sql --exit-code -C -c --env --url --url-file --json -q --quiet -v --verbose --color --no-input -y --yes --approve -h --help --version' -- "$cur")) ;;
    sync) COMPREPLY=($(compgen -W '--dry-run --allow --lock-timeout --kill-orphan -C -c --env --url --url-file --json -q --quiet -v --verbose --color --no-input -y --yes --approve -h --help --version' -- "$cur")) ;;
    check) COMPREPLY=($(compgen -W '--offline -C -c --env --url --url-file --json -q --quiet -v --verbose --color --no-input -y --yes --approve -h --help --version' -- "$cur")) ;;
    health) COMPREPLY=($(compgen -W '--wait --watch --interval --count --listen --metrics-file -C -c --env --url --url-file --json -q --quiet -v --verbose --color --no-input -y --yes --approve -h --help --version' -- "$cur")) ;;
    doctor) COMPREPLY=($(compgen -W '--db --with --resolve --older-than --dry-run -C -c --env --url --url-file --json -q --quiet -v --verbose --color --no-input -y --yes --approve -h --help --version' -- "$cur")) ;;
    history) COMPREPLY=($(compgen -W '-n --limit --statements -C -c --env --url --url-file --json -q --quiet -v --verbose --color --no-input -y --yes --approve -h --help --version' -- "$cur")) ;;
    query) COMPREPLY=($(compgen -W '--filter --exclude --order --fields --aggregate --limit --count --sql --write --page --after --explain --analyze --format -C -c --env --url --url-file --json -q --quiet -v --verbose --color --no-input -y --yes --approve -h --help --version' -- "$cur")) ;;
    dump) COMPREPLY=($(compgen -W '-o --out --format -C -c --env --url --url-file --json -q --quiet -v --verbose --color --no-input -y --yes --approve -h --help --version' -- "$cur")) ;;
    load) COMPREPLY=($(compgen -W '--upsert --dry-run -C -c --env --url --url-file --json -q --quiet -v --verbose --color --no-input -y --yes --approve -h --help --version' -- "$cur")) ;;
    seed) COMPREPLY=($(compgen -W '--rows --random-seed --as-of -o --out --dry-run -C -c --env --url --url-file --json -q --quiet -v --verbose --color --no-input -y --yes --approve -h --help --version' -- "$cur")) ;;
    pool) COMPREPLY=($(compgen -W '--threads --duration -C -c --env --url --url-file --json -q --quiet -v --verbose --color --no-input -y --yes --approve -h --help --version' -- "$cur")) ;;
    db) COMPREPLY=($(compgen -W 'list tables size running cancel deadlocks vacuum analyze optimize check backup -C -c --env --url --url-file --json -q --quiet -v --verbose --color --no-input -y --yes --approve -h --help --version' -- "$cur")) ;;
    baseline) COMPREPLY=($(compgen -W '--ignore-extra --dry-run --lock-timeout -C -c --env --url --url-file --json -q --quiet -v --verbose --color --no-input -y --yes --approve -h --help --version' -- "$cur")) ;;
    repair) COMPREPLY=($(compgen -W '--accept-edited --forget --applied --not-applied --dry-run -C -c --env --url --url-file --json -q --quiet -v --verbose --color --no-input -y --yes --approve -h --help --version' -- "$cur")) ;;
    squash) COMPREPLY=($(compgen -W '--from --to --dry-run --unproven -C -c --env --url --url-file --json -q --quiet -v --verbose --color --no-input -y --yes --approve -h --help --version' -- "$cur")) ;;
    rebase) COMPREPLY=($(compgen -W '--onto --dry-run --offline -C -c --env --url --url-file --json -q --quiet -v --verbose --color --no-input -y --yes --approve -h --help --version' -- "$cur")) ;;
    unlock) COMPREPLY=($(compgen -W '--force --dry-run -C -c --env --url --url-file --json -q --quiet -v --verbose --color --no-input -y --yes --approve -h --help --version' -- "$cur")) ;;
    tag) COMPREPLY=($(compgen -W '--list --delete --lock-timeout -C -c --env --url --url-file --json -q --quiet -v --verbose --color --no-input -y --yes --approve -h --help --version' -- "$cur")) ;;
    help) COMPREPLY=($(compgen -W 'init inspect import export wait make migrate rollback redo status diff sync check health doctor history query dump load seed pool db baseline repair squash rebase unlock tag help completions codegen shell -C -c --env --url --url-file --json -q --quiet -v --verbose --color --no-input -y --yes --approve -h --help --version' -- "$cur")) ;;
    completions) COMPREPLY=($(compgen -W 'bash zsh fish -C -c --env --url --url-file --json -q --quiet -v --verbose --color --no-input -y --yes --approve -h --help --version' -- "$cur")) ;;
    codegen) COMPREPLY=($(compgen -W 'cpp --out --namespace --check -C -c --env --url --url-file --json -q --quiet -v --verbose --color --no-input -y --yes --approve -h --help --version' -- "$cur")) ;;
    shell) COMPREPLY=($(compgen -W '-C -c --env --url --url-file --json -q --quiet -v --verbose --color --no-input -y --yes --approve -h --help --version' -- "$cur")) ;;
    *) COMPREPLY=($(compgen -W 'init inspect import export wait make migrate rollback redo status diff sync check health doctor history query dump load seed pool db baseline repair squash rebase unlock tag help completions codegen shell -C -c --env --url --url-file --json -q --quiet -v --verbose --color --no-input -y --yes --approve -h --help --version' -- "$cur")) ;;
  esac
}
complete -o default -F _covet covet
