import { expect, test } from 'vitest';
import { smallLab } from '../testing/stand-ins/small-lab.ts';
import { drawData } from './draw-data.ts';

const lab = smallLab();
const dataOf = (input: object, seed = 1) => drawData(lab.plan(lab.resolve(input)).experiment.dataset, seed);

test('the data depend on the dataset and the seed alone', () => {
  const phases = [{ optimizer: 'gradient-descent', epochs: 9, batchSize: 3 }];
  expect(dataOf({ model: { name: 'small-network', width: 2 }, phases })).toEqual(dataOf({}));
  expect(dataOf({}, 2)).not.toEqual(dataOf({}));
});
