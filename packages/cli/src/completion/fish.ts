import type { CompletedCommand, CompletedOption, Proposals } from './completed-commands.ts';

/** The completion of the commands in fish. */
export function fishCompletion(commands: readonly CompletedCommand[]): string {
  const names = commands.map(({ name }) => name).join(' ');
  return [
    '# Completion of sharpness in fish, made by: sharpness completion fish',
    'complete -c sharpness -f',
    ...commands.map(
      ({ name, summary }) => `complete -c sharpness -n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`,
    ),
    `complete -c sharpness -n '__fish_seen_subcommand_from help' -a '${names}'`,
    ...commands.flatMap(commandLines),
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

function proposals({ words, paths }: Proposals): string[] {
  return [
    ...(words.length === 0 ? [] : [`-a ${quoted(words.join(' '))}`]),
    ...(paths === 'files' ? ['-F'] : []),
    ...(paths === 'folders' ? ["-a '(__fish_complete_directories)'"] : []),
  ];
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
