import type { Hypothesis, LoadedHypothesis } from '../../declare/types.ts';
import type { Engine } from '../../engines/types.ts';
import { AssayError } from '../../errors.ts';
import { identityOf } from '../../plan/arms/external.ts';
import { digestOf } from '../../plan/identity.ts';
import { planSuite } from '../../plan/index.ts';
import { analysisOfBlock } from '../../judge/index.ts';
import { looksOf } from '../../plan/replicates.ts';
import type { AnalysisPlan, ExternalJob, Job, Key, SuitePlan } from '../../plan/types.ts';
import type { TrainerIdentity } from '../../trainers/index.ts';
import { programsOf, settingOf, type PlannedBattery, type PlannedCase } from './plan-battery.ts';
import { trainerPrograms } from './plan-trainer.ts';
import type { Target } from '../types.ts';

/** Hypotheses, planned with a target for their optimizer. */
export interface PlannedHypotheses {
  readonly tier: 'quick' | 'full';
  readonly plan: SuitePlan;
  /** Case → hypothesis. */
  readonly of: ReadonlyMap<string, string>;
  /** Hypothesis → digest of what it asks. */
  readonly questions: Readonly<Record<string, Key>>;
}

/**
 * Plans hypotheses with the target for their optimizer: each arm is a case. An arm that names an optimizer of its own
 * keeps it, since it says how that arm differs; a sequential design is judged once, at its last look. Loss curves are
 * recorded.
 *
 * @throws AssayError `configuration` where a hypothesis has no arm for the target, or a trainer of its own that a
 * traced optimizer cannot enter; as `planSuite`
 */
export async function planHypotheses(
  target: Target,
  suite: { readonly hypotheses: readonly LoadedHypothesis[]; readonly tier: 'quick' | 'full' },
  options: { readonly engine: Engine; readonly baseSeed: string; readonly dataDir?: string | undefined },
): Promise<PlannedBattery & { readonly hypotheses: PlannedHypotheses }> {
  const { hypotheses, tier } = suite;
  const { engine, baseSeed, dataDir } = options;
  const plan = await planSuite(
    hypotheses.map((loaded) => ({
      ...loaded,
      hypothesis: withTarget(loaded, target, looksOf(loaded.hypothesis.replicates, tier).at(-1)!),
    })),
    { baseSeed, tier, engine: engine.name, ...(dataDir === undefined ? {} : { dataDir }) },
  );
  const { trainer } = target;
  const who = trainer && (await identityOf(trainer.spec, trainer.directory));
  const jobs = new Map([...plan.runPlan.jobs, ...plan.runPlan.external].map((job) => [job.key, job]));
  const planned = plan.analyses.flatMap((analysis) =>
    designsOf(analysis).flatMap(({ name, runs: design }) =>
      Object.entries(design).map(([arm, runs]) => ({
        hypothesis: analysis.id,
        case: caseOf(`${name}, arm ${arm}`, runs, jobs.get(Object.values(runs)[0]!)!, who),
      })),
    ),
  );
  return {
    cases: planned.map((each) => each.case),
    runPlan: plan.runPlan,
    hypotheses: {
      tier,
      plan,
      of: new Map(planned.map((each) => [each.case.id, each.hypothesis])),
      questions: Object.fromEntries(plan.analyses.map((analysis) => [analysis.id, questionOf(analysis)])),
    },
  };
}

/** What is trained alike but for the seed: the arms of a hypothesis, of each of its blocks where it has them. */
const designsOf = (
  analysis: AnalysisPlan,
): readonly { readonly name: string; readonly runs: AnalysisPlan['runs'] }[] =>
  analysis.over?.blocks.map((block) => ({
    name: `${analysis.id}, block ${block.name}`,
    runs: analysisOfBlock(analysis, block).runs,
  })) ?? [{ name: analysis.id, runs: analysis.runs }];

/** The hypothesis with the target in the place of its optimizer. */
function withTarget({ file, hypothesis }: LoadedHypothesis, target: Target, replicates: number): Hypothesis {
  const { trainer, spec } = target;
  const arms = Object.values(hypothesis.arms);
  if (arms.every(({ optimizer }) => optimizer !== undefined))
    throw unusable(file, 'an arm without an optimizer of its own', 'none');
  const { trainer: own, ...workload } = hypothesis.workload;
  const ofBlocks = Object.values(hypothesis.over ?? {}).flatMap((block) => block.workload?.trainer ?? []);
  if ((own !== undefined || ofBlocks.length > 0) && trainer === undefined)
    throw unusable(
      file,
      'a workload that is trained here, or a trainer as target',
      `${target.file} and an external trainer`,
    );
  return {
    ...hypothesis,
    optimizer: spec,
    replicates,
    workload: {
      ...workload,
      ...(trainer === undefined ? {} : { trainer: { ...trainer.spec, directory: trainer.directory } }),
    },
    // Curves are what rounding is told by.
    measures: [...hypothesis.measures, { kind: 'trainLossCurve', name: 'loss curve of the check' }],
  };
}

const unusable = (file: string, expected: string, got: string) =>
  new AssayError('configuration', `Cannot check an optimizer on ${file}: expected ${expected}, got ${got}`);

function caseOf(
  id: string,
  runs: Readonly<Record<string, Key>>,
  job: Job | ExternalJob,
  who: TrainerIdentity | undefined,
): PlannedCase {
  const seeds = Object.keys(runs);
  const common = { id, runs, deterministic: false };
  if (!('trainer' in job))
    return { ...common, programs: programsOf({ parts: job }), setting: settingOf({ parts: job }, seeds) };
  const { optimizer: _optimizer, options: _options, dataPath: _path, ...setting } = job.job;
  return {
    ...common,
    programs: trainerPrograms({ who: who!, parts: job }),
    setting: digestOf({ setting, seeds }),
  };
}

const questionOf = ({ alpha, covariates, measures, predictions, controls, seeds, over }: AnalysisPlan): Key =>
  digestOf({
    ...{ alpha, covariates, measures, predictions, controls, seeds },
    ...(over === undefined ? {} : { over }),
  });
