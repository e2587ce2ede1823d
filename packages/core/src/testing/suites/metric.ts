import type { ExperimentInput } from '../../contracts/experiment-config.ts';
import type { Measurement } from '../../contracts/measurement.ts';
import type { DeclaredMetric, Probe } from '../../contracts/metric.ts';
import type { Definition } from '../../contracts/plugin.ts';
import { LabError } from '../../errors.ts';
import { declaredMetrics } from '../../planning/declared-metrics.ts';
import { objectionTo, targetsOf } from '../../training/check-targets.ts';
import { measureAll } from '../../training/measure-all.ts';
import type { z } from '../../vendor/zod.ts';
import { ensure } from '../assertions.ts';
import { contentsOf, createPlugin, labOf, referenceTo } from '../create-plugin.ts';
import { type SmallProbeVariant, smallProbe, smallProbeVariants } from '../stand-ins/small-probe.ts';
import type { Case, Clause, Setup } from './contract.ts';
import { runSuite } from './suite.ts';

export interface MetricCase<Options extends z.ZodObject> extends Case<Options> {
  /**
   * The experiment. Missing keys are those of a small experiment (see `smallLab`). The model must have closed forms and
   * be small, for example a width of 4. The data must have targets that the metric and the loss take; those of the small
   * experiment are -1 and 1.
   */
  readonly experiment?: Partial<ExperimentInput>;
}

/**
 * The contract of metrics, in one setting: on a small network in several states, and with probes that lack optional
 * members. If a member is missing, a metric may leave its entries out or refuse with a LabError of kind `engine`. A network
 * that interpolates has its outputs as targets, so it is left out for metrics and losses that do not take those.
 */
export function metricClauses<Options extends z.ZodObject>(
  definition: Definition<'metric', Options>,
  { options, experiment }: MetricCase<Options>,
  { plugins = [], files }: Setup = {},
): Clause[] {
  const kind = () => targetsOf(createPlugin(definition, options, plugins, files));
  const measure = (probe: Probe) => createPlugin(definition, options, plugins, files).measure(probe);
  const declared = (probe: Probe) => {
    const { registry } = labOf([definition, ...plugins]);
    const reference = referenceTo<'metric'>(registry, definition, options ?? {});
    return declaredMetrics([reference], probe.specs, registry, contentsOf(files ?? {})) as [DeclaredMetric];
  };
  const onEveryNetwork = (check: (probe: Probe, on: string) => void) => () => {
    for (const variant of Object.keys(smallProbeVariants) as SmallProbeVariant[]) {
      const { shows, ...lacking } = smallProbeVariants[variant];
      const probe = smallProbe(variant, experiment, plugins);
      const kinds = [kind(), targetsOf(probe.loss)];
      if (variant === 'interpolating' && kinds.some((each) => objectionTo(probe.data, each) !== undefined)) continue;
      try {
        check(probe, `on ${shows}`);
      } catch (error) {
        const refused = 'lacks' in lacking && error instanceof LabError && error.kind === 'engine';
        if (!refused) throw error;
      }
    }
  };
  return [
    {
      name: 'says what targets it takes, and is tested with those',
      check() {
        const objection = objectionTo(smallProbe('complete', experiment, plugins).data, kind());
        ensure(objection === undefined, `it takes ${objection}: give an \`experiment\` with such targets`);
      },
    },
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
      name: 'declares what it measures: names, titles, scales',
      check: onEveryNetwork((probe) => void measureAll(declared(probe), probe)),
    },
    {
      name: 'gives finite numbers, in the range that it declares',
      check: onEveryNetwork((probe, on) => {
        const [{ quantities }] = declared(probe);
        for (const [name, measured] of Object.entries(measure(probe))) {
          const { range } = quantities.find((quantity) => quantity.name === name) ?? {};
          for (const value of numbersIn(measured)) {
            ensure(Number.isFinite(value), `${on}, ${name}: expected finite numbers or no entry, got ${value}`);
            ensure(
              value >= (range?.min ?? Number.NEGATIVE_INFINITY) && value <= (range?.max ?? Number.POSITIVE_INFINITY),
              `${on}, ${name}: expected numbers in the range ${JSON.stringify(range)}, got ${value}`,
            );
          }
        }
      }),
    },
    {
      name: 'gives estimates with finite standard errors',
      check: onEveryNetwork((probe, on) => {
        for (const [name, measured] of Object.entries(measure(probe))) {
          const { standardError = 0 } = measured as { readonly standardError?: number };
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
        const metric = createPlugin(definition, options, plugins, files);
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

/** The value of an estimate, the elements of an array. */
function numbersIn(measured: Measurement[string]): Iterable<number> {
  if (typeof measured === 'number') return [measured];
  if ('value' in measured) return [measured.value];
  return 'shape' in measured ? measured.values : measured;
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
