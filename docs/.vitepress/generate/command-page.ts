import type { Argument, Command, Option } from 'commander';
import { code, escaped, table } from './markdown.ts';

/** The reference page of the command line: every command with its arguments and options, as the parser has them. */
export function commandPage(program: Command): string {
  return [
    '# Command line',
    '',
    escaped(program.description()),
    '',
    'Written `npx sharpness <command>` in a folder where the lab is installed. `--help` behind a command prints what',
    'stands here. Results go to standard output, progress and warnings to standard error.',
    '',
    table(
      ['exit status', 'when'],
      [
        ['0', 'done'],
        ['1', 'a run or a claim failed'],
        ['2', 'bad input: nothing was begun'],
        ['130', 'stopped by Ctrl-C'],
      ],
    ),
    ...program.commands.map(commandSection),
  ].join('\n');
}

function commandSection(command: Command): string {
  const help = command.createHelp();
  return [
    `## ${command.name()} {#${command.name()}}`,
    '',
    '```',
    help.commandUsage(command),
    '```',
    '',
    escaped(command.description()),
    '',
    ...section(['argument', 'description'], help.visibleArguments(command).map(argumentRow)),
    ...section(
      ['option', 'default', 'description'],
      help
        .visibleOptions(command)
        .filter(({ long }) => long !== '--help')
        .map(optionRow),
    ),
  ].join('\n');
}

function section(headings: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return rows.length === 0 ? [] : [table(headings, rows)];
}

function argumentRow(argument: Argument): string[] {
  const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
  const preset = argument.defaultValue === undefined ? '' : ` (default: ${argument.defaultValue})`;
  return [code(argument.required ? `<${name}>` : `[${name}]`), escaped(`${argument.description}${preset}`)];
}

function optionRow({ flags, description, argChoices, defaultValue, defaultValueDescription }: Option): string[] {
  const choices = argChoices === undefined ? '' : ` (${argChoices.join(', ')})`;
  return [code(flags), defaultOf(defaultValue, defaultValueDescription), escaped(`${description}${choices}`)];
}

/** A switch has no default to show: it is off. */
function defaultOf(value: unknown, description: string | undefined): string {
  if (description !== undefined) return escaped(description);
  return value === undefined || value === false ? '' : code(String(value));
}
