import { testDataset } from '@sharpness-lab/core/testing';
import { completeXor, xor } from './index.ts';

testDataset(xor, [
  {},
  { options: { dimension: 2, trainSize: 50 } },
  { options: { dimension: 7, trainSize: 3, testSize: 9 } },
]);
testDataset(completeXor, [{}, { options: { dimension: 5, tails: 6 } }]);
