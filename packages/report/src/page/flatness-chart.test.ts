import { expect, test } from 'vitest';
import { run } from '../fixtures/run.ts';
import { groupRuns } from '../runs/group-runs.ts';
import { flatnessChart } from './flatness-chart.ts';

const trained = (
  width: number,
  values: Readonly<Record<string, number>>,
  status: 'completed' | 'diverged' = 'completed',
) => run({ config: { model: { name: '2-mlp', width } }, measured: { 9: values }, status });
const charts = (...runs: ReturnType<typeof run>[]) => flatnessChart('sweep', groupRuns(runs));

test('three settings that differ in flatness and accuracy are worth a picture', () => {
  const [chart] = charts(
    ...[1, 2, 3].map((width) =>
      trained(width, { 'hessian-trace': width, 'gauss-newton-trace': 1, 'test-accuracy': width / 4 }),
    ),
  );
  expect(chart?.name).toBe('sweep-scatter');
  expect(chart?.table.headings).toEqual(['width', 'Point', 'Hessian trace Tr H', 'test accuracy']);
  const [other] = charts(
    ...[1, 2, 3].map((width) => trained(width, { 'gauss-newton-trace': width, 'test-accuracy': width / 4 })),
  );
  expect(other?.table.headings[2]).toBe('Gauss-Newton trace Tr G');
});

test.each([
  ['two settings', [1, 2].map((width) => trained(width, { 'hessian-trace': width, 'test-accuracy': width / 4 }))],
  [
    'settings of one accuracy',
    [1, 2, 3].map((width) => trained(width, { 'hessian-trace': width, 'test-accuracy': 1 })),
  ],
  ['settings without a measure of flatness', [1, 2, 3].map((width) => trained(width, { 'test-accuracy': width / 4 }))],
  [
    'runs that diverged',
    [1, 2, 3].map((width) => trained(width, { 'hessian-trace': width, 'test-accuracy': width / 4 }, 'diverged')),
  ],
])('%s are not', (_, runs) => {
  expect(charts(...runs)).toEqual([]);
});
