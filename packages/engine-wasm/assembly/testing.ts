/*
 * The module of the tests: the shipped kernels, and the kernels inside them that tests call one at a time.
 */
export { gather, listActive, scatterAdd } from './active';
export { addRows, addToRows, listBlocks, rowDots, rowDotsAndAdd, rowDotsAndSum } from './deep-rows';
export { expOf, log1pOf, softplusList } from './elementary';
export * from './index';
export { matmul, matvec } from './product';
export { addOuter, addWeightedRows } from './rows';

/** The end of the kernels' own constants. */
export function heapBase(): usize {
  return __heap_base;
}
