import type { AnalysisPlan, Key, SuitePlan, TablePlan } from './types.ts';

type Runs = AnalysisPlan['runs'];

const upTo = (runs: Runs, seeds: ReadonlySet<string>): Runs =>
  Object.fromEntries(
    Object.entries(runs).map(([arm, row]) => [
      arm,
      Object.fromEntries(Object.entries(row).filter(([seed]) => seeds.has(seed))),
    ]),
  );

/** Whether a look is the last one of its design. */
export const isLastLook = ({ looks }: Pick<AnalysisPlan, 'looks'>, look: number): boolean =>
  look >= looks.length - 1;

/**
 * An analysis with the seeds of its looks up to this one, from 0; the last look has them all. All blocks look together.
 *
 * @example analysisAt(analysis, 0).seeds.length === analysis.looks[0]
 */
export function analysisAt(analysis: AnalysisPlan, look: number): AnalysisPlan {
  const size = analysis.looks[Math.min(look, analysis.looks.length - 1)]!;
  const first = <T extends { readonly seeds: readonly string[] }>(part: T): T => ({
    ...part,
    seeds: part.seeds.slice(0, size),
  });
  const { over } = analysis;
  const blocks = over?.blocks.map(first) ?? [first(analysis)];
  const seeds = blocks.flatMap((block) => block.seeds);
  return {
    ...analysis,
    seeds,
    runs: upTo(analysis.runs, new Set(seeds)),
    ...(over === undefined ? {} : { over: { ...over, blocks: over.blocks.map(first) } }),
  };
}

/**
 * The part of a plan that the given analyses need: their runs, their measures, their tables, nothing else.
 *
 * @param analyses as `analysisAt` gives them
 */
export function planFor(plan: SuitePlan, analyses: readonly AnalysisPlan[]): SuitePlan {
  const runs = new Map(analyses.map((analysis) => [analysis.id, analysis.runs]));
  const wanted = new Set<Key>(
    analyses.flatMap((analysis) => Object.values(analysis.runs).flatMap((row) => Object.values(row))),
  );
  const isWanted = ({ key }: { readonly key: Key }) => wanted.has(key);
  const tables = plan.measurePlan.tables
    .filter(({ id }) => runs.has(id))
    .map((table): TablePlan => ({ ...table, runs: runs.get(table.id)! }));
  return {
    ...plan,
    runPlan: {
      ...plan.runPlan,
      jobs: plan.runPlan.jobs.filter(isWanted),
      external: plan.runPlan.external.filter(isWanted),
    },
    measurePlan: {
      ...plan.measurePlan,
      jobs: plan.measurePlan.jobs.filter(({ run }) => wanted.has(run)),
      tables,
    },
    analyses,
    estimates: plan.estimates.filter(({ id }) => runs.has(id)),
  };
}
