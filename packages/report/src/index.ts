export type { Axis, Chart, Table } from './chart.ts';
export { renderPng } from './render/png.ts';
export { renderSvg } from './render/svg.ts';
export { isConstant, sparkline } from './terminal/sparkline.ts';
export { FONT, type Theme, type ThemeName, themed, themes } from './theme.ts';
