import { ofAccuracy, ofDifference } from '../accuracy.ts';
import { thresholds } from '../thresholds.ts';
import type { FigureClaim } from './figure-claim.ts';
import { atEnd, difference, type Moment, metric, ratio, unlessFitted } from './measured.ts';

/** The properties that distinguish claims of one kind. */
interface Particulars {
  /** Its name: the panel and its own name, for example `fig1a/generalizes`. */
  readonly id: string;
  /** The figure of its run. */
  readonly figure: string;
  /** The statement of the paper. */
  readonly statement: string;
  readonly seeds: number;
  /** The time in the run; its end by default. */
  readonly at?: Moment;
  readonly scale?: FigureClaim['scale'];
}

/** A claim about two runs on the same data. */
interface Comparison extends Particulars {
  /** The figure with weight decay on the same architecture and data. */
  readonly baseline: string;
}

/** A network that has fitted the training set gets new points right. */
export function generalizes({ at = atEnd, ...claim }: Particulars): FigureClaim {
  return {
    ...named(claim),
    statistic: 'test accuracy',
    range: ofAccuracy,
    expected: { above: thresholds.generalizes },
    why: 'nine of ten unseen points right, as in Table 1; chance is 0.5',
    value: metric('test-accuracy', claim.figure, at),
    objection: unlessFitted(claim.figure, at),
  };
}

/** A network that has fitted the training set gets too many new points wrong. */
export function failsToGeneralize({ at = atEnd, ...claim }: Particulars): FigureClaim {
  return {
    ...named(claim),
    statistic: 'test accuracy',
    range: ofAccuracy,
    expected: { below: thresholds.generalizes },
    why: 'what would count as generalizing, as in Table 1',
    value: metric('test-accuracy', claim.figure, at),
    objection: unlessFitted(claim.figure, at),
  };
}

/** The same data can be learned better, so the failure is the algorithm's. */
export function worseThanBaseline({ at = atEnd, ...claim }: Comparison): FigureClaim {
  return {
    ...named(claim),
    figures: [claim.figure, claim.baseline],
    statistic: `test accuracy minus ${claim.baseline}'s`,
    range: ofDifference,
    expected: { below: -thresholds.gap },
    why: 'a smaller gap would be called a failure of the data rather than of the algorithm, as in Table 1',
    value: difference(metric('test-accuracy', claim.figure, at), metric('test-accuracy', claim.baseline)),
    objection: unlessFitted(claim.figure, at),
  };
}

/** The training set is fitted. */
export function fits({ at = atEnd, ...claim }: Particulars): FigureClaim {
  return {
    ...named(claim),
    statistic: 'training accuracy',
    range: ofAccuracy,
    expected: { above: thresholds.fitted },
    why: 'fewer than one in a hundred training samples wrong, as in Table 1',
    value: metric('train-accuracy', claim.figure, at),
  };
}

/** The trace of the Hessian ends below weight decay's. */
export function flatterThanBaseline({ at = atEnd, ...claim }: Comparison): FigureClaim {
  return {
    ...named(claim),
    figures: [claim.figure, claim.baseline],
    statistic: `trace of the Hessian over ${claim.baseline}'s`,
    expected: { below: 1 },
    why: 'flatter on the same data means a smaller trace',
    value: ratio(metric('hessian-trace', claim.figure, at), metric('hessian-trace', claim.baseline)),
    objection: unlessFitted(claim.figure, at),
  };
}

/** The distance above a lower bound of the sharpness that still counts as on the bound. */
export const ON_THE_BOUND = {
  expected: { below: 1.05 },
  why: 'within a twentieth: a constant radius keeps SAM hovering about its limit; weight decay ends at several times it',
} as const;

/** The trace ends on its lower bound over interpolating networks. */
export function endsOnTheBound({ at = atEnd, ...claim }: Particulars): FigureClaim {
  return {
    ...named(claim),
    ...ON_THE_BOUND,
    statistic: 'trace of the Hessian over its lower bound, where the network interpolates',
    value: metric('sharpness-ratio', claim.figure, at),
    objection: unlessFitted(claim.figure, at),
  };
}

/** After having been better, the test accuracy falls while training goes on. */
export function degrades({ after, ...claim }: Particulars & { readonly after: Moment }): FigureClaim {
  return {
    ...named(claim),
    scale: 'paper',
    statistic: 'test accuracy at the end minus the one at that time',
    range: ofDifference,
    expected: { below: 0 },
    why: 'degrading means falling; how much, the paper does not say',
    value: difference(metric('test-accuracy', claim.figure), metric('test-accuracy', claim.figure, after)),
    objection: unlessFitted(claim.figure),
  };
}

function named({ id, figure, statement, seeds, scale }: Particulars) {
  return { id, statement, seeds, figures: [figure], ...(scale === undefined ? {} : { scale }) } as const;
}
