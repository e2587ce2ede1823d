import { createRequire } from 'node:module';
import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { calledAs } from './called-as.ts';
import type { BenchOptions } from './commands/bench.ts';
import type { CompareOptions } from './commands/compare.ts';
import type { ExportOptions } from './commands/export.ts';
import type { NewOptions } from './commands/new.ts';
import type { PlotOptions } from './commands/plot.ts';
import type { ReportOptions } from './commands/report.ts';
import type { ReproduceOptions } from './commands/reproduce.ts';
import type { ResumeOptions } from './commands/resume.ts';
import type { RunOptions } from './commands/run.ts';
import type { ShowOptions } from './commands/show.ts';
import type { VerifyOptions } from './commands/verify.ts';
import { type Shell, shells } from './completion/shells.ts';
import { exitCodes } from './exit-codes.ts';
import { plotKinds } from './plots/kinds.ts';
import { TEMPLATE_KINDS } from './scaffold/templates.ts';

const { version } = createRequire(import.meta.url)('../package.json') as { readonly version: string };

const EXIT_CODES = `
Exit status: ${exitCodes.done} done, ${exitCodes.failed} a run or a claim failed, ${exitCodes.badInput} bad input, ${exitCodes.interrupted} stopped by Ctrl-C.`;

/**
 * The command line. A command's module is imported when the command is called, so that help and errors of spelling
 * answer at once.
 *
 * @param exit gets the exit status of the command
 */
export function createProgram(exit: (code: number) => void): Command {
  const called = calledAs();
  const program = new Command('sharpness')
    .description('Train networks with sharpness-aware optimizers, and see how flat and how good they get.')
    .version(version)
    .addHelpText('after', EXIT_CODES)
    .exitOverride();

  program
    .command('list')
    .summary('list the plugins')
    .description('List the plugins: kind, name, what it is, and the package it comes from.')
    .argument('[kind]', 'only plugins of this kind, for example optimizer')
    .addOption(pluginOption())
    .action(async (kind: string | undefined, { plugin }: { plugin: string[] }) => {
      const { list } = await import('./commands/list.ts');
      await list(kind, plugin);
    });

  program
    .command('describe')
    .summary('explain a plugin and its options')
    .description('Explain a plugin: its options with their ranges and defaults and, for a model, its parameters.')
    .argument('<plugin>', 'its name, or <kind>/<name> where plugins of several kinds share the name')
    .addOption(pluginOption())
    .action(async (name: string, { plugin }: { plugin: string[] }) => {
      const { describe } = await import('./commands/describe.ts');
      await describe(name, plugin);
    });

  program
    .command('run')
    .summary('run an experiment')
    .description(
      'Run an experiment. A run that is finished already is not repeated, and one that was stopped goes on from its ' +
        'last checkpoint.',
    )
    .argument(
      '<experiment>',
      "a preset named after one of the paper's figures (fig1a to fig11b), or a .yaml or .json file",
    )
    .argument('[key=value...]', "changes, for example model.width=200 'phases.*.epochs=1000'")
    .addOption(
      new Option('--scale <scale>', "a preset's training length: the paper's (default), or a shorter one").choices([
        'quick',
        'paper',
      ]),
    )
    .option('--seed <number>', 'the root of every random stream')
    .option('--engine <name>', 'what executes the arithmetic (default: the fastest that can)')
    .addOption(outOption())
    .addOption(pluginOption())
    .option('--print-config', 'print the complete configuration as YAML, and stop', false)
    .addOption(checkpointOption())
    .addOption(quietOption())
    .addOption(jsonOption())
    .addHelpText('after', EXIT_CODES)
    .action(async (experiment: string, changes: string[], options: RunOptions) => {
      const { run } = await import('./commands/run.ts');
      exit(await run(experiment, changes, options));
    });

  program
    .command('resume')
    .summary('go on with a run that was stopped')
    .description(
      'Go on with a run that was stopped or killed from its last checkpoint. It ends at the same bits as if it had ' +
        'never been stopped.',
    )
    .argument('<folder>', 'the folder of the run')
    .addOption(sourceOption())
    .addOption(checkpointOption())
    .addOption(quietOption())
    .addOption(jsonOption())
    .addHelpText('after', EXIT_CODES)
    .action(async (folder: string, options: ResumeOptions) => {
      const { resume } = await import('./commands/resume.ts');
      exit(await resume(folder, options));
    });

  program
    .command('plot')
    .summary('draw runs')
    .description(
      'Draw runs into a file: each metric in the course of training. Runs that differ in their seeds only become one ' +
        'curve, their mean, in a band from the smallest to the largest; others are compared. Lower bounds of ' +
        'networks that interpolate and the phases of training are marked. Runs that are going on or were stopped are drawn as far as ' +
        'they have come. Files that exist are written over.',
    )
    .argument('[runs...]', 'folders of runs, or folders with such folders in them', ['runs'])
    .addOption(
      new Option(
        '--kind <kind>',
        'curves; scatter, a point for each run; the line in parameter space between two runs; or, of one run, activations of the first layer on the ' +
          'training samples, norms of the columns of W1, or the largest neurons',
      )
        .choices(Object.keys(plotKinds))
        .default('curves'),
    )
    .addOption(
      new Option(
        '--figure <name>',
        'all charts of a figure of the paper from the runs with its settings and any seed, as .svg, .png and .vl.json, ' +
          'into a folder: fig4, fig4b, table1, or all',
      ).conflicts(['kind', 'x', 'y', 'title']),
    )
    .addOption(
      new Option(
        '--x <axis>',
        'what curves are drawn over: epoch (default), step or time; of a scatter plot, a metric at the end or a numeric ' +
          'option by its path (default: hessian-trace)',
      ),
    )
    .addOption(
      new Option(
        '--y <metrics>',
        'which metrics, for example test-accuracy,hessian-trace (default: losses, accuracies and the Hessian trace); of ' +
          'a scatter plot, one (default: test-accuracy)',
      ).argParser(namesInList),
    )
    .option(
      '--out <file>',
      'a .svg or .png file, beside which its Vega-Lite specification goes (.vl.json), a .json file for that alone, or ' +
        'an interactive .html page (default: <experiment>.svg; of a figure, the folder "figures")',
      path,
    )
    .addOption(new Option('--theme <theme>', 'the colours').choices(['light', 'dark']).default('light'))
    .option('--title <text>', 'a title over the picture')
    .addHelpText(
      'after',
      `\nExamples: ${called} plot runs/fig4* --y test-accuracy,hessian-trace --out fig4.png\n` +
        `          ${called} plot runs --kind scatter --x phases.0.optimizer.rho --y test-accuracy\n` +
        `          ${called} plot --figure fig4`,
    )
    .addHelpText('after', EXIT_CODES)
    .action(async (paths: string[], options: PlotOptions) => {
      const { plot } = await import('./commands/plot.ts');
      exit(await plot(paths, options));
    });

  program
    .command('show')
    .summary('show a run')
    .description(
      'Show how a run was configured, how far it is, and what was measured in it: of a finished run, one that was ' +
        'stopped, or one that is still going on.',
    )
    .argument('<folder>', 'the folder of the run')
    .addOption(jsonOption())
    .addHelpText('after', `\nExample: ${called} show runs/fig4b-s0-0cb05e53948b`)
    .addHelpText('after', EXIT_CODES)
    .action(async (folder: string, options: ShowOptions) => {
      const { show } = await import('./commands/show.ts');
      exit(await show(folder, options));
    });

  program
    .command('compare')
    .summary('compare runs')
    .description(
      'Compare runs: in what their configurations, their engines and machines differ, and the metrics measured last ' +
        'side by side. Of more than two runs, those that differ in their seeds only are compared as one: the mean, and ' +
        'the smallest and the largest value.',
    )
    .argument('<folders...>', 'folders of runs, or folders that hold such')
    .addOption(jsonOption())
    .addHelpText('after', `\nExample: ${called} compare runs/fig4a-s0-01c37e8d7494 runs/fig4b-s0-0cb05e53948b`)
    .addHelpText('after', EXIT_CODES)
    .action(async (folders: string[], options: CompareOptions) => {
      const { compare } = await import('./commands/compare.ts');
      exit(await compare(folders, options));
    });

  program
    .command('export')
    .summary('export the data and weights of a run')
    .description(
      'Write what a run was trained and tested on, and its final weights, into one safetensors file, which PyTorch, JAX ' +
        'and NumPy open: train.inputs, train.targets, test.inputs, test.targets, and parameters.<name>. The data are ' +
        'drawn again, with the plugins and versions of the run.',
    )
    .argument('<folder>', 'the folder of the run')
    .option('--data', 'the data alone, also of a run that is not finished', false)
    .addOption(sourceOption())
    .option('--out <file>', 'where they go (default: <folder>.safetensors, or <folder>.data.safetensors)', path)
    .addHelpText('after', `\nExample: ${called} export runs/fig4b-s0-0cb05e53948b`)
    .addHelpText('after', EXIT_CODES)
    .action(async (folder: string, options: ExportOptions) => {
      const { exportRun } = await import('./commands/export.ts');
      await exportRun(folder, options);
    });

  program
    .command('reproduce')
    .summary('reproduce results of the paper')
    .description(
      'Reproduce a result of the paper by training everything that it takes, on all cores, and judge its claims. ' +
        'Finished runs are reused, so that a reproduction that was stopped goes on where it was. The verdicts go to ' +
        'claims.json in the output folder, in place of earlier ones of the same name and scale.',
    )
    .argument('<study>', 'table1, a figure (fig4), a panel of one (fig4b), or all')
    .addOption(seedsOption())
    .addOption(
      new Option('--scale <scale>', "the paper's training length, or a shorter one that still decides")
        .choices(['quick', 'paper'])
        .default('quick'),
    )
    .option(
      '--sensitivity',
      'also vary what the paper leaves open, one choice at a time, and tell which verdicts depend on it',
      false,
    )
    .addOption(outOption())
    .addOption(quietOption())
    .addOption(jsonOption())
    .addHelpText('after', EXIT_CODES)
    .action(async (study: string, options: ReproduceOptions) => {
      const { reproduce } = await import('./commands/reproduce.ts');
      exit(await reproduce(study, options));
    });

  program
    .command('verify')
    .summary('check the theory of the paper by computing')
    .description(
      "Check statements of the paper's theory, and the slips of its printed text, by computing: on constructed " +
        'networks and, where a statement is about training, on trained ones.',
    )
    .argument('[statement]', 'one of the statements; an unknown name lists them', 'all')
    .addOption(seedsOption())
    .addOption(outOption())
    .addOption(quietOption())
    .addOption(jsonOption())
    .addHelpText('after', EXIT_CODES)
    .action(async (statement: string, options: VerifyOptions) => {
      const { verify } = await import('./commands/verify.ts');
      exit(await verify(statement, options));
    });

  program
    .command('report')
    .summary('write a report of runs and studies as one HTML page')
    .description(
      'Write one HTML page, which needs no network and no other file: the verdicts of the studies in claims.json, with ' +
        'their figures and what is behind them, and learning curves, final metrics, configurations and environments of ' +
        'all runs, with the command that repeats each.',
    )
    .argument('[runs...]', 'folders of runs, with the claims.json in them, and folders of single runs', ['runs'])
    .option('--paper', 'tell all of the paper in its order, and what is still missing', false)
    .addOption(new Option('--out <file>', 'where the page goes').argParser(path).default('report.html'))
    .option('--title <text>', "the page's title")
    .action(async (runs: string[], options: ReportOptions) => {
      const { report } = await import('./commands/report.ts');
      await report(runs, options);
    });

  program
    .command('bench')
    .summary('measure how long a step takes')
    .description(
      "Measure how long a step takes, on the engines and settings of the paper's figures, on one core: all cases in " +
        'turns, the median over the rounds, and the ratios between ways to take the same step.',
    )
    .addOption(
      new Option(
        '--scale <scale>',
        'quick: short rounds after some training, a minute or two; paper: the fastest engine over a million steps from the first on',
      )
        .choices(['quick', 'paper'])
        .default('quick'),
    )
    .option('--scaling', 'also fit how the cost grows with width and dimension', false)
    .option('--filter <words>', "only cases with all of these words, for example 'fig4b width=500 fused'")
    .option('--rounds <count>', 'rounds a case (default: 9 at quick scale, 5 at paper scale)', positiveInteger)
    .addOption(quietOption())
    .addOption(jsonOption())
    .addHelpText('after', EXIT_CODES)
    .action(async (options: BenchOptions) => {
      const { bench } = await import('./commands/bench.ts');
      exit(await bench(options));
    });

  program
    .command('new')
    .summary('start a plugin of your own')
    .description(
      'Start a plugin of your own: write a small package in TypeScript, in a folder of its name, that runs at once and ' +
        'has what testing, building and publishing it takes. The plugin in it works, and is there to be changed.',
    )
    .argument('<kind>', `what it is: ${TEMPLATE_KINDS.join(', ')}`)
    .argument(
      '<name>',
      'of the package and the plugin, lower case with hyphens, for example my-plugin or @me/my-plugin',
    )
    .option('--out <folder>', 'where its folder goes', path, '.')
    .addHelpText('after', `\nExample: ${called} new optimizer my-optimizer`)
    .addHelpText('after', EXIT_CODES)
    .action(async (kind: string, name: string, options: NewOptions) => {
      const { create } = await import('./commands/new.ts');
      await create(kind, name, options);
    });

  program
    .command('schema')
    .summary('print the JSON Schema of experiment files')
    .description(
      'Print the JSON Schema of experiment files (draft 7), by which editors complete and check them. A YAML file names ' +
        'it in its first line: # yaml-language-server: $schema=<file or address>.',
    )
    .addOption(pluginOption())
    .action(async ({ plugin }: { plugin: string[] }) => {
      const { schema } = await import('./commands/schema.ts');
      await schema(plugin);
    });

  program
    .command('completion')
    .summary('print a script that completes the command line')
    .description(
      'Print a script that completes the command line in a shell: commands, options, plugins, presets, files, and the ' +
        'keys that change an experiment. In bash: ' +
        `${called} completion bash > ~/.local/share/bash-completion/completions/sharpness; in zsh: the same into a file ` +
        '_sharpness in a folder of $fpath; in fish: into ~/.config/fish/completions/sharpness.fish. For "npx sharpness" ' +
        'too, save it anywhere and write "source <file>" into ~/.bashrc or ~/.zshrc; in fish, save it in ' +
        '~/.config/fish/conf.d.',
    )
    .addArgument(new Argument('<shell>', 'which shell').choices(Object.keys(shells)))
    .action(async (shell: Shell) => {
      const { completion } = await import('./commands/completion.ts');
      await completion(program, shell);
    });

  return program;
}

function pluginOption(): Option {
  return repeatable(new Option('--plugin <name or path>', 'load a further package of plugins (repeatable)'));
}

function sourceOption(): Option {
  return repeatable(
    new Option('--source <old=new>', 'where a file is now that a plugin of the run reads (repeatable)'),
  );
}

/** Collects the values of an option. */
function repeatable(option: Option): Option {
  return option.argParser((value, previous: string[]) => [...previous, value]).default([], 'none');
}

function seedsOption(): Option {
  return new Option('--seeds <count>', 'seeds for each setting (default: enough to decide)').argParser(positiveInteger);
}

function outOption(): Option {
  return new Option('--out <folder>', 'where run folders go').argParser(path).default('runs');
}

/** An empty text would be the working folder. */
function path(text: string): string {
  if (text.trim() !== '') return text;
  throw new InvalidArgumentError('Expected a path.');
}

function checkpointOption(): Option {
  return new Option('--checkpoint-every <seconds>', 'time between two checkpoints (default: 30)').argParser(
    positiveNumber,
  );
}

function quietOption(): Option {
  return new Option('--quiet', 'show no progress').default(false);
}

function jsonOption(): Option {
  return new Option('--json', 'print one JSON object on standard output, and nothing else there').default(false);
}

function namesInList(text: string): string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.includes('')) throw new InvalidArgumentError('Expected names with a comma between each two.');
  return [...new Set(names)];
}

function positiveNumber(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError('Expected a number > 0.');
  return value;
}

function positiveInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError('Expected a whole number >= 1.');
  return value;
}
