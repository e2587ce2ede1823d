import { describe, expect, test } from 'vitest';
import type { Clock } from '../contracts/clock.ts';
import type { RunEvent } from '../contracts/events.ts';
import { smallPlugins } from '../testing/stand-ins/small-lab.ts';
import { createLab, type LabPackage } from './lab.ts';
import { pluginModule } from './plugin-module.ts';
import { serviceModule } from './service-module.ts';
import { CLOCK, LAUNCHER, REPORTER, type Token } from './services.ts';

const small: LabPackage = { origin: { name: 'small', version: '1.0.0' }, module: pluginModule(smallPlugins) };

const experiment = {
  dataset: 'small-data',
  model: 'small-network',
  init: 'any-start',
  loss: 'squared-error',
  engine: 'reference',
  phases: [{ optimizer: 'gradient-descent', epochs: 2 }],
};

/** A clock that advances by a second each time it is looked at. */
function countingClock(): Clock {
  let seconds = 0;
  return { now: () => 1000 * seconds++, date: () => new Date(1000 * seconds) };
}

const binding = <T>(token: Token<T>, service: T) => serviceModule(token, () => service);

describe('services', () => {
  test('of several that are bound, the one of the package that is loaded last counts', () => {
    const [first, second] = [countingClock(), countingClock()];
    const lab = createLab([binding(CLOCK, first), small, binding(CLOCK, second)]);
    expect(lab.service(CLOCK)).toBe(second);
  });

  test('a run takes its time from the bound clock', async () => {
    const lab = createLab([small, binding(CLOCK, countingClock())]);
    const events: RunEvent[] = [];
    for await (const event of lab.run(lab.plan(lab.resolve(experiment)))) events.push(event);
    const measured = events.flatMap((event) => (event.type === 'measured' ? [event.seconds] : []));
    // Whole seconds, as no clock of a machine gives them.
    expect(measured.length).toBeGreaterThan(1);
    for (const seconds of measured) expect(Number.isInteger(seconds) && seconds > 0).toBe(true);
  });

  test('every lab has a clock, and a reporter that says nothing', () => {
    const lab = createLab([small]);
    expect(lab.service(CLOCK).date().getTime()).toBeGreaterThan(Date.UTC(2020));
    const progress = lab.service(REPORTER).begin('label');
    expect([progress.update(0.5, 10), progress.stop()]).toEqual([undefined, undefined]);
  });

  test('one that nothing binds is named, with the way out', () => {
    expect(() => createLab([small]).service(LAUNCHER)).toThrow(
      'the lab has no @sharpness-lab/launcher: give createLab a module that binds one, such as nodeServices({ out, packages }) of @sharpness-lab/core/node',
    );
  });
});
