export { type Claim, judge, type RunsOfSeed } from './claim.ts';
export { formatExpectation, formatMeasured, formatOutcomes } from './format-outcomes.ts';
export {
  type Assertion,
  decideByMean,
  decideByWorst,
  type Expectation,
  type LabelledValue,
  type Outcome,
  undecided,
  type Verdict,
} from './outcome.ts';
export {
  type Conclusion,
  type FinishedRun,
  type Scale,
  type Study,
  type StudySettings,
  scales,
} from './study.ts';
export type { RunOfStudy, StudyRecord } from './study-record.ts';
export { thresholds } from './thresholds.ts';
