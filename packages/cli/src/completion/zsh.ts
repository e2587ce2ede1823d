import { singleQuoted } from '@sharpness-lab/core/node';
import type { CompletedCommand, CompletedOption, Proposals } from './completed-commands.ts';

/** The completion of the commands in zsh: a file called _sharpness on the fpath, or to be sourced. */
export function zshCompletion(commands: readonly CompletedCommand[]): string {
  return `#compdef sharpness
# Completion of sharpness in zsh, made by: sharpness completion zsh
# Proposes the next part of each word, up to a dot or an equals sign.
_sharpness_parts() {
  local word rest part
  local -aU open closed
  for word in "$@"; do
    [[ $word == "$PREFIX"* ]] || continue
    rest=\${word#"$PREFIX"}
    part=\${rest%%[.=]*}
    if [[ $part == "$rest" ]]; then closed+=("$word"); else open+=("$PREFIX$part\${rest:\${#part}:1}"); fi
  done
  compadd -S '' -a open
  compadd -a closed
}

_sharpness() {
  local state line
  local -a commands
  commands=(
${commands.map(({ name, summary }) => `    ${singleQuoted(`${name}:${summary}`)}`).join('\n')}
  )
  _arguments -C '(-)'{-h,--help}'[help]' '(-)'{-V,--version}'[version]' '1: :->command' '*:: :->argument'
  case $state in
    command) _describe command commands ;;
    argument)
      case $words[1] in
${commands.map(commandCase).join('\n')}
        help) _describe command commands ;;
      esac
      ;;
  esac
}

# npx sharpness, unless npx has a completion of its own.
_sharpness_npx() {
  if [[ $words[2] == sharpness ]] && (( CURRENT > 2 )); then
    shift words
    (( CURRENT-- ))
    _sharpness
  else
    _default
  fi
}

if [[ $funcstack[1] == _sharpness ]]; then
  _sharpness "$@"
else
  compdef _sharpness sharpness
  (( $+_comps[npx] )) || compdef _sharpness_npx npx
fi
`;
}

function commandCase({ name, options, arguments: all }: CompletedCommand): string {
  const specs = [
    ...options.map(optionSpec),
    ...all.map(({ name: place, variadic, value }, index) =>
      singleQuoted(`${variadic ? '*' : index + 1}:${escaped(place)}:${action(value)}`),
    ),
  ];
  return [
    `        ${name})`,
    `          _arguments \\`,
    `            ${specs.join(' \\\n            ')}`,
    '          ;;',
  ].join('\n');
}

function optionSpec({ long, description, value }: CompletedOption): string {
  return singleQuoted(`*${long}[${escaped(description)}]${value === undefined ? '' : `:value:${action(value)}`}`);
}

function action({ words, paths, inParts }: Proposals): string {
  const chosen = words.join(' ');
  if (inParts) return `{_sharpness_parts ${chosen}}`;
  if (paths === undefined) return words.length === 0 ? ' ' : `(${chosen})`;
  const files = paths === 'folders' ? '_files -/' : '_files';
  return words.length === 0 ? files : `{compadd ${chosen}; ${files}}`;
}

/** Text between the marks of a specification of _arguments. */
function escaped(text: string): string {
  return text.replace(/[[\]:\\]/g, '\\$&');
}
