export { type ExecutedStudies, executeStudies, type StudyRequest } from './execution/execute-studies.ts';
export { claimsFile, readClaims } from './records/claims-file.ts';
