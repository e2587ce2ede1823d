import { beforeEach, expect, test, vi } from 'vitest';
import { fewCoordinatesNet } from '../constructions/few-coordinates.ts';
import { propositionA1 } from './proposition-a-1.ts';

vi.mock(import('../constructions/few-coordinates.ts'), async (original) => {
  const { fewCoordinatesNet } = await original();
  return { fewCoordinatesNet: vi.fn(fewCoordinatesNet) };
});

const construct = vi.mocked(fewCoordinatesNet);
const correct = construct.getMockImplementation() as typeof fewCoordinatesNet;
beforeEach(() => void construct.mockImplementation(correct));

async function verdicts() {
  const { claims } = await propositionA1().conclude({});
  return Object.fromEntries(claims.map(({ id, verdict }) => [id.split('/')[1], verdict]));
}

test('holds for the corrected construction', async () => {
  expect(await verdicts()).toEqual({ exact: 'holds', flattest: 'holds' });
});

test('misses the bound where the layers are balanced for the norm of the values instead of R', async () => {
  construct.mockImplementation((values, coordinates, dimension) =>
    correct(values, coordinates, dimension, Math.hypot(...values.inputs.subarray(0, values.dimension))),
  );
  expect(await verdicts()).toEqual({ exact: 'holds', flattest: 'fails' });
});

test('is not exact where the net looks at other coordinates', async () => {
  construct.mockImplementation((values, coordinates, dimension, norm) =>
    correct(
      values,
      coordinates.map((k) => k + 2),
      dimension,
      norm,
    ),
  );
  expect(await verdicts()).toMatchObject({ exact: 'fails' });
});
