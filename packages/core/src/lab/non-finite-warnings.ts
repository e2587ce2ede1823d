import type { MeasuredEvent, RunEvent } from '../contracts/events.ts';
import type { Experiment } from '../contracts/experiment.ts';

/**
 * Tells once for each quantity of a run that a metric measured what is not finite, in a sentence with the metric, the
 * quantity and the epoch. Metrics are measured only while the training loss is finite, so the reason is in the metric, in
 * the test set or in parameters that are about to diverge.
 *
 * @returns the sentences about an event
 */
export function nonFiniteWarnings({ config, metrics }: Experiment): (event: RunEvent) => string[] {
  const told = new Set<string>();
  const ownerOf = (name: string): string | undefined => {
    const index = metrics.findIndex(({ quantities }) => quantities.some((quantity) => quantity.name === name));
    return config.metrics[index]?.name;
  };
  return (event) => {
    if (event.type !== 'measured') return [];
    const news = foundIn(event).filter(([name]) => !told.has(name));
    for (const [name] of news) told.add(name);
    return news.map(
      ([name, what, kept]) =>
        `metric "${ownerOf(name)}" measured ${what} "${name}" after epoch ${event.epoch}, where the training loss is finite: ${kept}, and the run goes on`,
    );
  };
}

/** Names of quantities, what is not finite of them, and how they are recorded. */
function foundIn({ nonFinite = {}, arrays = {} }: MeasuredEvent): [name: string, what: string, kept: string][] {
  return [
    ...Object.entries(nonFinite).map(([name, value]): [string, string, string] => [
      name,
      `${value} as`,
      `it is recorded as ${value}`,
    ]),
    ...Object.entries(arrays).flatMap(([name, { values }]): [string, string, string][] => {
      const count = values.reduce((sum, value) => sum + (Number.isFinite(value) ? 0 : 1), 0);
      if (count === 0) return [];
      return [[name, `${count} of ${values.length} numbers that are not finite in`, 'they are recorded as NaN']];
    }),
  ];
}
