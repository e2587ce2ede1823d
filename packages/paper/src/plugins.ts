/**
 * The plugins of this package, one a line.
 *
 * @module
 */
export { default as flatSearch } from './initializers/flat-search.ts';
export { default as generalizing } from './initializers/generalizing.ts';
export { default as generalizingFlattest } from './initializers/generalizing-flattest.ts';
export { default as memorizing } from './initializers/memorizing.ts';
export { default as sharpnessBound } from './metrics/sharpness-bound.ts';
