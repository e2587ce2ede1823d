import { type FinishedRun, keyed, runOf, type Study, type StudySettings, undecided } from '@sharpness-lab/studies';
import { presetAt } from '../presets.ts';
import type { Figure } from './figure.ts';
import { type FigureClaim, judge, type RunsOfSeed } from './figure-claim.ts';
import { metricsTable } from './metrics-table.ts';

/** One training that a study needs. */
interface NeededRun {
  readonly figure: string;
  readonly seed: number;
}

const keyOf = ({ figure, seed }: NeededRun) => `${figure}/seed-${seed}`;

/** A whole figure, or one panel of it, as the trainings that it needs and what they show. */
export function figureStudy(figure: Figure, settings: StudySettings, panel?: string): Study {
  const claims = panel === undefined ? figure.claims : figure.claims.filter(({ id }) => id.startsWith(`${panel}/`));
  const titles = Object.entries(figure.panels).filter(([name]) => panel === undefined || name === panel);
  const needed = keyed(neededRuns(claims, settings), keyOf, (run) => ({
    ...presetAt(run.figure, settings.scale),
    seed: run.seed,
  }));
  return {
    name: panel ?? figure.name,
    title: titles.map(([, { title }]) => title).join('; '),
    experiments: needed.experiments,
    conclude: (runs) => {
      const runsOfSeed =
        (seed: number): RunsOfSeed =>
        (name) =>
          runOf(runs, keyOf({ figure: name, seed }));
      return {
        claims: claims.map((claim) =>
          claim.scale !== undefined && claim.scale !== settings.scale
            ? undecided(claim, `shows at ${claim.scale} scale only`)
            : judge(
                claim,
                seedsOf(claim, settings).map((seed) => ({ seed, runs: runsOfSeed(seed) })),
              ),
        ),
        tables: tables(figure, needed.join(runs)),
      };
    },
  };
}

function seedsOf({ seeds }: FigureClaim, settings: StudySettings): number[] {
  return Array.from({ length: settings.seeds ?? seeds }, (_, seed) => seed);
}

/** The runs that some claim looks at, each once, figure by figure. */
function neededRuns(claims: readonly FigureClaim[], settings: StudySettings): NeededRun[] {
  return [...new Set(claims.flatMap(({ figures }) => figures))].flatMap((figure) => {
    const seeds = claims.filter(({ figures }) => figures.includes(figure)).map((claim) => seedsOf(claim, settings));
    return [...new Set(seeds.flat())].map((seed) => ({ figure, seed }));
  });
}

function tables({ table }: Figure, needed: readonly (NeededRun & { readonly run: FinishedRun })[]): string[] {
  const names = [...new Set(needed.map(({ figure }) => figure))];
  const runs = needed.map(({ run }) => run);
  const further = table?.(runs.filter(({ status }) => status === 'completed'));
  const groups = names.map((name) => ({
    figure: name,
    runs: needed.filter(({ figure }) => figure === name).map(({ run }) => run),
  }));
  return [metricsTable(groups), ...(further === undefined ? [] : [further])];
}
