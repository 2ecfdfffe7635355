import { AssayError } from '../errors.ts';
import type { Baseline, BaselineCase, HypothesesBaseline, Provenance } from './baseline-schema.ts';
import { caseTrainer, type CaseTrainer } from './case-trainer.ts';
import type { SizeFinding } from './compare-in-looks.ts';
import { sameMathematics, worstOf } from './compare.ts';
import { costFinding, costOf } from './costs.ts';
import { harnessProbe, sameHarness } from './harness-probe.ts';
import type { Judged } from './judged.ts';
import { LOOKS } from './looks.ts';
import type { PlannedCase } from './plan-battery.ts';
import {
  planTarget,
  type PlannedSuite,
  type PlannedTarget,
  type PlannedTraced,
  type Trial,
} from './plan-target.ts';
import { summarize } from './summarize.ts';
import type { Trained, Training } from './train-cases.ts';
import { unchanged } from './unchanged.ts';
import type { CaseFinding, CheckResult, LawFinding, Level, Target, VerdictChange } from './types.ts';

/** What a check and a recording are made with. */
export interface CheckOptions extends Trial, Training {}

/**
 * Trains an optimizer on the battery, or on hypotheses, and sums up what it did.
 *
 * @param recording.seed base seed of all runs
 * @param recording.reasons why, the latest last
 * @throws AssayError as `planTarget`; `infrastructure` where a run cannot be trained or training was interrupted; `configuration` where
 * a declared invariance does not hold, or a trainer does not repeat itself
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
  if (planned.kind === 'traced') await lawsHold(planned, options);
  const runs = await trainer.train(planned.cases.map(({ id, runs }) => ({ id, seeds: Object.keys(runs) })));
  const caseOf = ({ id, setting, programs, bench }: PlannedCase): BaselineCase => ({
    setting,
    programs,
    ...(bench === undefined ? {} : { cost: costOf(bench, runs.get(id)!.values()) }),
    runs: Object.fromEntries([...runs.get(id)!].map(([seed, run]) => [seed, summarize(run)])),
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
      const [{ packPrograms }, { tracedCase }, { movesOf }] = await Promise.all([
        import('./sameness/packed-programs.ts'),
        import('./judge-traced.ts'),
        import('./laws.ts'),
      ]);
      const programs = cases.map((each) => [each.id, tracedCase(planned, each, options.engine)] as const);
      const own = {
        kind,
        invariances: [...(optimizer.invariances ?? [])],
        ...(await movesOf(optimizer, options.engine).then((moves) => (moves === undefined ? {} : { moves }))),
        harness: await harnessProbe(options.engine),
        programs: packPrograms(Object.fromEntries(programs)),
      };
      const { idleOptions } = await import('./idle-options.ts');
      const idle = idleOptions(target.spec, options.engine);
      const notes = idle.length === 0 ? [] : [`these options change nothing: ${idle.join(', ')}`];
      return { own, notes };
    }
    case 'trainer': {
      const { yardsticksOf } = await import('./trainer/yardstick.ts');
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

/** @throws AssayError `configuration` where the optimizer declares an invariance that does not hold */
async function lawsHold({ optimizer }: PlannedTraced, { engine }: CheckOptions): Promise<void> {
  const { checkLaws } = await import('./laws.ts');
  const broken = (await checkLaws(optimizer, optimizer.invariances ?? [], engine)).find(
    ({ holds }) => !holds,
  );
  if (broken === undefined) return;
  throw new AssayError(
    'configuration',
    `Cannot record a baseline: expected the optimizer's declared invariance ${broken.law} to hold within ${broken.tolerance}, got a deviation of ${broken.deviation.toPrecision(2)} of the way`,
  );
}

async function suiteOf(
  { hypotheses, cases }: PlannedSuite,
  trained: Trained,
  options: CheckOptions,
): Promise<HypothesesBaseline['suite']> {
  const { tier, questions } = hypotheses;
  const { verdictsOf } = await import('./train-cases.ts');
  const verdicts = await verdictsOf(cases, hypotheses, trained, options);
  const entries = Object.entries(questions).map(([id, question]) => [
    id,
    { verdict: verdicts.get(id)!, question },
  ]);
  return { tier, hypotheses: Object.fromEntries(entries) as HypothesesBaseline['suite']['hypotheses'] };
}

/**
 * Compares an optimizer with a baseline, case by case, at the strongest level at which they are the same. Cases whose
 * lowered programs are those of the baseline are not trained, nor are hypotheses all of whose arms are.
 *
 * @param strict refuse a baseline of another engine or version, rather than warn
 * @throws AssayError `configuration` where the baseline is of another target, of another battery, or of another engine or version
 * and `strict`; as `planTarget`; `infrastructure` where a run cannot be trained or training was interrupted
 * @example (await checkTarget(await loadTarget('momentum', '.'), baseline, options)).level // 'same mathematics'
 */
export async function checkTarget(
  target: Target,
  baseline: Baseline,
  options: CheckOptions & { readonly strict?: boolean },
): Promise<CheckResult> {
  const seeds = Math.max(...Object.values(baseline.cases).map(({ runs }) => Object.keys(runs).length));
  const looks = [...(options.looks ?? LOOKS).filter((count) => count < seeds), seeds];
  const here = { ...options, looks };
  const planned = await planTarget(target, baseline.seed, here);
  sameKind(target, planned, baseline);
  const warnings = differentProvenance(baseline, planned);
  if (options.strict && warnings.length > 0)
    throw new AssayError('configuration', `Cannot use the baseline: ${warnings.join('; ')} (--strict)`);
  sameBattery(planned.cases, baseline);
  sameQuestions(planned, baseline);
  const edited = editedFiles(planned, baseline);
  const changed = [...(await harnessWarning(planned, baseline, options)), ...edited];
  // Equal programs say nothing where what feeds and carries them is another, nor does a trainer's word of itself.
  const result = await comparePlanned(planned, baseline, here, changed.length === 0 ? undefined : () => true);
  return {
    target: target.file,
    ...result,
    warnings: [...warnings, ...moved(target, baseline), ...planned.notes, ...changed],
  };
}

/** @throws AssayError `configuration` where the baseline is one of another optimizer, or of another sort of target */
function sameKind({ file }: Target, { kind, name, cases }: PlannedTarget, baseline: Baseline): void {
  const words = {
    traced: 'an optimizer that is traced',
    trainer: 'a trainer',
    hypotheses: 'hypotheses',
  } as const;
  if (kind !== baseline.kind)
    throw new AssayError(
      'configuration',
      `Cannot use the baseline: expected ${words[baseline.kind]} as it was recorded with, got ${words[kind]} (${file})`,
    );
  if (file === baseline.target || name === baseline.optimizer) return;
  // The same programs under another name are the same optimizer.
  if (cases.some((each) => baseline.cases[each.id] && sameMathematics(each, baseline.cases[each.id]!)))
    return;
  throw new AssayError(
    'configuration',
    `Cannot use the baseline: expected ${baseline.target} (${baseline.optimizer}), which it was recorded for, got ${file} (${name}); record one for it`,
  );
}

/** That the target's file is another than the one that was recorded. */
const moved = ({ file }: Target, { target }: Baseline): readonly string[] =>
  file === target ? [] : [`recorded for ${target}, checked with ${file}`];

/** That files which a trainer's target declares are no longer what they were, whatever the trainer says of itself. */
function editedFiles(planned: PlannedTarget, baseline: Baseline): readonly string[] {
  if (planned.kind !== 'trainer' || baseline.kind !== 'trainer') return [];
  const names = [...new Set([...Object.keys(planned.files), ...Object.keys(baseline.files)])];
  const edited = names.filter((name) => planned.files[name] !== baseline.files[name]);
  return edited.length === 0
    ? []
    : [`edited since it was recorded: ${edited.join(', ')}; every case is trained`];
}

/** That runs are no longer trained as they were when the baseline was recorded; nothing where they are. */
async function harnessWarning(
  planned: PlannedTarget,
  baseline: Baseline,
  { engine }: CheckOptions,
): Promise<readonly string[]> {
  if (planned.kind !== 'traced' || baseline.kind !== 'traced') return [];
  if (sameHarness(baseline.harness, await harnessProbe(engine))) return [];
  return [
    'what trains is not what it was (sampler, schedules, noise, start or evaluation): every case is trained',
  ];
}

/** What a comparison takes of the other side: its cases, and what its kind has. */
export type Recorded = DistributiveOmit<
  Baseline,
  'schema' | 'target' | 'optimizer' | 'reasons' | 'provenance' | 'seed'
>;
/** `Omit` on each member of a union. */
export type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/**
 * Trains what has changed, and compares. Every planned case must be in the baseline, with seeds that are planned.
 *
 * @param isChanged whether a case may be another than it was; by default where its mathematics differ, or nothing tells them
 */
export async function comparePlanned(
  planned: PlannedTarget,
  baseline: Recorded,
  options: CheckOptions,
  isChanged: (each: PlannedCase, before: BaselineCase) => boolean = (each, before) =>
    planned.opaque || !sameMathematics(each, before),
): Promise<Omit<CheckResult, 'target' | 'warnings'>> {
  const { cases } = planned;
  const changed = cases.filter((each) => isChanged(each, baseline.cases[each.id]!));
  const trainer = caseTrainer(planned, options);
  const needed = planned.kind === 'hypotheses' ? armsNeeded(planned, changed) : [];
  if (needed.length > 0)
    await trainer.train(needed.map(({ id, runs }) => ({ id, seeds: Object.keys(runs) })));
  const judged = await judgedCases(changed, planned, baseline, { trainer, options });
  const sizes = await sizesOf(judged, planned, baseline, { trainer, options });
  const equal =
    planned.provenance.engine === 'external'
      ? 'the trainer reports the same digest'
      : 'lowered programs equal';
  const findings = [
    ...cases.map(({ id }): CaseFinding => {
      const found = judged.get(id);
      if (found === undefined) return unchanged(id, equal);
      const { level, ...known } = found;
      if (level !== 'changed') return { ...known, level, measures: [] };
      return { ...known, ...sizes.get(id)! };
    }),
    // Sweeps, which are made of several cases.
    ...[...sizes.values()]
      .filter(({ id }) => baseline.cases[id] === undefined)
      .map((sweep) => ({ ...sweep, evidence: 'mean over its rates against the best rate' })),
  ];
  const laws = changed.length === 0 ? [] : await lawsOf(planned, baseline, options);
  const broken: readonly Level[] = laws.some(({ holds }) => !holds) ? ['regressed'] : [];
  const level = worstOf([...findings.map((each) => each.level), ...broken]);
  const { trained, cached } = trainer.outcome();
  const cost = costFinding(planned, baseline, trainer.runsOf);
  const result = { level, cases: findings, trained, cached, laws, ...(cost === undefined ? {} : { cost }) };
  if (planned.kind !== 'hypotheses' || baseline.kind !== 'hypotheses') return result;
  const { verdictsOf } = await import('./train-cases.ts');
  const after = await verdictsOf(needed, planned.hypotheses, trainer.outcome(), options);
  const verdicts = Object.entries(baseline.suite.hypotheses).map(([id, { verdict }]): VerdictChange => ({
    id,
    before: verdict,
    after: after.get(id) ?? verdict,
  }));
  return { ...result, verdicts };
}

/** A verdict needs all arms with all seeds, also those that are as they were. */
function armsNeeded({ cases, hypotheses: { of } }: PlannedSuite, changed: readonly PlannedCase[]) {
  const concerned = new Set(changed.map(({ id }) => of.get(id)));
  return cases.filter(({ id }) => concerned.has(of.get(id)));
}

interface Comparing {
  readonly trainer: CaseTrainer;
  readonly options: CheckOptions;
}

/** What the changed cases are to what they were, before any size is asked after. */
async function judgedCases(
  changed: readonly PlannedCase[],
  planned: PlannedTarget,
  baseline: Recorded,
  { trainer, options }: Comparing,
): Promise<ReadonlyMap<string, Judged>> {
  if (changed.length === 0) return new Map();
  const found = await judged(changed, planned, baseline, { trainer, options });
  return new Map(found.map((each) => [each.id, each]));
}

async function judged(
  changed: readonly PlannedCase[],
  planned: PlannedTarget,
  baseline: Recorded,
  { trainer, options: { engine } }: Comparing,
): Promise<readonly Judged[]> {
  if (planned.kind === 'traced' && baseline.kind === 'traced') {
    const { judgeTraced } = await import('./judge-traced.ts');
    return judgeTraced(changed, planned, baseline, { engine, train: trainer.train });
  }
  if (planned.kind === 'trainer' && baseline.kind === 'trainer') {
    const { judgeTrainer } = await import('./judge-trainer.ts');
    return judgeTrainer(changed, baseline, trainer);
  }
  const { judgeArms } = await import('./judge-arms.ts');
  return judgeArms(changed, baseline, trainer);
}

/** How much the cases have changed that have changed for certain, in looks; with hypotheses, whose arms are trained with all seeds anyway, in one. */
async function sizesOf(
  found: ReadonlyMap<string, Judged>,
  planned: PlannedTarget,
  { cases }: Recorded,
  { trainer: { train }, options: { looks = LOOKS } }: Comparing,
): Promise<ReadonlyMap<string, SizeFinding>> {
  const changed = planned.cases.filter(({ id }) => found.get(id)?.level === 'changed');
  if (changed.length === 0) return new Map();
  const { sizeOfChange } = await import('./size-of-change.ts');
  const taken = planned.kind === 'hypotheses' ? [] : looks;
  const sizes = await sizeOfChange(changed, planned.cases, cases, { looks: taken, train });
  return new Map(sizes.map((each) => [each.id, each]));
}

/** Invariances that the target declares, and those that the baseline's optimizer did, tried on the target. */
async function lawsOf(
  planned: PlannedTarget,
  baseline: Recorded,
  { engine }: CheckOptions,
): Promise<readonly LawFinding[]> {
  if (planned.kind !== 'traced' || baseline.kind !== 'traced') return [];
  const { optimizer } = planned;
  const { checkLaws, checkStandingLaws } = await import('./laws.ts');
  const declared = new Set([...baseline.invariances, ...(optimizer.invariances ?? [])]);
  const standing = await checkStandingLaws(optimizer, baseline.moves, engine);
  return [...(await checkLaws(optimizer, [...declared], engine)), ...standing];
}

/** What of this machine's tools is not what the baseline was recorded with. */
function differentProvenance(
  { provenance }: Baseline,
  { provenance: here }: { readonly provenance: Provenance },
): readonly string[] {
  return (['assay', 'engine', 'engineVersion'] as const)
    .filter((name) => provenance[name] !== here[name])
    .map((name) => `recorded with ${name} ${provenance[name]}, checked with ${here[name]}`);
}

/** @throws AssayError `configuration` where cases, seeds, data or schedules are not those of the baseline */
function sameBattery(cases: readonly PlannedCase[], baseline: Baseline): void {
  const names = new Set([...cases.map(({ id }) => id), ...Object.keys(baseline.cases)]);
  const here = new Map(cases.map((each) => [each.id, each]));
  const different = [...names].filter((id) => !sameSetting(here.get(id), baseline.cases[id]));
  if (different.length === 0) return;
  throw new AssayError(
    'configuration',
    `Cannot use the baseline: expected the cases of this version's battery, got others (${different.join('; ')}); record it again`,
  );
}

/** Whether a case is the same experiment on both sides: data, start, schedules and seeds. */
export function sameSetting(planned: PlannedCase | undefined, before: BaselineCase | undefined): boolean {
  const seedsOf = (side: { readonly runs: object } | undefined) =>
    Object.keys(side?.runs ?? {})
      .sort()
      .join();
  return planned?.setting === before?.setting && seedsOf(planned) === seedsOf(before);
}

/** @throws AssayError `configuration` where a hypothesis asks other than it did */
function sameQuestions(planned: PlannedTarget, baseline: Baseline): void {
  const different = differentQuestions(planned, questionsOf(baseline));
  if (different.length === 0) return;
  throw new AssayError(
    'configuration',
    `Cannot use the baseline: expected hypotheses that ask what they asked, got others (${different.join('; ')}); record it again`,
  );
}

/** What the hypotheses of a baseline asked, by digest. */
export const questionsOf = (baseline: Recorded): Readonly<Record<string, string>> =>
  baseline.kind !== 'hypotheses'
    ? {}
    : Object.fromEntries(
        Object.entries(baseline.suite.hypotheses).map(([id, { question }]) => [id, question]),
      );

/** The hypotheses that ask other than they did, or that only one side has; none where no suite was trained. */
export function differentQuestions(
  planned: PlannedTarget,
  there: Readonly<Record<string, string>>,
): readonly string[] {
  const here = planned.kind === 'hypotheses' ? planned.hypotheses.questions : {};
  const ids = new Set([...Object.keys(here), ...Object.keys(there)]);
  return [...ids].filter((id) => here[id] !== there[id]);
}
