import type { MetricValues, RunStatus } from '@sharpness-lab/core';
import { type MeanInterval, meanInterval } from '@sharpness-lab/studies';
import { ofAccuracy, ofDifference, rangeOf } from '../accuracy.ts';
import { thresholds } from '../thresholds.ts';
import { type Role, type Row, rows, type Table1Run } from './protocol.ts';

/** What our runs answer to a question of the table. */
export type Answer = 'yes' | 'no' | 'undecided';

/** A net of the table: what it is for, how its run ended, and what was measured last. */
export interface Table1Net {
  readonly run: Pick<Table1Run, 'model' | 'role' | 'seed'>;
  readonly status: RunStatus | 'failed';
  readonly final: MetricValues;
}

/** The measured side of a row. */
export interface AnsweredRow {
  readonly row: Row;
  readonly oneSam: GeneralizationAnswer;
  readonly flattest: FlattestAnswer;
  /** For the trained roles, every metric's mean and interval over seeds. */
  readonly measured: Readonly<Partial<Record<'oneSam' | 'baseline', MeasuredRuns>>>;
}

/** Runs of one algorithm on one architecture. */
export interface MeasuredRuns {
  readonly runs: number;
  readonly metrics: Readonly<Record<string, MeanInterval>>;
}

/** Does 1-SAM generalize? */
interface GeneralizationAnswer {
  readonly answer: Answer;
  /** Test accuracy minus the baseline's on the same data; absent when no seed has both. */
  readonly difference?: MeanInterval;
  readonly reason: string;
}

/** Do all flattest minimizers generalize? */
interface FlattestAnswer {
  readonly answer: Answer;
  readonly reason: string;
  /** The worst case over data sets, for an answer that a constructed net gives. */
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

/** Answers every row of the table from its nets. */
export function answerTable1(nets: readonly Table1Net[]): AnsweredRow[] {
  return rows.map((row) => {
    const mine = nets.filter(({ run }) => run.model === row.model);
    const ofRole = (role: Role) => mine.filter(({ run }) => run.role === role);
    const oneSam = ofRole('oneSam');
    const baseline = ofRole('baseline');
    return {
      row,
      oneSam: answerGeneralization(oneSam, baselineFor(row, nets)),
      flattest:
        row.construction === 'memorizing'
          ? answerByWitness(ofRole('memorizing'))
          : answerByTheorem(row.theorem, [...oneSam, ...baseline], ofRole('generalizing')),
      measured: {
        ...(oneSam.length > 0 ? { oneSam: summarize(oneSam) } : {}),
        ...(baseline.length > 0 ? { baseline: summarize(baseline) } : {}),
      },
    };
  });
}

/** A row's own baseline or, where the paper has none, the one of the plain network with bias, on the same data. */
function baselineFor({ model, baseline }: Row, nets: readonly Table1Net[]): Table1Net[] {
  const reference = baseline === undefined ? '2-mlp-bias' : model;
  return nets.filter(({ run }) => run.model === reference && run.role === 'baseline');
}

function answerGeneralization(oneSam: readonly Table1Net[], baseline: readonly Table1Net[]): GeneralizationAnswer {
  const unfinished = oneSam.filter(({ status }) => status !== 'completed').length;
  if (oneSam.length === 0 || unfinished > 0) {
    return { answer: 'undecided', reason: `${unfinished} of ${oneSam.length} runs did not complete` };
  }
  const accuracy = meanInterval(
    oneSam.map(({ final }) => final['test-accuracy'] as number),
    ofAccuracy,
  );
  const fit = meanInterval(oneSam.map(({ final }) => final['train-accuracy'] as number)).mean;
  const differences = oneSam.flatMap(({ run: { seed }, final }) => {
    const other = baseline.find(({ run, status }) => run.seed === seed && status === 'completed');
    return other === undefined ? [] : [(final['test-accuracy'] as number) - (other.final['test-accuracy'] as number)];
  });
  const difference = differences.length === 0 ? undefined : meanInterval(differences, ofDifference);
  const withDifference = difference === undefined ? {} : { difference };
  if (fit < thresholds.fitted) {
    return { ...withDifference, answer: 'undecided', reason: `training accuracy ${fit.toFixed(3)}: not fitted` };
  }
  if (accuracy.low >= thresholds.generalizes) {
    return { ...withDifference, answer: 'yes', reason: `mean test accuracy above ${thresholds.generalizes}` };
  }
  if (accuracy.high < thresholds.generalizes && difference !== undefined && difference.high < -thresholds.gap) {
    const reason = `mean test accuracy below ${thresholds.generalizes}, and over ${thresholds.gap} below the baseline`;
    return { difference, answer: 'no', reason };
  }
  const reason = accuracy.n < 2 ? 'one seed gives no confidence interval' : 'the confidence intervals do not decide';
  return { ...withDifference, answer: 'undecided', reason };
}

function answerByWitness(memorizing: readonly Table1Net[]): FlattestAnswer {
  const finals = memorizing.filter(({ status }) => status === 'completed').map(({ final }) => final);
  if (finals.length === 0) return { answer: 'undecided', reason: 'no memorizing net was measured' };
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
    ? { answer: 'no', reason: 'a flattest net that memorizes', witness }
    : { answer: 'undecided', reason: 'the constructed net is not a counterexample', witness };
}

/**
 * No training proves a universal statement. But runs can refute it: by a net that interpolates, is at least as flat as
 * a net that generalizes on the same data, and does not generalize.
 */
function answerByTheorem(
  theorem: string,
  trained: readonly Table1Net[],
  generalizing: readonly Table1Net[],
): FlattestAnswer {
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
    ? { answer: 'yes', reason: `by ${theorem}; not refuted in ${interpolating.length} interpolating runs` }
    : { answer: 'undecided', reason: `${theorem} says yes, ${refuting.length} runs are flat and fail` };
}

function summarize(nets: readonly Table1Net[]): MeasuredRuns {
  const finals = nets.map(({ final }) => final);
  const names = [...new Set(finals.flatMap((final) => Object.keys(final)))];
  return {
    runs: nets.length,
    metrics: Object.fromEntries(
      names.map((name) => [
        name,
        meanInterval(
          finals.flatMap((final) => final[name] ?? []),
          rangeOf(name),
        ),
      ]),
    ),
  };
}
