import type { MetricValues, RunStatus } from '@sharpness-lab/core';
import { thresholds } from '../claims/thresholds.ts';
import { type MeanInterval, meanInterval } from '../statistics.ts';
import { type Role, type Row, rows, type Table1Run } from './protocol.ts';

export type Verdict = 'yes' | 'no' | 'undecided';

/** A run of the table and how it ended. */
export interface Table1Outcome {
  readonly run: Pick<Table1Run, 'model' | 'role' | 'seed'>;
  readonly status: RunStatus | 'failed';
  readonly final: MetricValues;
}

/** The measured side of a row. */
export interface JudgedRow {
  readonly row: Row;
  readonly oneSam: GeneralizationVerdict;
  readonly flattest: FlattestVerdict;
  /** For the trained roles, every metric's mean and interval over seeds. */
  readonly measured: Readonly<Partial<Record<'oneSam' | 'baseline', MeasuredRuns>>>;
}

/** Runs of one algorithm on one architecture. */
export interface MeasuredRuns {
  readonly runs: number;
  readonly metrics: Readonly<Record<string, MeanInterval>>;
}

/** Does 1-SAM generalize? */
interface GeneralizationVerdict {
  readonly verdict: Verdict;
  /** Test accuracy minus the baseline's on the same data; absent when no seed has both. */
  readonly difference?: MeanInterval;
  readonly reason: string;
}

/** Do all flattest minimizers generalize? */
interface FlattestVerdict {
  readonly verdict: Verdict;
  readonly reason: string;
  /** For an answer by witness, its worst case over data sets. */
  readonly witness?: Witness;
}

/** The memorizing nets at their worst over all data sets. */
export interface Witness {
  readonly dataSets: number;
  readonly trainLoss: number;
  readonly trace: number;
  readonly bound: number;
  readonly ratio: number;
  readonly error: number;
}

/** Judges every row of the table from the outcomes of its runs. */
export function judgeTable1(outcomes: readonly Table1Outcome[]): JudgedRow[] {
  return rows.map((row) => {
    const mine = outcomes.filter(({ run }) => run.model === row.model);
    const ofRole = (role: Role) => mine.filter(({ run }) => run.role === role);
    const oneSam = ofRole('oneSam');
    const baseline = ofRole('baseline');
    return {
      row,
      oneSam: judgeGeneralization(oneSam, baselineFor(row, outcomes)),
      flattest:
        row.construction === 'memorizing'
          ? judgeWitness(ofRole('memorizing'))
          : judgeTheorem(row.theorem, [...oneSam, ...baseline], ofRole('generalizing')),
      measured: {
        ...(oneSam.length > 0 ? { oneSam: summarize(oneSam) } : {}),
        ...(baseline.length > 0 ? { baseline: summarize(baseline) } : {}),
      },
    };
  });
}

/** A row's own baseline or, where the paper has none, the one of the plain network with bias, on the same data. */
function baselineFor({ model, baseline }: Row, outcomes: readonly Table1Outcome[]): Table1Outcome[] {
  const reference = baseline === undefined ? '2-mlp-bias' : model;
  return outcomes.filter(({ run }) => run.model === reference && run.role === 'baseline');
}

function judgeGeneralization(
  oneSam: readonly Table1Outcome[],
  baseline: readonly Table1Outcome[],
): GeneralizationVerdict {
  const unfinished = oneSam.filter(({ status }) => status !== 'completed').length;
  if (oneSam.length === 0 || unfinished > 0) {
    return { verdict: 'undecided', reason: `${unfinished} of ${oneSam.length} runs did not complete` };
  }
  const accuracy = meanInterval(oneSam.map(({ final }) => final['test-accuracy'] as number));
  const fit = meanInterval(oneSam.map(({ final }) => final['train-accuracy'] as number)).mean;
  const differences = oneSam.flatMap(({ run: { seed }, final }) => {
    const other = baseline.find(({ run, status }) => run.seed === seed && status === 'completed');
    return other === undefined ? [] : [(final['test-accuracy'] as number) - (other.final['test-accuracy'] as number)];
  });
  const difference = differences.length === 0 ? undefined : meanInterval(differences);
  const withDifference = difference === undefined ? {} : { difference };
  if (fit < thresholds.fitted) {
    return { ...withDifference, verdict: 'undecided', reason: `training accuracy ${fit.toFixed(3)}: not fitted` };
  }
  if (accuracy.low >= thresholds.generalizes) {
    return { ...withDifference, verdict: 'yes', reason: `mean test accuracy above ${thresholds.generalizes}` };
  }
  if (accuracy.high < thresholds.generalizes && difference !== undefined && difference.high < -thresholds.gap) {
    const reason = `mean test accuracy below ${thresholds.generalizes}, and over ${thresholds.gap} below the baseline`;
    return { difference, verdict: 'no', reason };
  }
  const reason = accuracy.n < 2 ? 'one seed gives no confidence interval' : 'the confidence intervals do not decide';
  return { ...withDifference, verdict: 'undecided', reason };
}

function judgeWitness(memorizing: readonly Table1Outcome[]): FlattestVerdict {
  const finals = memorizing.filter(({ status }) => status === 'completed').map(({ final }) => final);
  if (finals.length === 0) return { verdict: 'undecided', reason: 'no memorizing net was measured' };
  const worst = (value: (final: MetricValues) => number) => Math.max(...finals.map(value));
  const witness: Witness = {
    dataSets: finals.length,
    trainLoss: worst((final) => final['train-loss'] as number),
    trace: worst((final) => final['hessian-trace'] as number),
    bound: worst((final) => final['sharpness-bound'] as number),
    ratio: worst((final) => final['sharpness-ratio'] ?? Number.POSITIVE_INFINITY),
    error: 1 - worst((final) => final['test-accuracy'] as number),
  };
  const shown =
    witness.trainLoss <= thresholds.interpolates &&
    witness.ratio <= 1 + thresholds.flattest &&
    1 - witness.error < thresholds.generalizes;
  return shown
    ? { verdict: 'no', reason: 'a flattest net that memorizes', witness }
    : { verdict: 'undecided', reason: 'the constructed net is not a counterexample', witness };
}

/**
 * No training proves a universal statement. What runs can do is refute it: by a net that interpolates, is at least as
 * flat as a net that generalizes on the same data, and does not generalize.
 */
function judgeTheorem(
  theorem: string,
  trained: readonly Table1Outcome[],
  generalizing: readonly Table1Outcome[],
): FlattestVerdict {
  const interpolating = trained.filter(
    ({ status, final }) => status === 'completed' && (final['train-loss'] as number) <= thresholds.interpolates,
  );
  const refuting = interpolating.filter(({ run: { seed }, final }) => {
    const reference = generalizing.find(({ run }) => run.seed === seed)?.final['hessian-trace'];
    return (
      reference !== undefined &&
      (final['hessian-trace'] as number) <= reference &&
      (final['test-accuracy'] as number) < thresholds.generalizes
    );
  });
  return refuting.length === 0
    ? { verdict: 'yes', reason: `by ${theorem}; not refuted in ${interpolating.length} interpolating runs` }
    : { verdict: 'undecided', reason: `${theorem} says yes, ${refuting.length} runs are flat and fail` };
}

function summarize(outcomes: readonly Table1Outcome[]): MeasuredRuns {
  const finals = outcomes.map(({ final }) => final);
  const names = [...new Set(finals.flatMap((final) => Object.keys(final)))];
  return {
    runs: outcomes.length,
    metrics: Object.fromEntries(
      names.map((name) => [name, meanInterval(finals.flatMap((final) => final[name] ?? []))]),
    ),
  };
}
