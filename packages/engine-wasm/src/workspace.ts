import type { WORKSPACE_FIELDS } from './generated/kernels.ts';

/** A field of the workspace that the kernels read, see assembly/workspace.ts. */
export type Field = (typeof WORKSPACE_FIELDS)[number];
