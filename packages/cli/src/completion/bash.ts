import type { CompletedCommand, Proposals } from './completed-commands.ts';

/** The completion of the commands in bash, from version 3.2 (that of macOS) on. */
export function bashCompletion(commands: readonly CompletedCommand[]): string {
  const withValue = commands.flatMap(({ name, options }) =>
    options.flatMap(({ long, value }) => (value === undefined ? [] : [{ place: `${name} ${long}`, value }])),
  );
  return `# Completion of sharpness in bash, made by: sharpness completion bash
_sharpness_propose() {
  local IFS=$'\\n'
  COMPREPLY+=($(compgen "$@" -- "$current"))
}

_sharpness() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]}
  local command= place=0 i
  COMPREPLY=()
  # --scale=paper is three words to bash.
  [[ $current == = ]] && current=
  [[ $previous == = ]] && previous=\${COMP_WORDS[COMP_CWORD - 2]}
  for ((i = 1; i < COMP_CWORD; i++)); do
    if [[ -z $command ]]; then
      [[ \${COMP_WORDS[i]} == -* ]] || command=\${COMP_WORDS[i]}
      continue
    fi
    case "$command \${COMP_WORDS[i]}" in
      ${withValue.map(({ place }) => `'${place}'`).join(' | ')})
        i=$((i + 1))
        [[ \${COMP_WORDS[i]} == = ]] && i=$((i + 1))
        ;;
      *' '-*) ;;
      *) place=$((place + 1)) ;;
    esac
  done
  if [[ -z $command ]]; then
    ${proposeWords([...commands.map(({ name }) => name), 'help', '--help', '--version'])}
    return
  fi
  case "$command $previous" in
${withValue.map(({ place, value }) => `    '${place}') ${propose(value)}; return ;;`).join('\n')}
  esac
  if [[ $current == -* ]]; then
    case $command in
${commands.map(({ name, options }) => `      ${name}) ${proposeWords(options.map(({ long }) => long))} ;;`).join('\n')}
    esac
    return
  fi
  case "$command $place" in
${commands.flatMap(argumentCases).join('\n')}
    'help 0') ${proposeWords(commands.map(({ name }) => name))} ;;
  esac
}

complete -o filenames -F _sharpness sharpness
`;
}

function argumentCases({ name, arguments: all }: CompletedCommand): string[] {
  return all.map(({ variadic, value }, index) => {
    const place = variadic ? `'${name} '*` : `'${name} ${index}'`;
    return `    ${place}) ${propose(value)} ;;`;
  });
}

function propose({ words, paths }: Proposals): string {
  const parts = [
    ...(words.length === 0 ? [] : [proposeWords(words)]),
    ...(paths === 'files' ? ['_sharpness_propose -f'] : []),
    ...(paths === 'folders' ? ['_sharpness_propose -d'] : []),
  ];
  return parts.length === 0 ? ':' : parts.join('; ');
}

// Lines, since proposals are split at the ends of lines.
function proposeWords(words: readonly string[]): string {
  return `_sharpness_propose -W $'${words.join('\\n')}'`;
}
