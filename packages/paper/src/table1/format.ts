import { formatTable } from '@sharpness-lab/core';
import type { MeanInterval } from '@sharpness-lab/studies';
import { rangeOf, spreadText } from '../accuracy.ts';
import { thresholds } from '../thresholds.ts';
import type { AnsweredRow, MeasuredRuns, Witness } from './answer.ts';

/** The paper's Table 1 beside ours, then the measurements behind it, as plain text. */
export function formatTable1(answered: readonly AnsweredRow[]): string {
  return [
    'Table 1 of arXiv:2307.11007: the paper and our measurements',
    '',
    'A: do all flattest minimizers generalize?    B: does 1-SAM generalize?',
    '',
    formatTable([
      ['architecture', 'A: paper', 'ours', 'B: paper', 'ours'],
      ...answered.map(({ row, flattest, oneSam }) => [
        row.architecture,
        row.paper.flattest,
        flattest.answer,
        row.paper.oneSam,
        oneSam.answer,
      ]),
    ]),
    ...answered.flatMap(({ row, flattest, oneSam }) => [
      `${row.short}: A ${flattest.answer}, ${flattest.reason}; B ${oneSam.answer}, ${oneSam.reason}`,
    ]),
    '',
    'After training: mean +- standard deviation over seeds [95 % confidence interval of the mean]',
    '',
    formatTable([
      [
        '',
        'algorithm',
        'seeds',
        'train acc.',
        'test accuracy',
        '- baseline',
        'trace',
        'GN part',
        'bound',
        'trace/bound',
      ],
      ...answered.flatMap(trainedRows),
    ]),
    'Memorizing nets, constructed, worst case over data sets',
    '',
    formatTable([
      ['', 'data sets', 'train loss', 'trace', 'bound', 'trace/bound', 'error off the training set'],
      ...answered.flatMap(({ row, flattest: { witness } }) =>
        witness === undefined ? [] : [[row.short, ...witnessCells(witness)]],
      ),
    ]),
    `yes: the interval lies above ${thresholds.generalizes}; no: it lies below, and the paired difference to weight`,
    `decay on the same data below -${thresholds.gap}; undecided otherwise. GN part: the trace without the residuals'`,
    'share; the bound holds for it, and for the trace where residuals vanish. trace/bound: interpolating runs only.',
  ].join('\n');
}

function trainedRows({ row, oneSam: { difference }, measured }: AnsweredRow): string[][] {
  const { oneSam, baseline } = measured;
  return [
    ...(oneSam === undefined ? [] : [[row.short, '1-SAM', ...cells(oneSam, difference)]]),
    ...(baseline === undefined ? [] : [[row.short, 'weight decay', ...cells(baseline)]]),
  ];
}

function cells({ runs, metrics }: MeasuredRuns, difference?: MeanInterval): string[] {
  const spread = (name: string, digits: number) => {
    const value = metrics[name];
    return value === undefined ? '-' : spreadText(value, digits, rangeOf(name));
  };
  return [
    String(runs),
    spread('train-accuracy', 3),
    `${spread('test-accuracy', 3)} ${interval(metrics['test-accuracy'])}`,
    difference === undefined ? '' : `${difference.mean.toFixed(3)} ${interval(difference)}`,
    spread('hessian-trace', 2),
    spread('gauss-newton-trace', 2),
    metrics['sharpness-bound']?.mean.toFixed(2) ?? '-',
    spread('sharpness-ratio', 3),
  ];
}

function witnessCells({ dataSets, trainLoss, trace, bound, ratio, error }: Witness): string[] {
  return [
    String(dataSets),
    trainLoss.toExponential(1),
    trace.toFixed(3),
    bound.toFixed(3),
    ratio.toFixed(5),
    error.toFixed(4),
  ];
}

function interval(value: MeanInterval | undefined): string {
  return value === undefined || value.n < 2 ? '' : `[${value.low.toFixed(3)}, ${value.high.toFixed(3)}]`;
}
