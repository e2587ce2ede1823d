import { dirname } from 'node:path';
import { LabError, messageOf } from '@sharpness-lab/core';
import { prepareOutput, writeAtomically } from '@sharpness-lab/core/node';
import { gather, type ReportRequest } from './gather.ts';
import { reportPage } from './report-page.ts';

/**
 * Writes a report of runs and studies as one HTML file, all of it or nothing.
 *
 * @throws LabError for a path without runs and studies, for what is damaged, and for a file that cannot be written
 */
export async function writeReport(file: string, request: ReportRequest): Promise<void> {
  await prepareOutput(dirname(file));
  const page = await reportPage(await gather(request));
  try {
    await writeAtomically(file, page);
  } catch (error) {
    throw new LabError('store', `${file} cannot be written: ${messageOf(error)}`, { cause: error });
  }
}
