import { setImmediate } from 'node:timers/promises';
import type { Session } from '@sharpness-lab/core';
import { expect, test } from 'vitest';
import { open } from './fixtures/lab.ts';
import { relativeError } from './fixtures/numbers.ts';

const ORDER = Int32Array.of(0, 1, 2, 3, 4, 5);

const start = async (backend: string) => {
  const { session } = await open({ engine: { name: 'tfjs', backend }, phases: [{ optimizer: 'sgd', epochs: 1 }] });
  session.startPhase(0);
  return session;
};

const finish = (session: Session) => {
  const parameters = session.parameters();
  session.close();
  return parameters;
};

test('sessions on different backends do not disturb each other, even while one starts', async () => {
  const alone = await start('cpu');
  const first = await start('cpu');
  let epochs = 0;
  let second: Session | undefined;
  const starting = start('wasm').then((session) => {
    second = session;
  });
  while (second === undefined) {
    first.epoch(ORDER, 0);
    epochs++;
    await setImmediate();
  }
  await starting;
  for (let epoch = 0; epoch < 5; epoch++) {
    first.epoch(ORDER, 0);
    second.epoch(ORDER, 0);
    epochs++;
  }
  const onWasm = finish(second);

  for (let epoch = 0; epoch < epochs; epoch++) alone.epoch(ORDER, 0);
  expect(finish(first)).toEqual(finish(alone));

  const again = await start('wasm');
  for (let epoch = 0; epoch < 5; epoch++) again.epoch(ORDER, 0);
  expect(finish(again)).toEqual(onWasm);
});

test('cpu and wasm agree', async () => {
  const [cpu, wasm] = (await Promise.all(['cpu', 'wasm'].map(start))) as [Session, Session];
  for (let epoch = 0; epoch < 20; epoch++) for (const session of [cpu, wasm]) session.epoch(ORDER, 0);
  const [a, b] = [finish(cpu), finish(wasm)];
  for (const [name, values] of Object.entries(a)) {
    expect(relativeError(b[name] as Float32Array, values)).toBeLessThan(1e-5);
  }
});
