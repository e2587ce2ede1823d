import { type Claim, decideByWorst, type FinishedRun, type JudgedClaim, type StudyRuns } from '@sharpness-lab/studies';
import { lossOverPower, valuesOf } from './constructed.ts';
import { relativeError } from './relative-error.ts';

/**
 * Judges that constructed nets interpolate with the least trace.
 *
 * @param statement the name of the statement that says so
 * @param bound the lower bound of the trace in the setting of a run
 * @param differences the trace of a run's net by finite differences of the loss
 */
export function flattestClaims(
  statement: string,
  runs: StudyRuns,
  bound: (run: FinishedRun) => number,
  differences: (run: FinishedRun) => number,
): JudgedClaim[] {
  const interpolates: Claim = {
    id: `${statement}/interpolates`,
    statement: 'The net interpolates its training set.',
    statistic: 'training loss over mean(y^2)',
    expected: { below: 1e-9 },
    why: 'single precision gives outputs to about 1e-6, whose square is the loss',
  };
  const flattest: Claim = {
    id: `${statement}/flattest`,
    statement: 'The net meets the lower bound of the trace, as the engines measure it.',
    statistic: 'relative distance of hessian-trace to the bound',
    expected: { below: 1e-5 },
    why: 'the parameters are rounded to single precision',
  };
  const byDifferences: Claim = {
    id: `${statement}/by-differences`,
    statement: 'The net meets the lower bound, by finite differences of the loss.',
    statistic: 'relative distance of second differences to the bound',
    expected: { below: 1e-4 },
    why: 'differences of doubles are right to about 1e-6',
  };
  return [
    decideByWorst(interpolates, valuesOf(runs, lossOverPower)),
    decideByWorst(
      flattest,
      valuesOf(runs, (run) => relativeError(run.final['hessian-trace'], bound(run))),
    ),
    decideByWorst(
      byDifferences,
      valuesOf(runs, (run) => relativeError(differences(run), bound(run))),
    ),
  ];
}
