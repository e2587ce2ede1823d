import { expect, test } from 'vitest';
import { levelLabels } from './level-labels.ts';

const panel = { width: 300, height: 190 };
const bound = (y: number) => ({ label: 'lower bound', y });
const above = { align: 'right', baseline: 'bottom' };
const below = { align: 'right', baseline: 'top' };

test('a label is on its line at the right end, in a free panel', () => {
  expect(levelLabels([bound(100)], [], panel)).toEqual([above]);
});

test('at the top of the panel it goes below its line', () => {
  expect(levelLabels([bound(5)], [], panel)).toEqual([below]);
});

test('a curve that comes down to its bound on the right sends the label below; at the bottom, to the left', () => {
  const falling = [
    { x: 0, y: 0 },
    { x: 150, y: 90 },
    { x: 300, y: 98 },
  ];
  expect(levelLabels([bound(100)], [falling], panel)).toEqual([below]);
  const low = falling.map(({ x, y }) => ({ x, y: y + 85 }));
  expect(levelLabels([bound(185)], [low], panel)).toEqual([{ align: 'left', baseline: 'bottom' }]);
});

test('two near lines have their labels on either side of both', () => {
  expect(levelLabels([bound(100), bound(104)], [], panel)).toEqual([above, below]);
});
