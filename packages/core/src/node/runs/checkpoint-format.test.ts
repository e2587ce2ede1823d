import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Checkpoint } from '../../contracts/events.ts';
import { decodeCheckpoint, encodeCheckpoint } from './checkpoint-format.ts';
import { decodeSafetensors } from './safetensors.ts';

const specs = {
  W: { shape: [2, 1], layer: 1, fanIn: 1 },
  'layer/b': { shape: [1], layer: 1, fanIn: 1 },
};
const checkpoint: Checkpoint = {
  runId: '0123456789ab',
  phase: 1,
  epoch: 40,
  step: 4000,
  seconds: 1.25,
  final: {
    values: { loss: 0.1 + 0.2, 'tráce ≥ 0': 1e-300 },
    uncertainty: { loss: { standardError: 0.1, converged: false, products: 40 } },
    arrays: {
      spectrum: { shape: [2, 2], values: Float64Array.of(1 / 3, -0, Number.NaN, 1e300), columns: ['value', 'weight'] },
      norms: { shape: [1], values: Float64Array.of(7) },
    },
  },
  order: [1, -2, 3, -4],
  session: {
    parameters: { W: Float32Array.of(1, -0), 'layer/b': Float32Array.of(1e-45) },
    optimizer: { velocity: { W: Float32Array.of(3, 4), 'layer/b': Float32Array.of(5) } },
    streams: { noise: [5, 6, 7, 8] },
  },
};
const file = encodeCheckpoint(checkpoint, specs);
const { runId } = checkpoint;

test('what is read is what was written', () => {
  expect(decodeCheckpoint(file, runId)).toEqual(checkpoint);
});

test('any state of a session comes back to the last bit, in both precisions', () => {
  const float = fc.float({ noNaN: true });
  const double = fc.double({ noNaN: true });
  const vector = (double64: boolean) =>
    fc
      .tuple(fc.array(double64 ? double : float, { minLength: 2, maxLength: 2 }), double64 ? double : float)
      .map(([W, b]) => {
        const Numbers = double64 ? Float64Array : Float32Array;
        return { W: Numbers.from(W), 'layer/b': Numbers.of(b) };
      });
  const position = fc.array(fc.integer(), { minLength: 4, maxLength: 4 });
  const session = fc.boolean().chain((double64) =>
    fc.record(
      {
        parameters: vector(double64),
        optimizer: fc.dictionary(
          fc.oneof(fc.constantFrom('a', 'a/layer', 'a/b'), fc.string({ unit: 'grapheme' })),
          vector(double64),
          { maxKeys: 3 },
        ),
        streams: fc.dictionary(fc.string(), position, { maxKeys: 3 }),
      },
      { noNullPrototype: true },
    ),
  );
  fc.assert(
    fc.property(session, (each) => {
      const written = { ...checkpoint, session: each };
      expect(decodeCheckpoint(encodeCheckpoint(written, specs), runId)).toEqual(written);
    }),
    { seed: 5, numRuns: 200 },
  );
});

test('it is a safetensors file that says what its tensors are', () => {
  const { tensors, metadata } = decodeSafetensors(file);
  expect(Object.entries(tensors).map(([name, { shape }]) => [name, shape])).toEqual([
    ['parameters/W', [2, 1]],
    ['parameters/layer/b', [1]],
    ['optimizer/velocity/W', [2, 1]],
    ['optimizer/velocity/layer/b', [1]],
    ['final/spectrum', [2, 2]],
    ['final/norms', [1]],
  ]);
  expect(metadata).toEqual({ sha256: expect.stringMatching(/^[0-9a-f]{64}$/), checkpoint: expect.any(String) });
  expect(JSON.parse(metadata.checkpoint as string)).toMatchObject({
    format: 1,
    runId,
    epoch: 40,
    streams: { noise: [5, 6, 7, 8] },
  });
});

describe('damage is detected:', () => {
  test('every bit of the file matters', () => {
    for (let position = 0; position < file.length; position++) {
      for (const bit of [1, 4, 128]) {
        const damaged = file.slice();
        damaged[position] = (damaged[position] as number) ^ bit;
        expect(() => decodeCheckpoint(damaged, runId), `byte ${position}, bit ${bit}`).toThrow(
          expect.objectContaining({ name: 'LabError', kind: 'store' }),
        );
      }
    }
  });

  test('so does every byte at its end', () => {
    for (let length = 0; length < file.length; length++) {
      expect(() => decodeCheckpoint(file.subarray(0, length), runId), `${length} bytes`).toThrow(
        'not a safetensors file',
      );
    }
    expect(() => decodeCheckpoint(Buffer.concat([file, Buffer.of(0)]), runId)).toThrow(
      '1 bytes behind its last tensor',
    );
  });

  test('two numbers that changed places', () => {
    const damaged = file.slice();
    damaged.copyWithin(file.length - 4, file.length - 8, file.length - 4);
    expect(() => decodeCheckpoint(damaged, runId)).toThrow('its checksum is not that of its content');
  });

  test('a format that is not known', () => {
    const later = encodeCheckpoint({ ...checkpoint, format: 2 } as Checkpoint, specs);
    expect(() => decodeCheckpoint(later, runId)).toThrow('it has format 2, and this version');
    const earlier = encodeCheckpoint({ ...checkpoint, format: 0 } as Checkpoint, specs);
    expect(() => decodeCheckpoint(earlier, runId)).toThrow('it is of format 0, and runs go on from format 1');
  });

  test('a checkpoint of another run', () => {
    expect(() => decodeCheckpoint(file, 'ba9876543210')).toThrow('it is of run 0123456789ab, not of ba9876543210');
  });
});
