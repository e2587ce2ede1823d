import type { Command, Option } from 'commander';

/** The words, and the files or folders, that can stand in a place of the command line. If it is empty, any text can. */
export interface Proposals {
  readonly words: readonly string[];
  readonly paths?: 'files' | 'folders';
  /** Whether the words, which are sorted then, are completed part by part, each up to a dot or an equals sign. */
  readonly inParts?: boolean;
}

/** An option as it is completed. */
export interface CompletedOption {
  /** `-V`, where there is one. */
  readonly short?: string;
  /** `--version`. */
  readonly long: string;
  readonly description: string;
  /** The possible values of an option with a value. */
  readonly value?: Proposals;
}

/** A command as it is completed. */
export interface CompletedCommand {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly CompletedOption[];
  /** The possible values of each argument, in order. Those of a variadic argument, which is the last, are repeated. */
  readonly arguments: readonly { readonly name: string; readonly variadic: boolean; readonly value: Proposals }[];
}

/** The names in a lab, by the parser's name of their place: `<plugin>`, `[kind]`, `[key=value...]`, `--engine`, ... */
export type Names = Readonly<Record<string, readonly string[]>>;

/** The kind of path for each argument and value of the parser. */
const paths: Readonly<Record<string, 'files' | 'folders'>> = {
  experiment: 'files',
  file: 'files',
  'name or path': 'files',
  folder: 'folders',
  folders: 'folders',
  runs: 'folders',
};

/** The commands of a parser as they are completed. */
export function completedCommands(program: Command, names: Names): CompletedCommand[] {
  return program.commands.map((command) => ({
    name: command.name(),
    summary: command.summary(),
    options: command
      .createHelp()
      .visibleOptions(command)
      .map((option) => completedOption(option, names)),
    arguments: command.registeredArguments.map((argument) => ({
      name: argument.name(),
      variadic: argument.variadic,
      value: proposals(argument.name(), argument.argChoices ?? names[argument.name()]),
    })),
  }));
}

function completedOption(option: Option, names: Names): CompletedOption {
  const { short, long, flags, description, argChoices } = option;
  const value = flags.match(/[<[](.+?)(?:\.\.\.)?[>\]]/)?.[1];
  return {
    ...(short === undefined ? {} : { short }),
    long: long ?? flags,
    description,
    ...(value === undefined ? {} : { value: proposals(value, argChoices ?? names[long ?? flags]) }),
  };
}

function proposals(place: string, words: readonly string[] = []): Proposals {
  if (place === 'key=value') return { words, inParts: true };
  const where = paths[place];
  return where === undefined ? { words } : { words, paths: where };
}
