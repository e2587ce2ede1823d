import { describe, expect, test } from 'vitest';
import type { Session } from '../contracts/engine.ts';
import { rootStream } from '../random/random-stream.ts';
import { smallLab } from '../testing/stand-ins/small-lab.ts';
import { openProbe } from './probe.ts';

const lab = smallLab();
const { experiment } = lab.plan(lab.resolve({}));

const samples = (targets: readonly number[]) => ({
  size: targets.length,
  dimension: 1,
  inputs: new Float32Array(targets.length),
  targets: Float32Array.from(targets),
});

/** A probe on a session that outputs 0, 1, 2, ... and counts its calls. */
function counted(product?: Session['hessianVectorProduct']) {
  const calls: string[] = [];
  const values = { w: Float32Array.of(1, 2) };
  const session: Session = {
    startPhase() {},
    epoch: () => 0,
    state: () => ({ parameters: values, optimizer: {}, streams: {} }),
    restore() {},
    parameters() {
      calls.push('parameters');
      return values;
    },
    outputs({ targets }) {
      calls.push(`outputs of ${targets.length}`);
      return Float32Array.from(targets.keys());
    },
    gradient() {
      calls.push('gradient');
      return values;
    },
    ...(product === undefined ? {} : { hessianVectorProduct: product }),
    close() {},
  };
  const data = { train: samples([1, 1, 1]), test: samples([0, 3]) };
  const specs = { w: { shape: [2], layer: 1, fanIn: 1 } };
  return { calls, probe: openProbe(experiment, data, specs, session, rootStream(5)) };
}

describe('a probe', () => {
  test('has the mean loss of a split', () => {
    const { probe } = counted();
    // Squared errors (0-1)^2, (1-1)^2, (2-1)^2 and (0-0)^2, (1-3)^2.
    expect(probe.meanLoss('train')).toBe(2 / 3);
    expect(probe.meanLoss('test')).toBe(2);
  });

  test('computes when asked, and once', () => {
    const { calls, probe } = counted();
    expect(calls).toEqual([]);
    for (let round = 0; round < 2; round++) {
      probe.meanLoss('train');
      probe.outputs('train');
      probe.gradient();
      void probe.parameters;
    }
    probe.outputs('test');
    expect(calls).toEqual(['outputs of 3', 'gradient', 'parameters', 'outputs of 2']);
  });

  test('offers Hessian-vector products where the engine does', () => {
    expect(counted().probe).not.toHaveProperty('hessianVectorProduct');
    const doubled = counted(({ w }) => ({ w: (w as Float32Array).map((value) => 2 * value) })).probe;
    expect(doubled.hessianVectorProduct?.({ w: Float32Array.of(1, 3) })).toEqual({ w: Float32Array.of(2, 6) });
  });

  test('gives the same stream at every measurement', () => {
    const { probe } = counted();
    expect(probe.stream('a').uint32()).toBe(probe.stream('a').uint32());
    expect(probe.stream('a').uint32()).toBe(rootStream(5).child('a').uint32());
  });

  test('knows its experiment', () => {
    expect(counted().probe.config).toBe(experiment.config);
    expect(counted().probe.loss).toBe(experiment.loss);
  });
});
