export type { Axis, Chart, Table } from './chart.ts';
export { type BarsData, bars, type Series } from './charts/bars.ts';
export { type Curve, type Level, type LinesData, lines, type Panel, type Phase, type Point } from './charts/lines.ts';
export { renderPng } from './render/png.ts';
export { renderSvg } from './render/svg.ts';
export { FONT, type Theme, type ThemeName, themed, themes } from './theme.ts';
