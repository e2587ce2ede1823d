import plainSam from './plain-sam.ts';

export { type BenchCase, type BenchScale, type BenchSettings, benchCases, type StepDescription } from './cases.ts';
export { formatBench } from './format.ts';
export { type BenchReport, benchReport, type MeasuredCase, type PowerLaw, type Ratio } from './report.ts';
export { type Growth, growths, type Way, type Workload, ways, workloads } from './workloads.ts';

/** The optimizer that the measurements add to the lab's. */
export default plainSam;
