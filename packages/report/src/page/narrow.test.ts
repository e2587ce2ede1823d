import { expect, test } from 'vitest';
import { bars } from '../charts/bars.ts';
import { madeUpChart } from './fixtures/contents.ts';
import { withoutSharedData, withSharedData } from './narrow.ts';

const about = { name: 'a', title: 'a', description: 'a' };

test.each([
  ['of panels', madeUpChart('a')],
  [
    'of a single panel',
    bars({
      ...about,
      x: 'x',
      y: { title: 'y', scale: 'linear' },
      series: [{ label: 's', values: [{ x: 1, y: 1 / 3 }] }],
    }),
  ],
])(
  'what phones draw, %s, has the data of the wide picture, which stands in the page once',
  (_, { spec, narrow = {} }) => {
    const without = withoutSharedData(narrow);
    expect(JSON.stringify(without)).not.toContain('0.333333');
    expect(withSharedData(without, spec)).toEqual(narrow);
  },
);
