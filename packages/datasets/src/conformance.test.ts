import { testPlugins } from '@sharpness-lab/core/testing';
import * as plugins from './plugins.ts';

testPlugins(plugins, {
  xor: [
    {},
    { options: { dimension: 2, trainSize: 50 } },
    { options: { dimension: 7, trainSize: 3, testSize: 9, labelSmoothing: 0.2 } },
  ],
  completeXor: [{}, { options: { dimension: 5, tails: 6, labelSmoothing: 0.1 } }],
  uniformBall: [{}, { options: { dimension: 2, radius: 3, trainSize: 7, testSize: 5 } }],
  unitCircle: [
    {},
    { options: { dimension: 2, testSize: 5 } },
    { options: { dimension: 3, radius: 1, testSize: 5 } },
    { options: { dimension: 5, radius: 4, cosines: [1, 0, 2], sines: [0.5], testSize: 5 } },
  ],
  subGaussian: [
    {},
    { options: { distribution: 'rademacher' } },
    { options: { distribution: 'uniform', target: 'product', dimension: 2, trainSize: 3, testSize: 4 } },
  ],
  explicit: [
    {
      options: {
        train: {
          inputs: [
            [1, 2, 3],
            [4, 5, 6],
          ],
          targets: [1, -1],
        },
        test: { inputs: [[0, 0, 1]], targets: [0.5] },
      },
      fixed: true,
    },
  ],
});
