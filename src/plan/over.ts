import { firstSeedOf, writtenOut } from '../declare/over.ts';
import type { Hypothesis, LoadedHypothesis } from '../declare/types.ts';
import { claimOf } from './claim.ts';
import type { HypothesisPlan } from './parts.ts';
import type { AnalysisPlan, TablePlan } from './types.ts';

/** A hypothesis without blocks, or one block written out, with the index of its first seed. */
export interface Design extends Pick<LoadedHypothesis, 'file' | 'hypothesis'> {
  readonly firstSeed: number;
}

/** The blocks of a hypothesis, each as a hypothesis by itself, with seeds of its own; none where it has no blocks. */
export function designsOf({
  file,
  hypothesis,
  firstSeed = 0,
}: Pick<LoadedHypothesis, 'file' | 'hypothesis' | 'firstSeed'>): readonly Design[] {
  return writtenOut(hypothesis).map(({ block, hypothesis: own }, index) => ({
    file,
    // Errors name the hypothesis by its id.
    hypothesis: { ...own, id: `${hypothesis.id}, block ${block}` },
    firstSeed: firstSeed + firstSeedOf(index),
  }));
}

/** One plan of the plans of all blocks. */
export function overBlocks(
  loaded: Pick<LoadedHypothesis, 'file' | 'hypothesis'>,
  parts: readonly HypothesisPlan[],
): HypothesisPlan {
  const { hypothesis } = loaded;
  const { id } = hypothesis;
  const analyses = parts.map(({ analysis }) => analysis);
  const sum = (field: 'runs' | 'steps' | 'estimatedMs') =>
    parts.reduce((total, { estimate }) => total + estimate[field], 0);
  return {
    jobs: parts.flatMap(({ jobs }) => jobs),
    external: parts.flatMap(({ external }) => external),
    measureJobs: parts.flatMap(({ measureJobs }) => measureJobs),
    table: { ...tableOver(parts.map(({ table }) => table)), id },
    analysis: analysisOver(loaded, analyses),
    estimate: {
      ...parts[0]!.estimate,
      id,
      blocks: parts.length,
      runs: sum('runs'),
      steps: sum('steps'),
      estimatedMs: sum('estimatedMs'),
    },
  };
}

type Rows<T> = Readonly<Record<string, Readonly<Record<string, T>>>>;

/** Rows of several tables as one: no two have a seed in common. */
const union = <T>(tables: readonly Rows<T>[]): Rows<T> =>
  Object.fromEntries(
    [...new Set(tables.flatMap(Object.keys))].map((name) => [
      name,
      Object.assign({}, ...tables.map((table) => table[name])) as Readonly<Record<string, T>>,
    ]),
  );

function tableOver(tables: readonly TablePlan[]): TablePlan {
  const arms = [...new Set(tables.flatMap(({ jobs }) => Object.keys(jobs)))];
  return {
    ...tables[0]!,
    runs: union(tables.map(({ runs }) => runs)),
    jobs: Object.fromEntries(arms.map((arm) => [arm, union(tables.map(({ jobs }) => jobs[arm] ?? {}))])),
  };
}

function analysisOver(
  loaded: Pick<LoadedHypothesis, 'file' | 'hypothesis'>,
  analyses: readonly AnalysisPlan[],
): AnalysisPlan {
  const names = Object.keys(loaded.hypothesis.over!);
  return {
    ...analyses[0]!,
    ...claimOf(loaded),
    covariates: shared(analyses.map(({ covariates }) => covariates)),
    seeds: analyses.flatMap(({ seeds }) => seeds),
    runs: union(analyses.map(({ runs }) => runs)),
    over: {
      holds: holdsOf(loaded.hypothesis),
      blocks: analyses.map(({ seeds, covariates, descriptions }, index) => ({
        name: names[index]!,
        seeds,
        covariates,
        descriptions,
      })),
    },
  };
}

/** What the verdict over blocks means, where the hypothesis does not say it: in each. */
export const holdsOf = ({ holds }: Pick<Hypothesis, 'holds'>) => holds ?? 'in-each';

/** The covariates of each arm that are the same in every block. */
const shared = (all: readonly AnalysisPlan['covariates'][]): AnalysisPlan['covariates'] =>
  Object.fromEntries(
    Object.entries(all[0]!).map(([arm, covariates]) => [
      arm,
      Object.fromEntries(
        Object.entries(covariates).filter(([name, value]) =>
          all.every((other) => other[arm]?.[name] === value),
        ),
      ),
    ]),
  );
