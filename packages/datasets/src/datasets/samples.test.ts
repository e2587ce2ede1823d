import { LabError, rootStream } from '@sharpness-lab/core';
import { createPlugin } from '@sharpness-lab/core/testing';
import { expect, test } from 'vitest';
import { subGaussian, uniformBall, unitCircle, xor } from '../plugins.ts';

test.each([xor, uniformBall, unitCircle, subGaussian])(
  '$name asks for less where an array cannot be that long',
  (each) => {
    const dataset = createPlugin<'dataset', typeof each.options>(each, { dimension: 2 ** 50, trainSize: 2 ** 10 });
    let thrown: unknown;
    try {
      dataset.sample(rootStream(1));
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(LabError);
    expect(thrown).toMatchObject({
      kind: 'config',
      message: expect.stringMatching(
        /^dataset: 1024 samples of dimension 1125899906842624 take 4611686018\.4 GB.*testSize$/,
      ),
    });
  },
);
