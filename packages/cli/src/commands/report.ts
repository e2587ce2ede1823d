import { picturesOf, reproductions, verifications } from '@sharpness-lab/paper/studies';
import { type MissingStudy, writeReport } from '@sharpness-lab/report';
import { PAPER_TITLE } from '../execute-studies.ts';
import { composeLab } from '../packages.ts';

/** Options of `sharpness report`. */
export interface ReportOptions {
  readonly paper: boolean;
  readonly out: string;
  readonly title?: string;
}

/** Writes a report of runs and of the studies in their folders. */
export async function report(paths: readonly string[], { paper, out, title }: ReportOptions): Promise<void> {
  const lab = await composeLab();
  await writeReport(out, {
    title: title ?? (paper ? PAPER_TITLE : 'Sharpness Lab report'),
    paths,
    wanted: paper ? studiesOfThePaper() : [],
    picturesOf,
    lab,
    skipped: (warning) => process.stderr.write(`${warning}\n`),
  });
  process.stdout.write(`${out}\n`);
}

/** Table 1, the figures and the statements of the theory, each with its command. */
function studiesOfThePaper(): MissingStudy[] {
  const settings = { scale: 'quick' } as const;
  const described = (studies: typeof reproductions, command: string) =>
    (studies.all?.(settings) ?? []).map(({ name, title }) => ({
      name,
      title,
      command: `sharpness ${command} ${name}`,
    }));
  return [...described(reproductions, 'reproduce'), ...described(verifications, 'verify')];
}
