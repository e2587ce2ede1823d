import { testConstraint, testInitializer, testLoss, testModel } from '@sharpness-lab/core/testing';
import * as tf from '@tensorflow/tfjs';
import { fixedNorm, mse, twoLayerBias, twoLayerNoBias, twoLayerSimBn, twoLayerSimLn, uniformFanIn } from './index.ts';

for (const model of [twoLayerNoBias, twoLayerBias, twoLayerSimBn]) {
  testModel(model, [{ options: { width: 4 } }, { options: { width: 9 } }], { tf });
}
testModel(twoLayerSimLn, [{ options: { width: 4 } }, { options: { width: 6, epsilon: 50 } }], { tf });
testLoss(mse, [{ minimizer: (target) => target }]);
testInitializer(uniformFanIn, [{}, { options: { scales: [0.01] } }]);
testConstraint(fixedNorm, [
  { options: { norm: 10 }, refused: [{ W1: { shape: [4, 2], layer: 1, fanIn: 2 } }] },
  { options: { norm: 0.5, joint: false } },
  { options: { norm: 3, parameters: ['W2'] } },
]);
