import type { Engine } from '../../engines/types.ts';
import type { TracedBaseline } from '../baseline/baseline-schema.ts';
import { sameBytes } from './compare.ts';
import type { TrainSeeds } from './compare-in-looks.ts';
import type { Judged } from './judged.ts';
import { LOOKS } from './looks.ts';
import type { PlannedCase } from '../battery/plan-battery.ts';
import type { PlannedTraced } from '../target/plan-target.ts';
import { casePrograms, loweredDigests, type TracedCase } from '../sameness/case-programs.ts';
import { sameEvaluations } from '../sameness/evaluations.ts';
import { judgeSameness, type Sameness } from '../sameness/judge-sameness.ts';
import { unpackPrograms } from '../sameness/packed-programs.ts';
import type { RunSetting } from '../sameness/trajectory.ts';
import { wordsOf } from '../sameness/where.ts';
import { seedsOfBoth } from './size-of-change.ts';

/** Seeds that are followed step by step. */
const FOLLOWED = 2;

/** What feeds the first runs of a case. */
function settingsOf({ runPlan }: PlannedTraced, { runs, bench }: PlannedCase): readonly RunSetting[] {
  const keys = new Set(Object.values(runs).slice(0, FOLLOWED));
  return runPlan.jobs
    .filter(({ key }) => keys.has(key))
    .map((job) => ({ job, dataset: bench!.dataset, schedule: runPlan.constants.get(job.schedule)! }));
}

/** The programs of planned cases, with constants of 64 bits. */
export const tracedCase = (planned: PlannedTraced, each: PlannedCase, engine: Engine): TracedCase =>
  casePrograms(each.bench!, settingsOf(planned, each)[0]!.schedule, each.programs, engine);

const digits = (value: number): string => (value === 0 ? '0' : value.toPrecision(2));

/** What was found, in words. */
const evidenceOf: Readonly<Record<Sameness['level'], (found: Sameness) => string>> = {
  'same bytes': ({ mathematics, halfUlps = 0 }) =>
    mathematics === 'equal in 64 bit'
      ? `every tensor of every step is equal byte for byte; in 64 bit within ${digits(halfUlps)} half-ulps`
      : 'every tensor of every step is equal byte for byte',
  'same within rounding': ({ mathematics, halfUlps = 0, times = 0 }) =>
    mathematics === 'equal in 64 bit'
      ? `in 64 bit within ${digits(halfUlps)} half-ulps; in 32 bit at most ${digits(times)} × what rounding makes of the run`
      : `at most ${digits(times)} × what rounding makes of the run; 64 bit do not tell`,
  'same mathematics, less exact': ({ halfUlps = 0, times = 0 }) =>
    `in 64 bit within ${digits(halfUlps)} half-ulps; in 32 bit ${digits(times)} × what rounding made of the run`,
  'changed by less than rounding': ({ halfUlps = 0, times = 0 }) =>
    `in 64 bit ${digits(halfUlps)} half-ulps apart, ${digits(times)} × what rounding makes of the run`,
  changed: ({ where, times = 0 }) => `${wordsOf(where!)} (${digits(times)} × rounding)`,
};

/**
 * Judges the cases of a traced optimizer whose programs are not those of the baseline, on its programs and on all steps
 * of two runs.
 *
 * @param train runs of seeds, for cases whose programs are the same although what trains them is not
 */
export async function judgeTraced(
  changed: readonly PlannedCase[],
  planned: PlannedTraced,
  baseline: Pick<TracedBaseline, 'cases' | 'programs'>,
  { engine, train }: { readonly engine: Engine; readonly train: TrainSeeds },
): Promise<readonly Judged[]> {
  const recorded = unpackPrograms(baseline.programs, new Set(changed.map(({ id }) => id)));
  const found: Judged[] = [];
  for (const each of changed) {
    const [before, after] = [recorded[each.id]!, tracedCase(planned, each, engine)];
    const differing = differentPrograms(loweredDigests(before.programs, engine), each.programs);
    if (differing.length === 0) found.push(await sameProgram(each, baseline, train));
    else
      found.push(await judgeCase(each.id, differing, { before, after, engine }, settingsOf(planned, each)));
  }
  return found;
}

/** Names of the programs that are not the same; what a step draws follows from them. */
function differentPrograms(
  before: Readonly<Record<string, string>>,
  after: PlannedCase['programs'],
): readonly string[] {
  const { draws: _draws, ...programs } = after;
  const names = new Set([...Object.keys(before), ...Object.keys(programs)]);
  return [...names].filter((name) => before[name] !== programs[name]);
}

/** Equal programs that are trained otherwise, or lowered by another engine: what they left tells. */
async function sameProgram(
  each: PlannedCase,
  { cases }: Pick<TracedBaseline, 'cases'>,
  train: TrainSeeds,
): Promise<Judged> {
  const { id, programs } = each;
  const known = { id, mathematics: 'equal programs' } as const;
  const before = cases[id]!;
  if (Object.keys(before.programs).some((name) => before.programs[name] !== programs[name]))
    return {
      ...known,
      level: 'same mathematics',
      evidence: 'the recorded programs, lowered by this engine, are equal; nothing trained',
    };
  const seeds = seedsOfBoth(each, before).slice(0, LOOKS[0]);
  const after = (await train([{ id, seeds }])).get(id)!;
  if (sameBytes({ before, after }))
    return {
      ...known,
      level: 'same bytes',
      evidence: 'all that the runs left is equal byte for byte',
      seeds: after.size,
    };
  return {
    ...known,
    level: 'changed',
    evidence: 'equal programs leave other runs: what trains them has changed',
  };
}

const isOfEvaluation = (name: string): boolean => /^(landscape|training set|test set)\b/.test(name);

async function judgeCase(
  id: string,
  differing: readonly string[],
  versions: { readonly before: TracedCase; readonly after: TracedCase; readonly engine: Engine },
  settings: readonly RunSetting[],
): Promise<Judged> {
  const evaluations = differing.filter(isOfEvaluation);
  if (evaluations.length > 0 && !(await sameEvaluations(versions, evaluations, settings[0]!)))
    return {
      id,
      level: 'changed',
      mathematics: 'different',
      evidence: `the loss that is evaluated is another (${evaluations.join(', ')})`,
    };
  const { level, ...found } = await judgeSameness(versions, settings);
  return { id, level, evidence: evidenceOf[level]({ level, ...found }), ...found };
}
