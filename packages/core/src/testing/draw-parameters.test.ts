import { describe, expect, test } from 'vitest';
import { rootStream } from '../random/random-stream.ts';
import { createPlugin } from './create-plugin.ts';
import { CLEARANCE, drawParameters } from './draw-parameters.ts';
import { smallNetwork } from './stand-ins/small-network.ts';
import { smallData } from './stand-ins/small-plugins.ts';

describe('drawParameters', () => {
  const model = createPlugin(smallNetwork, { width: 4 });
  const specs = model.parameters(3);
  const { train, test: held } = createPlugin(smallData, {}).sample(rootStream(0));
  const parameters = drawParameters(model, specs, [train, held]);

  test('gives multiples of 2^-12 within [-1, 1]', () => {
    const values = Object.values(parameters).flatMap((each) => [...each]);
    expect(values).toHaveLength(4 * 3 + 4 + 4);
    expect(values.every((value) => Math.abs(value) <= 1 && Number.isInteger(value * 2 ** 12))).toBe(true);
  });

  test('keeps every pre-activation w.x + b away from zero', () => {
    const { W1, b1 } = parameters as Record<string, Float32Array>;
    for (const samples of [train, held]) {
      for (let i = 0; i < samples.size; i++) {
        for (let j = 0; j < 4; j++) {
          let a = b1?.[j] as number;
          for (let k = 0; k < 3; k++) a += (W1?.[3 * j + k] as number) * (samples.inputs[3 * i + k] as number);
          expect(Math.abs(a)).toBeGreaterThan(CLEARANCE);
        }
      }
    }
  });

  test('gives the same every time', () => {
    expect(drawParameters(model, specs, [train, held])).toEqual(parameters);
  });

  test('takes any parameters for a model that does not tell its pre-activations', () => {
    const { closedForms: _none, ...bare } = model;
    expect(Object.keys(drawParameters(bare, specs, [train]))).toEqual(['W1', 'b1', 'W2']);
  });
});
