import { testConstraint, testInitializer, testLoss, testModel } from '@sharpness-lab/core/testing';
import * as tf from '@tensorflow/tfjs';
import {
  fixedNorm,
  heNormal,
  logistic,
  mlpBias,
  mse,
  twoLayerBias,
  twoLayerNoBias,
  twoLayerSimBn,
  twoLayerSimLn,
  twoLayerSoftplus,
  uniformFanIn,
} from './index.ts';

for (const model of [twoLayerNoBias, twoLayerBias, twoLayerSimBn, twoLayerSoftplus]) {
  testModel(model, [{ options: { width: 4 } }, { options: { width: 9 } }], { tf });
}
testModel(twoLayerSimLn, [{ options: { width: 4 } }, { options: { width: 6, epsilon: 50 } }], { tf });
testModel(
  mlpBias,
  [{ options: { widths: [4] } }, { options: { widths: [5, 3] } }, { options: { widths: [3, 1, 4, 2] } }],
  { tf },
);
testLoss(mse, [{ minimizer: (target) => target }]);
testLoss(logistic, [
  {},
  { options: { labelSmoothing: 0.2 }, minimizer: (target) => target * Math.log(4) },
  { options: { labelSmoothing: 0.2 }, targets: [-1.5, -0.3, 0, 0.7] },
]);
testInitializer(uniformFanIn, [{}, { options: { scales: [0.01] } }]);
testInitializer(heNormal, [{}, { options: { scales: [0.01] } }]);
testConstraint(fixedNorm, [
  { options: { norm: 10 }, refused: [{ W1: { shape: [4, 2], layer: 1, fanIn: 2 } }] },
  { options: { norm: 0.5, joint: false } },
  { options: { norm: 3, parameters: ['W2'] } },
]);
