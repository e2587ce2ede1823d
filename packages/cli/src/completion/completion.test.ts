import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { presets } from '@sharpness-lab/paper';
import { afterAll, describe, expect, test } from 'vitest';
import { ended, startIn } from '../fixtures/command.ts';
import { createProgram } from '../program.ts';
import { type Shell, shells } from './shells.ts';

const folder = mkdtempSync(join(tmpdir(), 'completion-'));
afterAll(() => rmSync(folder, { recursive: true }));

const scripts = Object.fromEntries(
  await Promise.all(
    Object.keys(shells).map(async (shell) => {
      const { stdout } = await ended(startIn(folder, ['completion', shell]));
      writeFileSync(join(folder, shell), stdout);
      return [shell, stdout] as const;
    }),
  ),
) as Record<Shell, string>;

mkdirSync(join(folder, 'runs/fig4b'), { recursive: true });
writeFileSync(join(folder, 'small one.yaml'), '');

/** The proposals of bash for the last word. */
function proposed(...words: string[]): string[] {
  return proposedBy('_sharpness', 'sharpness', ...words);
}

/** The proposals of a function of the script. */
function proposedBy(name: string, ...words: string[]): string[] {
  const program = [
    'source ./bash',
    'COMP_WORDS=("$@")',
    'COMP_CWORD=$(($# - 1))',
    // Bash calls this function when the key is pressed.
    name,
    `[[ \${#COMPREPLY[@]} == 0 ]] || printf '%s\\n' "\${COMPREPLY[@]}"`,
  ].join('\n');
  const output = execFileSync('bash', ['-c', program, 'bash', ...words], {
    cwd: folder,
    encoding: 'utf8',
  });
  return output.split('\n').filter((line) => line !== '');
}

const commands = createProgram(() => {}).commands;

describe('completion in bash', () => {
  test('of commands', () => {
    expect(proposed('re')).toEqual(commands.map((command) => command.name()).filter((name) => name.startsWith('re')));
    expect(proposed('')).toEqual(expect.arrayContaining([...commands.map((command) => command.name()), 'help']));
    expect(proposed('help', 'ver')).toEqual(['verify']);
  });

  test.each(commands.map((command) => [command.name(), command] as const))('of all options of %s', (name, command) => {
    expect(proposed(name, '--').sort()).toEqual(
      [...command.options.map(({ long }) => long as string), '--help'].sort(),
    );
  });

  test('of kinds, plugins, presets, studies', () => {
    expect(proposed('list', 'opt')).toEqual(['optimizer']);
    expect(proposed('describe', 'hess')).toEqual(['hessian-trace']);
    expect(proposed('run', 'fig4')).toEqual(Object.keys(presets).filter((name) => name.startsWith('fig4')));
    expect(proposed('reproduce', 'tab')).toEqual(['table1']);
    expect(proposed('plot', '--figure', 'fig4b')).toEqual(['fig4b']);
    expect(proposed('verify', 'lemma-a.13')).toEqual(['lemma-a.13']);
    expect(proposed('completion', '')).toEqual(['bash', 'zsh', 'fish']);
  });

  test('of values, also behind "="', () => {
    expect(proposed('run', 'fig4b', '--scale', '')).toEqual(['quick', 'paper']);
    expect(proposed('run', '--scale', '=', 'pa')).toEqual(['paper']);
    expect(proposed('run', 'fig4b', '--engine', 'wa')).toEqual(['wasm']);
    expect(proposed('run', 'fig4b', '--seed', '')).toEqual([]);
  });

  test('of files and folders, with spaces in their names too', () => {
    expect(proposed('run', 'sm')).toEqual(['small one.yaml']);
    expect(proposed('show', 'ru')).toEqual(['runs']);
    expect(proposed('compare', 'runs/fig4b', 'runs/f')).toEqual(['runs/fig4b']);
    expect(proposed('show', 'runs/fig4b', 'ru')).toEqual([]);
    expect(proposed('run', 'fig4b', '--plugin', 'sm')).toEqual(['small one.yaml']);
  });

  test('counts arguments, not options and their values', () => {
    expect(proposed('run', '--seed', '1', 'fig4b')).toEqual(['fig4b']);
    expect(proposed('run', '--quiet', '--scale', '=', 'paper', 'fig4b')).toEqual(['fig4b']);
    expect(proposed('run', 'fig4a', 'fig')).toEqual([]);
  });

  test('of the keys of an experiment, part by part', () => {
    expect(proposed('run', 'fig4b', 'ph')).toEqual(['phases.', 'phases=']);
    expect(proposed('run', 'fig4b', 'phases.0.opt')).toEqual(['phases.0.optimizer.', 'phases.0.optimizer=']);
    expect(proposed('run', 'fig4b', 'model.width=3', 'phases.1.optimizer.base.learn')).toEqual([
      'phases.1.optimizer.base.learningRate.',
      'phases.1.optimizer.base.learningRate=',
    ]);
    expect(proposed('run', 'fig4b', 'see')).toEqual(['seed=']);
    expect(proposed('run', 'fig4b', 'phases.0.nothing')).toEqual([]);
  });

  test('of the values of keys, where they have names', () => {
    expect(proposed('run', 'fig4b', 'loss', '=')).toEqual(['logistic', 'mse']);
    expect(proposed('run', 'fig4b', 'phases.0.order', '=', 'f')).toEqual(['fixed']);
    expect(proposed('run', 'fig4b', 'phases.0.keepState', '=', '')).toEqual(['false', 'true']);
    expect(proposed('run', 'fig4b', 'seed', '=', '')).toEqual([]);
    // The user can take = out of the characters at which bash splits words.
    expect(proposed('run', 'fig4b', 'loss=lo')).toEqual(['loss=logistic']);
  });

  test('of npx sharpness, and of nothing else that npx starts', () => {
    expect(proposedBy('_sharpness_npx', 'npx', 'sharpness', 'ver')).toEqual(['verify']);
    expect(proposedBy('_sharpness_npx', 'npx', 'sharpness', 'run', '--scale', '=', 'pa')).toEqual(['paper']);
    expect(proposedBy('_sharpness_npx', 'npx', 'vitest', 'ver')).toEqual([]);
  });

  test('leaves npx a completion of its own', () => {
    const bash = (script: string) => execFileSync('bash', ['-c', script], { cwd: folder, encoding: 'utf8' });
    expect(bash('source ./bash; complete -p npx')).toBe('complete -o filenames -F _sharpness_npx npx\n');
    expect(bash('complete -F _own npx; source ./bash; complete -p npx')).toBe('complete -F _own npx\n');
  });

  test('is quick: it starts no lab', () => {
    const script =
      'source ./bash; COMP_WORDS=(sharpness run fig4b ph); COMP_CWORD=3; time (for i in 1 2 3 4 5; do _sharpness; done)';
    const { stderr } = spawnSync('bash', ['-c', `TIMEFORMAT=%U; ${script}`], { cwd: folder, encoding: 'utf8' });
    expect(Number(stderr.trim()) / 5).toBeLessThan(0.15);
    for (const text of Object.values(scripts)) expect(text).not.toMatch(/[($`;|&]\s*(?:node|npx|sharpness) /);
  });
});

const isAbsent = (shell: Shell) => spawnSync(shell, ['--version']).error !== undefined;

describe('completion in fish', () => {
  const proposedFor = (line: string) =>
    execFileSync('fish', ['--no-config', '-c', 'source ./fish; complete -C $argv[1]', line], {
      cwd: folder,
      encoding: 'utf8',
    });

  test.skipIf(isAbsent('fish'))('of keys, their values, and npx sharpness', () => {
    expect(proposedFor('sharpness run fig4b phases.0.opt')).toBe('phases.0.optimizer.\nphases.0.optimizer=\n');
    expect(proposedFor('sharpness run fig4b loss=lo')).toContain('loss=logistic\n');
    expect(proposedFor('npx sharpness run fig4b phases.0.order=f')).toContain('phases.0.order=fixed\n');
    expect(proposedFor('npx sharpness verif')).toMatch(/^verify\t/);
  });
});

describe('completion in zsh', () => {
  // The functions that zsh calls to learn the arguments and to get the proposals.
  const program = `
    typeset -A _comps
    compdef() { print -- "compdef $*" }
    compadd() { [[ $1 == -S ]] && shift 2; print -l -- \${(P)2} }
    _arguments() {
      local spec
      if [[ $1 == -C ]]; then state=argument; return; fi
      for spec in "$@"; do [[ $spec == *_sharpness_parts* ]] && eval "\${spec##*:}"; done
    }
    source ./zsh
    words=(run fig4b); PREFIX=$1; _sharpness`;
  const proposedFor = (word: string) =>
    execFileSync('zsh', ['-fc', program, 'zsh', word], { cwd: folder, encoding: 'utf8' }).split('\n').filter(Boolean);

  test.skipIf(isAbsent('zsh'))('of keys and their values, and of npx', () => {
    const commands = ['compdef _sharpness sharpness', 'compdef _sharpness_npx npx'];
    expect(proposedFor('phases.0.opt')).toEqual([...commands, 'phases.0.optimizer.', 'phases.0.optimizer=']);
    expect(proposedFor('loss=lo')).toEqual([...commands, 'loss=logistic']);
  });
});

describe.each(['bash', 'zsh', 'fish'] as const)('the script for %s', (shell) => {
  const absent = isAbsent(shell);

  test.skipIf(absent)('is one that the shell can read', () => {
    const { status, stderr } = spawnSync(shell, ['-n', join(folder, shell)], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  test('names every command, option, preset and plugin', () => {
    const options = commands.flatMap((command) => command.options.map(({ long }) => (long as string).slice(2)));
    const names = [
      ...commands.map((command) => command.name()),
      ...options,
      ...Object.keys(presets),
      'label-noise-sgd',
    ];
    for (const name of names) expect(scripts[shell]).toContain(name);
  });

  test('closes what it opens', () => {
    // Apostrophes within descriptions are where a quoted text would end too early.
    const unescaped = scripts[shell]
      .replace(/^#.*$|^ +#.*$/gm, '')
      .replaceAll(shell === 'fish' ? /\\['\\]/g : /'\\''/g, '');
    for (const line of unescaped.split('\n')) expect(line.split("'").length % 2, line).toBe(1);
  });
});
