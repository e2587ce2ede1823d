export { picturesOf } from '../figures/pictures.ts';
export { findStudies, reproductions, type StudiesByName, verifications } from './by-name.ts';
export { variations } from './variations.ts';
