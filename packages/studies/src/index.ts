export {
  type Claim,
  decideByMean,
  decideByWorst,
  type Expectation,
  type JudgedClaim,
  type LabelledValue,
  undecided,
  type Verdict,
} from './claims/claim.ts';
export { formatClaims, formatExpectation, formatMeasured } from './claims/format-claims.ts';
export { type MeanInterval, meanInterval, type ValueRange } from './claims/mean-interval.ts';
export { formatSensitivity } from './claims/sensitivity.ts';
export { formatStudies } from './format-studies.ts';
export { type Keyed, keyed, runOf } from './keyed.ts';
export type { RunOfStudy, StudyRecord } from './records/study-record.ts';
export {
  type Conclusion,
  type FinishedRun,
  type Scale,
  type Study,
  type StudyRuns,
  type StudySettings,
  scales,
} from './study.ts';
export { type TextBlock, textBlocks } from './text-blocks.ts';
export { type Variation, vary } from './vary.ts';
