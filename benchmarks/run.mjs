/*
 * 1-SAM on the paper's two-layer networks: the WebAssembly kernels beside C, PyTorch and JAX. See README.md.
 *
 * After `npm run build`: node benchmarks/run.mjs [--rounds <count>] [--python <interpreter>]...
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { formatTable, spreadOf } from '@sharpness-lab/core';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** The networks, and the figures with their settings. */
const nets = { bias: 'fig4b', 'no-bias': 'fig1b', 'sim-ln': 'fig6a' };

/** Training epochs a round: all of a figure's million steps where steps get cheaper as neurons fall silent. */
const EPOCHS = { c: 10_000, torch: 20, jax: 100 };

const USAGE = `Usage: npm run benchmarks -- [options]

Measure a step of 1-SAM by the WebAssembly kernels, C, PyTorch and JAX; what is not installed is skipped.

Options:
  --rounds <count>        rounds a contestant (default: 5)
  --python <interpreter>  a Python that has PyTorch or JAX (repeatable), tried before python3
  -h, --help              display help

The environment variable CC names the C compiler.
`;

const values = parsed();
const rounds = Number(values.rounds);
if (values.help) {
  process.stdout.write(USAGE);
  process.exit(0);
}
if (!Number.isSafeInteger(rounds) || rounds < 1) {
  reject(`--rounds: expected a whole number >= 1, got "${values.rounds}"`);
}

const runJson = (command, args) => JSON.parse(execFileSync(command, args, { encoding: 'utf8' }));
const works = (command, args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;

for (const python of values.python) {
  if (!works(python, ['--version'])) reject(`--python: "${python}" is no Python that starts`);
}

/**
 * Each contestant takes a net and returns, by name, microseconds a step and, if known, the training loss at the end.
 */
const contestants = [wasm, compiledC(), pythonModule('torch', torch), pythonModule('jax', jax)].filter(Boolean);

const results = Object.keys(nets).map((net) => ({ net, times: new Map(), losses: new Map() }));
for (let round = 0; round < rounds; round++) {
  process.stderr.write(`round ${round + 1} of ${rounds}\n`);
  for (const { net, times, losses } of results) {
    for (const contestant of contestants) {
      for (const { name, microseconds, loss } of contestant(net)) {
        times.set(name, [...(times.get(name) ?? []), microseconds]);
        if (loss !== undefined) losses.set(name, loss);
      }
    }
  }
}

const rounded = (value) => (value < 100 ? value.toPrecision(3) : value.toFixed(0));
const withSpread = ({ median, low, high }) => `${rounded(median)} [${rounded(low)}, ${rounded(high)}]`;
const rows = results.flatMap(({ net, times, losses }) =>
  [...times].map(([name, values]) => [
    net,
    name,
    withSpread(spreadOf(values)),
    withSpread(spreadOf(values.map((value, round) => value / times.get('wasm')[round]))),
    losses.has(name) ? losses.get(name).toExponential(1) : '',
  ]),
);
process.stdout.write(
  `Node ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'}; width 500, d = 30, n = 100, rounds: ${rounds}\n\n` +
    formatTable([['network', 'by', 'us a step', 'times wasm', 'final loss'], ...rows]) +
    '\nMicroseconds of processor time: median over the rounds [first quartile, third quartile].\n',
);

/** The options. Wrong ones end the program with a message. */
function parsed() {
  try {
    return parseArgs({
      options: {
        rounds: { type: 'string', default: '5' },
        python: { type: 'string', multiple: true, default: [] },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    return reject(error.message);
  }
}

function reject(message) {
  process.stderr.write(`error: ${message}\n\n${USAGE}`);
  process.exit(2);
}

function wasm(net) {
  const { cases } = runJson(process.execPath, [
    here('../packages/cli/bin/sharpness.js'),
    ...['bench', '--scale', 'paper', '--rounds', '1', '--quiet', '--json'],
    ...['--filter', `${nets[net]} mse 1-sam width=500`],
  ]);
  return [{ name: 'wasm', microseconds: cases[0].microseconds.median }];
}

function compiledC() {
  const compiler = process.env.CC ?? 'cc';
  const binary = here('build/sam');
  mkdirSync(here('build'), { recursive: true });
  if (!works(compiler, ['--version'])) {
    process.stderr.write(
      `C: skipped, there is no ${compiler}; install a C compiler (Debian: apt install gcc) or set CC\n`,
    );
    return undefined;
  }
  const options = ['-O3', '-march=native', '-o', binary, here('c/sam.c'), '-lm'];
  if (spawnSync(compiler, options, { stdio: 'inherit' }).status !== 0) {
    process.stderr.write(`C: skipped, "${compiler} ${options.join(' ')}" failed; set CC to another compiler\n`);
    return undefined;
  }
  return (net) => {
    const { microseconds, loss } = runJson(binary, [net, 'blocks', String(EPOCHS.c), '1']);
    return [{ name: 'C', microseconds: microseconds[0], loss }];
  };
}

function pythonModule(module, contestant) {
  const python = [...values.python, 'python3', '/usr/bin/python3'].find((each) =>
    works(each, ['-c', `import ${module}`]),
  );
  if (python !== undefined) return contestant(python);
  const hint = module === 'torch' ? 'Debian: apt install python3-torch; or pip install torch' : 'pip install jax';
  process.stderr.write(`${module}: skipped, no Python that has it (${hint}; then --python <interpreter>)\n`);
  return undefined;
}

function torch(python) {
  return (net) => {
    const { version, microseconds, loss } = runJson(python, [here('pytorch_sam.py'), net, String(EPOCHS.torch), '1']);
    return [{ name: `PyTorch ${version}`, microseconds: microseconds[0], loss }];
  };
}

function jax(python) {
  return (net) => {
    const { version, step, scan } = runJson(python, [here('jax_sam.py'), net, String(EPOCHS.jax), '1']);
    return [
      { name: `JAX ${version}, a step a call`, microseconds: step.microseconds[0], loss: step.loss },
      { name: `JAX ${version}, an epoch a call`, microseconds: scan.microseconds[0], loss: scan.loss },
    ];
  };
}
