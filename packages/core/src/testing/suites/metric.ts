import type { ExperimentInput } from '../../contracts/experiment-config.ts';
import type { Measurement, Probe } from '../../contracts/metric.ts';
import type { Definition } from '../../contracts/plugin.ts';
import { LabError } from '../../errors.ts';
import type { z } from '../../vendor/zod.ts';
import { ensure } from '../assertions.ts';
import { createPlugin } from '../create-plugin.ts';
import { type SmallProbeVariant, smallProbe, smallProbeVariants } from '../stand-ins/small-probe.ts';
import type { Case, Clause, Setup } from './contract.ts';
import { HYPHENATED } from './definition.ts';
import { runSuite } from './suite.ts';

export interface MetricCase<Options extends z.ZodObject> extends Case<Options> {
  /**
   * The experiment. Missing keys are those of a small experiment (see `smallLab`). The model must have closed forms and
   * be small, for example a width of 4.
   */
  readonly experiment?: Partial<ExperimentInput>;
}

/**
 * The contract of metrics, in one setting: on a small network in several states, and with probes that lack optional
 * members. If a member is missing, a metric may leave its entries out or refuse with a LabError.
 */
export function metricClauses<Options extends z.ZodObject>(
  definition: Definition<'metric', Options>,
  { options, experiment }: MetricCase<Options>,
  { plugins = [] }: Setup = {},
): Clause[] {
  const measure = (probe: Probe) => createPlugin(definition, options, plugins).measure(probe);
  const onEveryNetwork = (check: (probe: Probe, on: string) => void) => () => {
    for (const variant of Object.keys(smallProbeVariants) as SmallProbeVariant[]) {
      const { shows, ...lacking } = smallProbeVariants[variant];
      try {
        check(smallProbe(variant, experiment, plugins), `on ${shows}`);
      } catch (error) {
        const refused = 'lacks' in lacking && error instanceof LabError;
        if (!refused) throw error;
      }
    }
  };
  return [
    {
      name: 'measures something on a network that offers everything',
      check() {
        const measured = measure(smallProbe('complete', experiment, plugins));
        ensure(
          Object.keys(measured).length > 0,
          'nothing was measured: give an `experiment` that the metric applies to',
        );
      },
    },
    {
      name: 'names what it measures in lower case with hyphens',
      check: onEveryNetwork((probe, on) => {
        for (const name of Object.keys(measure(probe))) {
          ensure(HYPHENATED.test(name), `${on}: expected a name in lower case with hyphens, got "${name}"`);
          ensure(!name.endsWith('-standard-error'), `${on}: "${name}" ends like the standard error of an estimate`);
        }
      }),
    },
    {
      name: 'gives finite numbers, or estimates with their standard errors',
      check: onEveryNetwork((probe, on) => {
        for (const [name, measured] of Object.entries(measure(probe))) {
          const { value, standardError } =
            typeof measured === 'number' ? { value: measured, standardError: 0 } : measured;
          ensure(Number.isFinite(value), `${on}, ${name}: expected a finite number or no entry, got ${value}`);
          ensure(
            Number.isFinite(standardError) && standardError >= 0,
            `${on}, ${name}: expected a standard error >= 0, got ${standardError}`,
          );
        }
      }),
    },
    {
      name: 'measures the same when it measures again',
      check: onEveryNetwork((probe, on) => {
        const metric = createPlugin(definition, options, plugins);
        const first = show(metric.measure(probe));
        for (const again of [show(metric.measure(probe)), show(measure(probe))]) {
          ensure(again === first, `${on}: measured ${first}, then ${again}`);
        }
      }),
    },
    {
      name: 'changes nothing that it looks at',
      check: onEveryNetwork((probe, on) => {
        const before = snapshot(probe);
        measure(probe);
        const after = snapshot(probe);
        for (const part of Object.keys(before)) {
          ensure(before[part] === after[part], `${on}: the probe’s ${part} changed during the measurement`);
        }
      }),
    },
  ];
}

/**
 * Tests a metric against its contract, on small networks.
 *
 * @param cases settings to test it in, by default its default options
 */
export function testMetric<Options extends z.ZodObject>(
  definition: Definition<'metric', Options>,
  cases: readonly MetricCase<Options>[] = [{}],
  setup: Setup = {},
): void {
  const title = ({ options, experiment }: MetricCase<Options>) => ({ ...options, ...experiment });
  runSuite(definition, cases, setup, (each) => metricClauses(definition, each, setup), title);
}

function show(measurement: Measurement): string {
  return JSON.stringify(measurement);
}

/** All values of a probe, as text. */
function snapshot(probe: Probe): Record<string, string | undefined> {
  const parts = {
    parameters: probe.parameters,
    data: probe.data,
    outputs: [probe.outputs('train'), probe.outputs('test')],
    gradient: probe.gradient(),
    derivatives: probe.derivatives(),
  };
  return Object.fromEntries(Object.entries(parts).map(([part, value]) => [part, JSON.stringify(value)]));
}
