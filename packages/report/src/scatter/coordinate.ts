import { didYouMean, LabError, type Uncertainty } from '@sharpness-lab/core';
import type { Axis } from '../chart.ts';
import { numericOptions } from '../config-difference.ts';
import { optionWords } from '../curves/option-words.ts';
import { axisFor } from '../curves/panels.ts';
import { axisOf, declaredBy, quantityOf } from '../quantities.ts';
import type { Run } from '../runs/run.ts';

/** A number of each run, and the axis for these numbers. */
export interface Coordinate {
  readonly axis: Axis;
  /** Undefined where a run has none. */
  readonly numberOf: (run: Run) => Value | undefined;
}

interface Value extends Uncertainty {
  readonly value: number;
}

/**
 * A quantity at the end of training, or an option that is a number.
 *
 * @param name of a quantity, `test-accuracy`, or the path of an option, `phases.0.optimizer.rho`
 * @throws LabError of kind `config` for what none of the runs has
 */
export function coordinateOf(name: string, runs: readonly Run[]): Coordinate {
  const measured = new Set(runs.flatMap(({ result }) => Object.keys(result?.final.values ?? {})));
  if (measured.has(name)) return quantityCoordinate(name, runs);
  const options = new Set(runs.flatMap(({ config }) => [...numericOptions(config).keys()]));
  if (options.has(name)) return optionCoordinate(name, runs);
  const names = [...measured, ...options];
  const containing = names.filter((each) => each.includes(name));
  const hint =
    didYouMean(name, names) ||
    (containing.length > 0 ? ` (did you mean ${containing.map((each) => `"${each}"`).join(' or ')}?)` : '') ||
    `: expected one of ${names.join(', ')}`;
  throw new LabError('config', `these runs have no quantity and no numeric option "${name}"${hint}`);
}

function quantityCoordinate(name: string, runs: readonly Run[]): Coordinate {
  const numberOf = ({ result }: Run): Value | undefined => {
    const value = result?.final.values[name];
    if (value === undefined) return undefined;
    return { value, ...result?.final.uncertainty?.[name] };
  };
  const points = runs.flatMap((run) => {
    const { value, standardError } = numberOf(run) ?? {};
    return value === undefined ? [] : [{ x: 0, y: value, ...(standardError === undefined ? {} : { standardError }) }];
  });
  return { axis: axisFor(axisOf(quantityOf(name, declaredBy(runs))), [{ label: name, points }]), numberOf };
}

/** The axis of an option is logarithmic where its values, all positive, differ by a factor of ten or more. */
function optionCoordinate(path: string, runs: readonly Run[]): Coordinate {
  const numberOf = ({ config }: Run): Value | undefined => {
    const value = numericOptions(config).get(path);
    return value === undefined ? undefined : { value };
  };
  const values = runs.flatMap((run) => numberOf(run)?.value ?? []);
  const [least, greatest] = [Math.min(...values), Math.max(...values)];
  const title = optionWords(path).at(-1) as string;
  return { axis: { title, scale: least > 0 && greatest >= 10 * least ? 'log' : 'linear' }, numberOf };
}
