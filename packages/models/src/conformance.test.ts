import { testPlugins } from '@sharpness-lab/core/testing';
import * as tf from '@tensorflow/tfjs';
import * as plugins from './plugins.ts';

const widths = [{ options: { width: 4 } }, { options: { width: 9 } }];

testPlugins(
  plugins,
  {
    twoLayerNoBias: widths,
    twoLayerBias: widths,
    twoLayerSimBn: widths,
    twoLayerSoftplus: widths,
    twoLayerSimLn: [{ options: { width: 4 } }, { options: { width: 6, epsilon: 50 } }],
    mlpBias: [{ options: { widths: [4] } }, { options: { widths: [5, 3] } }, { options: { widths: [3, 1, 4, 2] } }],
    mse: [{ minimizer: (target) => target }],
    logistic: [{}, { options: { labelSmoothing: 0.2 }, minimizer: (target) => target * Math.log(4) }],
    uniformFanIn: [{}, { options: { scales: [0.01] } }],
    heNormal: [{}, { options: { scales: [0.01] } }],
    fixedNorm: [
      { options: { norm: 10 }, refused: [{ W1: { shape: [4, 2], layer: 1, fanIn: 2 } }] },
      { options: { norm: 0.5, joint: false } },
      { options: { norm: 3, parameters: ['W2'] } },
    ],
  },
  { tf },
);
