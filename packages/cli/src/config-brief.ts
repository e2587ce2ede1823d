import { type ExperimentConfig, formatCount, type PhaseConfig } from '@sharpness-lab/core';

/** The configuration of a run in rows of a heading and a text: each plugin with its options, and each phase. */
export function configRows({ dataset, model, init, loss, phases }: ExperimentConfig): [string, string][] {
  return [
    ['dataset', briefly(dataset)],
    ['model', briefly(model)],
    ['init', briefly(init)],
    ['loss', briefly(loss)],
    ...phases.map((phase, index): [string, string] => [
      phases.length === 1 ? 'phase' : `phase ${index + 1}`,
      phaseInWords(phase),
    ]),
  ];
}

/** The longest list that is shown in full, and how much of a longer one is. */
const LONGEST_LIST = 8;
const BEGINNING = 3;

/**
 * A value of a configuration on one line. A plugin becomes its name and its options, as in `sgd learningRate=0.01`. Of a
 * long list there are the first entries and its length: `[1, -1, 1, … 1,000 in all]`.
 */
export function briefly(value: unknown): string {
  if (Array.isArray(value)) {
    const shown = value.length > LONGEST_LIST ? value.slice(0, BEGINNING) : value;
    const rest = value.length > shown.length ? [`… ${formatCount(value.length)} in all`] : [];
    return `[${[...shown.map(briefly), ...rest].join(', ')}]`;
  }
  if (typeof value !== 'object' || value === null) return String(value);
  const { name, ...options } = value as Readonly<Record<string, unknown>>;
  const described = Object.entries(options)
    .filter(([, option]) => !(Array.isArray(option) && option.length === 0))
    .map(([key, option]) => `${key}=${isObject(option) ? `(${briefly(option)})` : briefly(option)}`);
  return [...(name === undefined ? [] : [String(name)]), ...described].join(' ');
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function phaseInWords({ optimizer, epochs, batchSize, order, constraint, keepState }: PhaseConfig): string {
  return [
    briefly(optimizer),
    `${formatCount(epochs)} ${epochs === 1 ? 'epoch' : 'epochs'}`,
    `batch size ${batchSize}`,
    order,
    ...(constraint === undefined ? [] : [`constraint ${briefly(constraint)}`]),
    ...(keepState ? ["with the previous phase's optimizer state"] : []),
  ].join(', ');
}
