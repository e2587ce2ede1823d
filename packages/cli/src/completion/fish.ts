import type { CompletedCommand, CompletedOption, Proposals } from './completed-commands.ts';

const FUNCTIONS = [
  '# Prints the next part of each word, up to a dot or an equals sign.',
  'function __sharpness_parts',
  "    set -l head (string replace -r '[^.=]*$' '' -- (commandline -ct))",
  "    string replace -rf -- '^('(string escape --style=regex -- $head)'[^.=]*[.=]?).*' '$1' $argv | sort -u",
  'end',
  'function __sharpness_by_npx',
  '    set -l words (commandline -opc)',
  '    test (count $words) -gt 1 -a "$words[2]" = sharpness',
  'end',
];

/** The completion of the commands in fish. */
export function fishCompletion(commands: readonly CompletedCommand[]): string {
  const names = commands.map(({ name }) => name).join(' ');
  return [
    '# Completion of sharpness in fish, made by: sharpness completion fish',
    ...FUNCTIONS,
    'complete -c sharpness -f',
    ...commands.map(
      ({ name, summary }) => `complete -c sharpness -n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`,
    ),
    `complete -c sharpness -n '__fish_seen_subcommand_from help' -a '${names}'`,
    ...commands.flatMap(commandLines),
    'complete -c npx -n __sharpness_by_npx -a \'(complete -C (string replace -r "^.*?npx\\s+" "" -- (commandline -cp)))\'',
    '',
  ].join('\n');
}

function commandLines({ name, options, arguments: all }: CompletedCommand): string[] {
  const start = `complete -c sharpness -n '__fish_seen_subcommand_from ${name}'`;
  return [
    ...options.map((option) => `${start} ${optionLine(option)}`),
    ...all.flatMap(({ value }) => proposals(value).map((proposed) => `${start} ${proposed}`)),
  ];
}

function optionLine({ short, long, description, value }: CompletedOption): string {
  return [
    ...(short === undefined ? [] : [`-s ${short.slice(1)}`]),
    `-l ${long.slice(2)}`,
    ...(value === undefined ? [] : ['-r', ...proposals(value)]),
    `-d ${quoted(description)}`,
  ].join(' ');
}

function proposals({ words, paths, inParts }: Proposals): string[] {
  if (inParts) return [`-a '(__sharpness_parts ${words.join(' ')})'`];
  return [
    ...(words.length === 0 ? [] : [`-a ${quoted(words.join(' '))}`]),
    ...(paths === 'files' ? ['-F'] : []),
    ...(paths === 'folders' ? ["-a '(__fish_complete_directories)'"] : []),
  ];
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
