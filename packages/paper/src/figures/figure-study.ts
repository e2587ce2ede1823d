import { type Claim, type FinishedRun, judge, type RunsOfSeed, type Study, undecided } from '../claims/index.ts';
import type { StudySettings } from '../claims/study.ts';
import { presetAt } from '../presets.ts';
import type { Figure } from './figure.ts';
import { metricsTable } from './metrics-table.ts';

/** One training that a study needs. */
interface NeededRun {
  readonly figure: string;
  readonly seed: number;
}

/** A whole figure or one of its panels, as the runs of its claims and a conclusion from them. */
export function figureStudy(figure: Figure, settings: StudySettings, panel?: string): Study {
  const claims = panel === undefined ? figure.claims : figure.claims.filter(({ id }) => id.startsWith(`${panel}/`));
  const needed = neededRuns(claims, settings);
  return {
    name: panel ?? figure.name,
    title: panel === undefined ? Object.values(figure.panels).join('; ') : (figure.panels[panel] as string),
    runs: needed.map(({ figure, seed }) => ({ ...presetAt(figure, settings.scale), seed })),
    conclude: (runs) => {
      const runsOfSeed = bySeed(needed, runs);
      return {
        outcomes: claims.map((claim) =>
          claim.scale !== undefined && claim.scale !== settings.scale
            ? undecided(claim, `shows at ${claim.scale} scale only`)
            : judge(
                claim,
                seedsOf(claim, settings).map((seed) => ({ seed, runs: runsOfSeed(seed) })),
              ),
        ),
        tables: tables(figure, needed, runs),
      };
    },
  };
}

function seedsOf({ seeds }: Claim, settings: StudySettings): number[] {
  return Array.from({ length: settings.seeds ?? seeds }, (_, seed) => seed);
}

/** The runs that a claim needs, each once, figure by figure. */
function neededRuns(claims: readonly Claim[], settings: StudySettings): NeededRun[] {
  return [...new Set(claims.flatMap(({ figures }) => figures))].flatMap((figure) => {
    const seeds = claims.filter(({ figures }) => figures.includes(figure)).map((claim) => seedsOf(claim, settings));
    return [...new Set(seeds.flat())].map((seed) => ({ figure, seed }));
  });
}

function bySeed(needed: readonly NeededRun[], runs: readonly FinishedRun[]): (seed: number) => RunsOfSeed {
  return (seed) => (figure) =>
    runs[needed.findIndex((run) => run.figure === figure && run.seed === seed)] as FinishedRun;
}

function tables({ table }: Figure, needed: readonly NeededRun[], runs: readonly FinishedRun[]): string[] {
  const names = [...new Set(needed.map(({ figure }) => figure))];
  const groups = names.map((figure) => ({ figure, runs: runs.filter((_, k) => needed[k]?.figure === figure) }));
  const further = table?.(runs.filter(({ status }) => status === 'completed'));
  return [metricsTable(groups), ...(further === undefined ? [] : [further])];
}
