export type { Axis, Chart, Table } from './chart.ts';
export { type Curve, type Level, type LinesData, lines, type Panel } from './charts/lines.ts';
export { type ConfigDifference, configDifferences } from './config-difference.ts';
export { renderPng } from './render/png.ts';
export { renderSvg } from './render/svg.ts';
export { groupRuns } from './runs/group-runs.ts';
export { readRuns } from './runs/read-runs.ts';
export type { Environment, Run, RunGroup } from './runs/run.ts';
export { FONT, type Theme, type ThemeName, themed, themes } from './theme.ts';
