export { thresholds } from '../claims/thresholds.ts';
export { type MeanInterval, meanInterval } from '../statistics.ts';
export { formatTable1 } from './format.ts';
export { type JudgedRow, judgeTable1, type Table1Outcome, type Verdict } from './judge.ts';
export {
  expectedWork,
  type Role,
  type Row,
  rows,
  type Scale,
  scales,
  type Table1Run,
  table1Runs,
} from './protocol.ts';
