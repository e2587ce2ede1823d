import { expect, test } from 'vitest';
import { applyOverrides } from '../../config/overrides.ts';
import { LabError } from '../../errors.ts';
import { parseOverrides } from './overrides.ts';

test('values are YAML', async () => {
  const texts = [
    'model.width=200',
    'phases.0.optimizer={ name: sam, rho: 1e-3 }',
    'name=a=b',
    'metrics=[loss, accuracy]',
  ];
  expect(await parseOverrides(texts)).toEqual([
    ['model.width', 200],
    ['phases.0.optimizer', { name: 'sam', rho: 1e-3 }],
    ['name', 'a=b'],
    ['metrics', ['loss', 'accuracy']],
  ]);
});

test.each<[string, string, string | RegExp]>([
  ['no value', 'width', 'expected key=value (for example model.width=200), got "width"'],
  ['no key', '=3', 'expected key=value (for example model.width=200), got "=3"'],
  ['a tag', 'model=!wide 3', 'model: "!wide 3" is not a value in YAML (Unresolved tag: !wide); put quotes around text'],
  [
    'a deep nesting',
    `model=${'['.repeat(5000)}`,
    /^model: "\[+…? .*is not a value in YAML \(lists and objects are nested too deeply\)/,
  ],
])('%s is refused in a sentence', async (_what, text, message) => {
  const refused = expect(parseOverrides([text])).rejects;
  await refused.toBeInstanceOf(LabError);
  await expect(parseOverrides([text])).rejects.toThrow(message);
});

test('an anchor in itself is refused where it is applied', async () => {
  const overrides = await parseOverrides(['metrics=&a [*a]']);
  expect(() => applyOverrides({}, overrides)).toThrow(
    new LabError('config', 'metrics.0: expected plain data, got an object that contains itself'),
  );
});
