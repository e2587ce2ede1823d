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

# Proposes the next part of each word, up to a dot or an equals sign. phases.0.order=fixed is three words to bash.
_sharpness_propose_parts() {
  local IFS=$'\\n' key= word rest part last=
  [[ \${COMP_WORDS[COMP_CWORD]} == = ]] && key=\${COMP_WORDS[COMP_CWORD - 1]}=
  [[ \${COMP_WORDS[COMP_CWORD - 1]} == = ]] && key=\${COMP_WORDS[COMP_CWORD - 2]}=
  compopt +o filenames 2> /dev/null
  for word in $1; do
    [[ $word == "$key$current"* ]] || continue
    rest=\${word#"$key$current"}
    part=\${rest%%[.=]*}
    part=$current$part\${rest:\${#part}:1}
    [[ $part == "$last" || -z $part ]] && continue
    [[ $part == *[.=] ]] && compopt -o nospace 2> /dev/null
    COMPREPLY+=("$part")
    last=$part
  done
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

# npx sharpness, unless npx has a completion of its own. Of other programs npx completes files, as it does by itself.
_sharpness_npx() {
  COMPREPLY=()
  [[ \${COMP_WORDS[1]} == sharpness && $COMP_CWORD -gt 1 ]] || { compopt -o default 2> /dev/null; return; }
  COMP_WORDS=("\${COMP_WORDS[@]:1}")
  COMP_CWORD=$((COMP_CWORD - 1))
  _sharpness
}

complete -p npx > /dev/null 2>&1 || complete -o filenames -F _sharpness_npx npx
`;
}

function argumentCases({ name, arguments: all }: CompletedCommand): string[] {
  return all.map(({ variadic, value }, index) => {
    const place = variadic ? `'${name} '*` : `'${name} ${index}'`;
    return `    ${place}) ${propose(value)} ;;`;
  });
}

function propose({ words, paths, inParts }: Proposals): string {
  if (inParts) return `_sharpness_propose_parts ${lines(words)}`;
  const parts = [
    ...(words.length === 0 ? [] : [proposeWords(words)]),
    ...(paths === 'files' ? ['_sharpness_propose -f'] : []),
    ...(paths === 'folders' ? ['_sharpness_propose -d'] : []),
  ];
  return parts.length === 0 ? ':' : parts.join('; ');
}

function proposeWords(words: readonly string[]): string {
  return `_sharpness_propose -W ${lines(words)}`;
}

// Lines, since proposals are split at the ends of lines.
function lines(words: readonly string[]): string {
  return `$'${words.join('\\n')}'`;
}
