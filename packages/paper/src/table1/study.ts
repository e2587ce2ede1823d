import {
  type Conclusion,
  type JudgedClaim,
  keyed,
  type Study,
  type StudySettings,
  type Verdict,
} from '@sharpness-lab/studies';
import { type Answer, type AnsweredRow, answerTable1 } from './answer.ts';
import { formatTable1 } from './format.ts';
import { table1Runs } from './protocol.ts';

/** The paper's Table 1: eight answers, each of which holds when ours is the same. */
export function table1Study(settings: StudySettings): Study {
  const nets = keyed(
    table1Runs(settings),
    ({ model, role, seed }) => `${model}/${role}/seed-${seed}`,
    ({ experiment }) => experiment,
  );
  return {
    name: 'table1',
    title: 'do all flattest minimizers generalize, and does 1-SAM?',
    experiments: nets.experiments,
    conclude: (runs) => conclude(answerTable1(nets.join(runs).map(({ run, ...net }) => ({ run: net, ...run })))),
  };
}

function conclude(rows: readonly AnsweredRow[]): Conclusion {
  return { claims: rows.flatMap(claimsOf), tables: [formatTable1(rows)] };
}

function claimsOf({ row, flattest, oneSam, measured }: AnsweredRow): JudgedClaim[] {
  const accuracy = measured.oneSam?.metrics['test-accuracy'];
  const { witness } = flattest;
  return [
    {
      id: `table1/${row.short}/flattest`,
      statement: `${row.architecture}: all flattest minimizers generalize: ${row.paper.flattest}.`,
      statistic: 'our answer',
      expected: row.paper.flattest,
      why: 'the paper answers so',
      verdict: agreement(row.paper.flattest, flattest.answer),
      reason: flattest.reason,
      values: witness === undefined ? [] : [{ label: 'error off the training set', value: witness.error }],
    },
    {
      id: `table1/${row.short}/1-sam`,
      statement: `${row.architecture}: 1-SAM generalizes: ${row.paper.oneSam}.`,
      statistic: 'our answer, by test accuracy',
      expected: row.paper.oneSam,
      why: 'the paper answers so',
      verdict: agreement(row.paper.oneSam, oneSam.answer),
      reason: oneSam.reason,
      values: [],
      ...(accuracy === undefined ? {} : { interval: accuracy }),
    },
  ];
}

function agreement(paper: 'yes' | 'no', ours: Answer): Verdict {
  if (ours === 'undecided') return 'undecided';
  return ours === paper ? 'holds' : 'fails';
}
