import type { ParameterValues } from '../contracts/model.ts';
import { LabError } from '../errors.ts';

/**
 * The point (1 - t) theta_A + t theta_B of the line through two networks, rounded once to single precision. At t = 0
 * and t = 1 it is the network itself.
 *
 * Along this line, Goodfellow, Vinyals and Saxe look at the loss ("Qualitatively characterizing neural network
 * optimization problems", 2015, arXiv:1412.6544) and Frankle et al. ask whether two minima are connected ("Linear mode
 * connectivity and the lottery ticket hypothesis", 2020, arXiv:1912.05671).
 *
 * @param t any number: outside [0, 1], the point lies beyond A or B
 * @throws LabError of kind `config` naming the parameters that the two do not share
 */
export function interpolate(from: ParameterValues, to: ParameterValues, t: number): ParameterValues {
  for (const name of new Set([...Object.keys(from), ...Object.keys(to)])) {
    const [a, b] = [from[name]?.length, to[name]?.length];
    if (a === b) continue;
    throw new LabError(
      'config',
      `no line joins the two networks: of "${name}" the first has ${a ?? 'no'} numbers and the second ${b ?? 'none'}`,
    );
  }
  return Object.fromEntries(
    Object.entries(from).map(([name, start]) => {
      const end = to[name] as Float32Array;
      return [name, start.map((a, i) => (1 - t) * a + t * (end[i] as number))];
    }),
  );
}
