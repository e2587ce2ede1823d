/*
 * Measures how long the report of a thousand runs takes, and how large it is:
 *
 *     npm run build && node benchmarks/report.mjs
 *
 * The runs are made up. The first argument is the number of configurations (default: 200). Each has five seeds, unless
 * there are more than 200 configurations, and each run has 400 measurements of 16 metrics.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLab } from '@sharpness-lab/core';
import { loadPackages, locatePackages } from '@sharpness-lab/core/node';

const RUNS = 1000;
const MEASUREMENTS = 400;
const METRICS = [
  ...['train-loss', 'test-loss', 'train-accuracy', 'test-accuracy', 'hessian-trace', 'parameter-norm', 'path-norm'],
  ...Array.from({ length: 9 }, (_, k) => `layer-${k + 1}-norm`),
];
const configurations = Number(process.argv[2] ?? 200);

const folder = mkdtempSync(join(tmpdir(), 'report-'));
try {
  await makeRuns(join(folder, 'runs'));
  const command = fileURLToPath(new URL('../packages/cli/bin/sharpness.js', import.meta.url));
  const started = performance.now();
  execFileSync(process.execPath, [command, 'report', 'runs', '--out', 'report.html'], { cwd: folder });
  const seconds = (performance.now() - started) / 1000;
  const megabytes = statSync(join(folder, 'report.html')).size / 1e6;
  console.log(`${RUNS} runs of ${configurations} configurations: ${seconds.toFixed(1)} s, ${megabytes.toFixed(2)} MB`);
} finally {
  rmSync(folder, { recursive: true });
}

async function makeRuns(runs) {
  const names = ['datasets', 'models', 'optimizers', 'metrics', 'paper'].map((name) => `@sharpness-lab/${name}`);
  const lab = createLab(
    await loadPackages(await locatePackages(names, [fileURLToPath(new URL('..', import.meta.url))])),
  );
  const base = {
    dataset: { name: 'xor', dimension: 30, trainSize: 100 },
    model: { name: '2-mlp-bias', width: 500 },
    init: 'uniform-fan-in',
    loss: 'mse',
  };
  for (let run = 0; run < RUNS; run++) {
    const [configuration, seed] = [run % configurations, Math.floor(run / configurations)];
    const optimizer = { name: '1-sam', rho: 0.001 * (1 + configuration), base: { name: 'sgd', learningRate: 0.01 } };
    const phases = [{ optimizer, epochs: MEASUREMENTS, batchSize: 1 }];
    const config = lab.resolve({ ...base, name: 'sweep', seed, phases });
    writeRun(join(runs, `sweep-s${seed}-${String(run).padStart(12, '0')}`), plain(config), seed + configuration);
  }
}

function writeRun(dir, config, shift) {
  mkdirSync(dir, { recursive: true });
  const points = Array.from({ length: MEASUREMENTS }, (_, epoch) => ({
    phase: 0,
    epoch,
    step: epoch * 100,
    seconds: epoch / 100,
    values: Object.fromEntries(
      METRICS.map((name, k) => [name, (1 + 0.1 * Math.sin(shift + k)) * Math.exp(-epoch / 97)]),
    ),
  }));
  const runId = dir.slice(-12);
  const files = {
    'config.json': JSON.stringify(config, null, 2),
    'environment.json': JSON.stringify({
      runId,
      started: '2026-01-01T00:00:00.000Z',
      engine: { name: 'wasm', options: {}, paths: ['fused'] },
      versions: { '@sharpness-lab/core': '0.1.0' },
      node: process.version,
      platform: 'linux x64',
    }),
    'result.json': JSON.stringify({
      runId,
      status: 'completed',
      engine: 'wasm',
      epochs: MEASUREMENTS,
      steps: MEASUREMENTS * 100,
      seconds: 4,
      stepsPerSecond: 10_000,
      final: points.at(-1).values,
    }),
    'metrics.jsonl': points.map((point) => `${JSON.stringify(point)}\n`).join(''),
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text);
}

function plain(config) {
  return JSON.parse(JSON.stringify(config));
}
