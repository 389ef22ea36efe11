# Made by `covet generate completions`; do not edit.
_covet() {
  local cur prev word command=''
  cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
  COMPREPLY=()
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case $word in
      init) command=init; break ;;
      inspect) command=inspect; break ;;
      wait) command=wait; break ;;
      make|new) command=make; break ;;
      migrate|up) command=migrate; break ;;
      rollback|down) command=rollback; break ;;
      redo) command=redo; break ;;
      status) command=status; break ;;
      diff) command=diff; break ;;
      sync) command=sync; break ;;
      health) command=health; break ;;
      history) command=history; break ;;
      repair) command=repair; break ;;
      unlock) command=unlock; break ;;
      help) command=help; break ;;
      completions) command=completions; break ;;
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
    wait:--timeout) return ;;
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
    history:-n) return ;;
    history:--limit) return ;;
    repair:--accept-edited) return ;;
    repair:--forget) return ;;
    repair:--applied) return ;;
    repair:--not-applied) return ;;
  esac
  case $command in
    init) COMPREPLY=($(compgen -W '--force -C -c --env --url --url-file --json -q --quiet -v --verbose --color --no-input -y --yes --approve -h --help --version' -- "$cur")) ;;
    inspect) COMPREPLY=($(compgen -W '--write --split --force --format --tables -C -c --env --url --url-file --json -q --quiet -v --verbose --color --no-input -y --yes --approve -h --help --version' -- "$cur")) ;;
    wait) COMPREPLY=($(compgen -W '--timeout -C -c --env --url --url-file --json -q --quiet -v --verbose --color --no-input -y --yes --approve -h --help --version' -- "$cur")) ;;
    make) COMPREPLY=($(compgen -W '--empty --check --no-rename -C -c --env --url --url-file --json -q --quiet -v --verbose --color --no-input -y --yes --approve -h --help --version' -- "$cur")) ;;
    migrate) COMPREPLY=($(compgen -W '--to --steps --dry-run --out-of-order --allow --lock-timeout --kill-orphan -C -c --env --url --url-file --json -q --quiet -v --verbose --color --no-input -y --yes --approve -h --help --version' -- "$cur")) ;;
    rollback) COMPREPLY=($(compgen -W '--to --steps --all --dry-run --allow --lock-timeout --kill-orphan -C -c --env --url --url-file --json -q --quiet -v --verbose --color --no-input -y --yes --approve -h --help --version' -- "$cur")) ;;
    redo) COMPREPLY=($(compgen -W '--allow --lock-timeout --kill-orphan -C -c --env --url --url-file --json -q --quiet -v --verbose --color --no-input -y --yes --approve -h --help --version' -- "$cur")) ;;
    status) COMPREPLY=($(compgen -W '--exit-code -C -c --env --url --url-file --json -q --quiet -v --verbose --color --no-input -y --yes --approve -h --help --version' -- "$cur")) ;;
    diff) COMPREPLY=($(compgen -W '--sql --exit-code -C -c --env --url --url-file --json -q --quiet -v --verbose --color --no-input -y --yes --approve -h --help --version' -- "$cur")) ;;
    sync) COMPREPLY=($(compgen -W '--dry-run --allow --lock-timeout --kill-orphan -C -c --env --url --url-file --json -q --quiet -v --verbose --color --no-input -y --yes --approve -h --help --version' -- "$cur")) ;;
    health) COMPREPLY=($(compgen -W '--wait -C -c --env --url --url-file --json -q --quiet -v --verbose --color --no-input -y --yes --approve -h --help --version' -- "$cur")) ;;
    history) COMPREPLY=($(compgen -W '-n --limit --statements -C -c --env --url --url-file --json -q --quiet -v --verbose --color --no-input -y --yes --approve -h --help --version' -- "$cur")) ;;
    repair) COMPREPLY=($(compgen -W '--accept-edited --forget --applied --not-applied --dry-run -C -c --env --url --url-file --json -q --quiet -v --verbose --color --no-input -y --yes --approve -h --help --version' -- "$cur")) ;;
    unlock) COMPREPLY=($(compgen -W '--force --dry-run -C -c --env --url --url-file --json -q --quiet -v --verbose --color --no-input -y --yes --approve -h --help --version' -- "$cur")) ;;
    help) COMPREPLY=($(compgen -W 'init inspect wait make migrate rollback redo status diff sync health history repair unlock help completions -C -c --env --url --url-file --json -q --quiet -v --verbose --color --no-input -y --yes --approve -h --help --version' -- "$cur")) ;;
    completions) COMPREPLY=($(compgen -W 'bash zsh fish -C -c --env --url --url-file --json -q --quiet -v --verbose --color --no-input -y --yes --approve -h --help --version' -- "$cur")) ;;
    *) COMPREPLY=($(compgen -W 'init inspect wait make migrate rollback redo status diff sync health history repair unlock help completions -C -c --env --url --url-file --json -q --quiet -v --verbose --color --no-input -y --yes --approve -h --help --version' -- "$cur")) ;;
  esac
}
complete -o default -F _covet covet
