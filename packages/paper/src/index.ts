import { pluginModule } from '@sharpness-lab/core';
import sharpnessBound from './bounds/sharpness-bound.ts';
import { generalizing, memorizing } from './constructions/initializers.ts';

export { isComplete } from './bounds/completeness.ts';
export { traceBounds } from './bounds/trace-bounds.ts';
export { generalizingNoBiasNet, generalizingSimBnNet } from './constructions/generalizing.ts';
export { memorizingNet, memorizingSimLnNet } from './constructions/memorizing.ts';
export { defaults, presets } from './presets.ts';
export { type MeanInterval, meanInterval } from './statistics.ts';
export { formatTable1 } from './table1/format.ts';
export { type JudgedRow, judgeTable1, type Table1Outcome, thresholds, type Verdict } from './table1/judge.ts';
export { type Role, type Row, rows, type Scale, scales, type Table1Run, table1Runs } from './table1/protocol.ts';
export { generalizing, memorizing, sharpnessBound };

/** The initializers and metrics that the paper's theory adds. */
export default pluginModule([memorizing, generalizing, sharpnessBound]);
