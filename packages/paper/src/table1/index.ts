export { rows } from './protocol.ts';
export { table1Study } from './study.ts';
