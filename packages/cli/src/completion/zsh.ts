import { singleQuoted } from '@sharpness-lab/core/node';
import type { CompletedCommand, CompletedOption, Proposals } from './completed-commands.ts';

/** The completion of the commands in zsh: a file called _sharpness on the fpath, or to be sourced. */
export function zshCompletion(commands: readonly CompletedCommand[]): string {
  return `#compdef sharpness
# Completion of sharpness in zsh, made by: sharpness completion zsh
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

if [[ $funcstack[1] == _sharpness ]]; then _sharpness "$@"; else compdef _sharpness sharpness; fi
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

function action({ words, paths }: Proposals): string {
  const chosen = words.join(' ');
  if (paths === undefined) return words.length === 0 ? ' ' : `(${chosen})`;
  const files = paths === 'folders' ? '_files -/' : '_files';
  return words.length === 0 ? files : `{compadd ${chosen}; ${files}}`;
}

/** Text between the marks of a specification of _arguments. */
function escaped(text: string): string {
  return text.replace(/[[\]:\\]/g, '\\$&');
}
