import type { Conclusion, FinishedRun, Outcome, Study, StudySettings, Verdict } from '../claims/index.ts';
import { formatTable1 } from './format.ts';
import { type Verdict as Answer, type JudgedRow, judgeTable1 } from './judge.ts';
import { table1Runs } from './protocol.ts';

/** The paper's Table 1: eight answers, each of which holds when ours is the same. */
export function table1Study(settings: StudySettings): Study {
  const runs = table1Runs(settings);
  return {
    name: 'table1',
    title: 'do all flattest minimizers generalize, and does 1-SAM?',
    runs: runs.map(({ experiment }) => experiment),
    conclude: (finished) => conclude(judge(runs, finished)),
  };
}

function judge(runs: ReturnType<typeof table1Runs>, finished: readonly FinishedRun[]): JudgedRow[] {
  return judgeTable1(
    runs.map((run, index) => {
      const { status, final } = finished[index] as FinishedRun;
      return { run, status, final };
    }),
  );
}

function conclude(rows: readonly JudgedRow[]): Conclusion {
  return { outcomes: rows.flatMap(outcomesOf), tables: [formatTable1(rows)] };
}

function outcomesOf({ row, flattest, oneSam, measured }: JudgedRow): Outcome[] {
  const accuracy = measured.oneSam?.metrics['test-accuracy'];
  const { witness } = flattest;
  return [
    {
      id: `table1/${row.short}/flattest`,
      statement: `${row.architecture}: all flattest minimizers generalize: ${row.paper.flattest}.`,
      statistic: 'our answer',
      expected: row.paper.flattest,
      why: 'the paper answers so',
      verdict: agreement(row.paper.flattest, flattest.verdict),
      reason: flattest.reason,
      values: witness === undefined ? [] : [{ label: 'error off the training set', value: witness.error }],
    },
    {
      id: `table1/${row.short}/1-sam`,
      statement: `${row.architecture}: 1-SAM generalizes: ${row.paper.oneSam}.`,
      statistic: 'our answer, by test accuracy',
      expected: row.paper.oneSam,
      why: 'the paper answers so',
      verdict: agreement(row.paper.oneSam, oneSam.verdict),
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
