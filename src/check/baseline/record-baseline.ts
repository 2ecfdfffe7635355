import { AssayError } from '../../errors.ts';
import type { Baseline, BaselineCase, HypothesesBaseline } from './baseline-schema.ts';
import { caseTrainer, type CaseTrainer } from '../battery/case-trainer.ts';
import type { CheckOptions } from '../check-options.ts';
import { costOf } from '../battery/costs.ts';
import { harnessProbe } from '../other-version/harness-probe.ts';
import type { PlannedCase } from '../battery/plan-battery.ts';
import { planTarget, type PlannedSuite, type PlannedTarget } from '../target/plan-target.ts';
import { summarize } from '../compare/summarize.ts';
import type { Trained } from '../battery/train-cases.ts';
import type { Restoring } from '../laws/index.ts';
import type { LawFinding, Target } from '../types.ts';

/**
 * Trains an optimizer on the battery, or on hypotheses, and sums up what it did.
 *
 * @param recording.seed base seed of all runs
 * @param recording.reasons why, the latest last
 * @throws AssayError as `planTarget`; `infrastructure` where a run cannot be trained or training was interrupted;
 * `configuration` where a declared invariance does not hold, or a trainer does not repeat itself
 */
export async function recordBaseline(
  target: Target,
  recording: { readonly seed: string; readonly reasons: Baseline['reasons'] },
  options: CheckOptions,
): Promise<
  { readonly baseline: Baseline; readonly notes: readonly string[] } & Pick<Trained, 'trained' | 'cached'>
> {
  const planned = await planTarget(target, recording.seed, options);
  const trainer = caseTrainer(planned, options);
  await lawsHold(planned, options);
  const runs = await trainer.train(planned.cases.map(({ id, runs }) => ({ id, seeds: Object.keys(runs) })));
  const caseOf = ({ id, setting, programs, bench, lossFloor }: PlannedCase): BaselineCase => ({
    setting,
    programs,
    ...(bench === undefined ? {} : { cost: costOf(bench, runs.get(id)!.values()) }),
    runs: Object.fromEntries([...runs.get(id)!].map(([seed, run]) => [seed, summarize(run, lossFloor)])),
  });
  const common = {
    schema: 2,
    target: target.file,
    optimizer: planned.name,
    reasons: recording.reasons,
    provenance: planned.provenance,
    seed: recording.seed,
    cases: Object.fromEntries(planned.cases.map((each) => [each.id, caseOf(each)])),
  } as const;
  const { trained, cached } = trainer.outcome();
  const { own, notes } = await ownOf(target, planned, trainer, options);
  // What only one kind has comes before the cases, which are many lines.
  const { cases, ...head } = common;
  return {
    baseline: { ...head, ...own, cases } as Baseline,
    notes: [...planned.notes, ...notes],
    trained,
    cached,
  };
}

/** What a baseline of a target's kind holds beside its runs. */
async function ownOf(
  target: Target,
  planned: PlannedTarget,
  trainer: CaseTrainer,
  options: CheckOptions,
): Promise<{ readonly own: object; readonly notes: readonly string[] }> {
  switch (planned.kind) {
    case 'traced': {
      const { optimizer, cases, kind } = planned;
      const [{ packPrograms }, { tracedCase }, { movesOf, tryRestoring }] = await Promise.all([
        import('../sameness/packed-programs.ts'),
        import('../compare/judge-traced.ts'),
        import('../laws/index.ts'),
      ]);
      const restoring = await tryRestoring(target);
      const programs = cases.map((each) => [each.id, tracedCase(planned, each, options.engine)] as const);
      const own = {
        kind,
        invariances: [...(optimizer.invariances ?? [])],
        ...(await movesOf(optimizer, options.engine).then((moves) => (moves === undefined ? {} : { moves }))),
        ...(restoring.kind === 'tried' ? { restores: restoring.holds } : {}),
        harness: await harnessProbe(options.engine),
        programs: packPrograms(Object.fromEntries(programs)),
      };
      const { idleOptions } = await import('../target/idle-options.ts');
      const idle = idleOptions(target.spec, options.engine);
      const notes = [
        ...(idle.length === 0 ? [] : [`these options change nothing: ${idle.join(', ')}`]),
        ...restoringNotes(restoring),
      ];
      return { own, notes };
    }
    case 'trainer': {
      const { yardsticksOf } = await import('../trainer/yardstick.ts');
      const { of, notes } = await yardsticksOf(planned, trainer, options);
      return { own: { kind: planned.kind, files: planned.files, yardsticks: of }, notes };
    }
    case 'hypotheses':
      return {
        own: { kind: planned.kind, suite: await suiteOf(planned, trainer.outcome(), options) },
        notes: [],
      };
  }
}

/** That a `tf.train.Optimizer` does not go on from its own weights, or has none to go on from. */
const restoringNotes = (restoring: Restoring): readonly string[] => {
  if (restoring.kind === 'none' || (restoring.kind === 'tried' && restoring.holds)) return [];
  return restoring.kind === 'not offered'
    ? [`its state cannot be saved and restored, so no resumed run was tried: ${restoring.reason}`]
    : [
        `a run that is restored by setWeights from getWeights ends elsewhere, off by ${restoring.deviation.toPrecision(2)} of the way`,
      ];
};

/** @throws AssayError `configuration` where the target declares a law that does not hold */
async function lawsHold(planned: PlannedTarget, options: CheckOptions): Promise<void> {
  if (planned.kind === 'hypotheses') return;
  if (planned.kind === 'trainer') {
    const { checkTrainerLaws } = await import('../trainer/laws.ts');
    return demandLaws(await checkTrainerLaws(planned, options));
  }
  const { target, optimizer } = planned;
  const { engine } = options;
  const { checkLaws, checkDeclared } = await import('../laws/index.ts');
  demandLaws([
    ...(await checkLaws(optimizer, optimizer.invariances ?? [], engine)),
    ...(await checkDeclared(target, optimizer)),
  ]);
}

/** @throws AssayError `configuration` naming the first law that is broken */
function demandLaws(laws: readonly LawFinding[]): void {
  const broken = laws.find(({ holds }) => !holds);
  if (broken === undefined) return;
  throw new AssayError(
    'configuration',
    `Cannot record a baseline: expected the declared law ${broken.law} to hold within ${broken.tolerance}, got a deviation of ${broken.deviation.toPrecision(2)}`,
  );
}

async function suiteOf(
  { hypotheses, cases }: PlannedSuite,
  trained: Trained,
  options: CheckOptions,
): Promise<HypothesesBaseline['suite']> {
  const { tier, questions } = hypotheses;
  const { verdictsOf } = await import('../battery/train-cases.ts');
  const verdicts = await verdictsOf(cases, hypotheses, trained, options);
  const entries = Object.entries(questions).map(([id, question]) => [
    id,
    { verdict: verdicts.get(id)!, question },
  ]);
  return { tier, hypotheses: Object.fromEntries(entries) as HypothesesBaseline['suite']['hypotheses'] };
}
