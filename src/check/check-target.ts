import { AssayError } from '../errors.ts';
import type { Baseline, BaselineCase, Provenance } from './baseline-schema.ts';
import { caseTrainer } from './case-trainer.ts';
import { sameMathematics, worstOf } from './compare.ts';
import { costFinding, costOf } from './costs.ts';
import { harnessProbe, sameHarness } from './harness-probe.ts';
import { LOOKS } from './looks.ts';
import type { PlannedCase } from './plan-battery.ts';
import { planTarget, type PlannedTarget, type Trial } from './plan-target.ts';
import { summarize } from './summarize.ts';
import type { Trained, Training } from './train-cases.ts';
import type { TrainSeeds } from './compare-in-looks.ts';
import { unchanged } from './unchanged.ts';
import type { CaseFinding, CheckResult, LawFinding, Level, Target, VerdictChange } from './types.ts';

/** What a check and a recording are made with. */
export interface CheckOptions extends Trial, Training {}

/**
 * Trains an optimizer on the battery, or on hypotheses, and sums up what it did.
 *
 * @param recording.seed base seed of all runs
 * @param recording.reasons why, the latest last
 * @throws AssayError as `planTarget`; `infrastructure` where a run cannot be trained or training was interrupted
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
  const first = firstLook(planned, options);
  const caseOf = ({ id, setting, programs, bench }: PlannedCase): BaselineCase => {
    const measured = [...runs.get(id)!];
    const summaries = measured.map(([seed, run], index) => [seed, summarize(run, index < first)]);
    return {
      setting,
      programs,
      ...(bench === undefined ? {} : { cost: costOf(bench, runs.get(id)!.values()) }),
      runs: Object.fromEntries(summaries),
    };
  };
  const baseline: Baseline = {
    schema: 1,
    target: target.file,
    reasons: recording.reasons,
    provenance: planned.provenance,
    seed: recording.seed,
    rounding: planned.rounding,
    ...(planned.optimizer === undefined
      ? {}
      : {
          invariances: [...(planned.optimizer.invariances ?? [])],
          harness: await harnessProbe(options.engine),
        }),
    ...(await suiteOf(planned, trainer.outcome(), options)),
    cases: Object.fromEntries(planned.cases.map((each) => [each.id, caseOf(each)])),
  };
  const { trained, cached } = trainer.outcome();
  return { baseline, notes: planned.notes, trained, cached };
}

/** Seeds whose curves a baseline keeps: where hypotheses take the place of the battery, all. */
const firstLook = ({ hypotheses }: PlannedTarget, { looks = LOOKS }: CheckOptions): number =>
  hypotheses === undefined ? looks[0]! : Infinity;

/** @throws AssayError `configuration` where the optimizer declares an invariance that does not hold */
async function lawsHold({ optimizer }: PlannedTarget, { engine }: CheckOptions): Promise<void> {
  if (optimizer === undefined) return;
  const { checkLaws } = await import('./laws.ts');
  const broken = (await checkLaws(optimizer, optimizer.invariances ?? [], engine)).find(
    ({ holds }) => !holds,
  );
  if (broken === undefined) return;
  throw new AssayError(
    'configuration',
    `Cannot record a baseline: expected the optimizer's declared invariance ${broken.invariance} to hold within ${broken.tolerance}, got a deviation of ${broken.deviation.toPrecision(2)} of the way`,
  );
}

async function suiteOf(
  { hypotheses, cases }: PlannedTarget,
  trained: Trained,
  options: CheckOptions,
): Promise<Pick<Baseline, 'suite'>> {
  if (hypotheses === undefined) return {};
  const { tier, questions } = hypotheses;
  const { verdictsOf } = await import('./train-cases.ts');
  const verdicts = await verdictsOf(cases, hypotheses, trained, options);
  const entries = Object.entries(questions).map(([id, question]) => [
    id,
    { verdict: verdicts.get(id)!, question },
  ]);
  return { suite: { tier, hypotheses: Object.fromEntries(entries) } };
}

/**
 * Compares an optimizer with a baseline, case by case, at the strongest level at which they are the same. Cases whose
 * lowered programs are those of the baseline are not trained, nor are hypotheses all of whose arms are.
 *
 * @param strict refuse a baseline of another engine or version, rather than warn
 * @throws AssayError `configuration` where the baseline is of another battery, or of another engine or version and `strict`;
 * as `planTarget`; `infrastructure` where a run cannot be trained or training was interrupted
 * @example (await checkTarget(await loadTarget('momentum', '.'), baseline, options)).level // 'same mathematics'
 */
export async function checkTarget(
  target: Target,
  baseline: Baseline,
  options: CheckOptions & { readonly strict?: boolean },
): Promise<CheckResult> {
  const planned = await planTarget(target, baseline.seed, options);
  const warnings = differentProvenance(baseline, planned);
  if (options.strict && warnings.length > 0)
    throw new AssayError('configuration', `Cannot use the baseline: ${warnings.join('; ')} (--strict)`);
  sameBattery(planned.cases, baseline);
  sameQuestions(planned, baseline);
  const changed = await harnessWarning(planned, baseline, options);
  // Equal programs say nothing where what feeds and carries them is another.
  const result = await comparePlanned(
    planned,
    baseline,
    options,
    changed === undefined ? undefined : () => true,
  );
  return { target: target.file, ...result, warnings: [...warnings, ...planned.notes, ...(changed ?? [])] };
}

/** That runs are no longer trained as they were when the baseline was recorded; undefined where they are. */
async function harnessWarning(
  { optimizer, hypotheses }: PlannedTarget,
  { harness }: Baseline,
  { engine }: CheckOptions,
): Promise<readonly string[] | undefined> {
  if (optimizer === undefined || hypotheses !== undefined || harness === undefined) return undefined;
  if (sameHarness(harness, await harnessProbe(engine))) return undefined;
  return [
    'what trains is not what it was (sampler, schedules, noise, start or evaluation): every case is trained',
  ];
}

/**
 * Trains what has changed, and compares. Every planned case must be in the baseline, with seeds that are planned.
 *
 * @param isChanged whether a case may be another than it was; by default where its mathematics differ, or nothing tells them
 */
export async function comparePlanned(
  planned: PlannedTarget,
  baseline: Pick<Baseline, 'cases' | 'rounding' | 'suite' | 'invariances'>,
  options: CheckOptions,
  isChanged: (each: PlannedCase, before: BaselineCase) => boolean = (each, before) =>
    planned.opaque || !sameMathematics(each, before),
): Promise<Omit<CheckResult, 'target' | 'warnings'>> {
  const { cases, hypotheses } = planned;
  const changed = cases.filter((each) => isChanged(each, baseline.cases[each.id]!));
  const trainer = caseTrainer(planned, options);
  // A verdict needs all arms with all seeds, also those that are as they were.
  const concerned = new Set(changed.map(({ id }) => hypotheses?.of.get(id)));
  const needed =
    hypotheses === undefined ? [] : cases.filter(({ id }) => concerned.has(hypotheses.of.get(id)));
  if (needed.length > 0)
    await trainer.train(needed.map(({ id, runs }) => ({ id, seeds: Object.keys(runs) })));
  const compared = await comparedCases(changed, baseline, trainer.train, planned, options);
  const found = new Map(compared.map((finding) => [finding.id, finding]));
  const equal =
    planned.provenance.engine === 'external'
      ? 'the trainer reports the same digest'
      : 'lowered programs equal';
  const findings = [
    ...cases.map(({ id }) => found.get(id) ?? unchanged(id, equal)),
    // Sweeps, which are made of several cases.
    ...compared.filter(({ id }) => baseline.cases[id] === undefined),
  ];
  const laws = changed.length === 0 ? [] : await lawsOf(planned, baseline, options);
  const broken: readonly Level[] = laws.some(({ holds }) => !holds) ? ['regressed'] : [];
  const level = worstOf([...findings.map((each) => each.level), ...broken]);
  const { trained, cached } = trainer.outcome();
  const cost = costFinding(planned, baseline, trainer.runsOf);
  const result = { level, cases: findings, trained, cached, laws, ...(cost === undefined ? {} : { cost }) };
  if (hypotheses === undefined) return result;
  const { verdictsOf } = await import('./train-cases.ts');
  const after = await verdictsOf(needed, hypotheses, trainer.outcome(), options);
  const verdicts = Object.entries(baseline.suite?.hypotheses ?? {}).map(
    ([id, { verdict }]): VerdictChange => ({ id, before: verdict, after: after.get(id) ?? verdict }),
  );
  return { ...result, verdicts };
}

/** The changed cases in looks; with hypotheses, whose arms are trained with all seeds anyway, in one. */
async function comparedCases(
  changed: readonly PlannedCase[],
  { cases, rounding }: Pick<Baseline, 'cases' | 'rounding'>,
  train: TrainSeeds,
  { hypotheses }: PlannedTarget,
  { looks = LOOKS }: CheckOptions,
): Promise<readonly CaseFinding[]> {
  if (changed.length === 0) return [];
  const { compareInLooks } = await import('./compare-in-looks.ts');
  const sides = changed.map((planned) => {
    const before = cases[planned.id]!;
    return { planned, before, seeds: Object.keys(planned.runs).filter((seed) => before.runs[seed]) };
  });
  const most = Math.max(...sides.map(({ seeds }) => seeds.length));
  const planned = looks.filter((count) => count < most);
  return compareInLooks(sides, {
    rounding,
    train,
    looks: hypotheses === undefined ? [...planned, most] : [most],
  });
}

/** Invariances that the target declares, and those that the baseline's optimizer did, tried on the target. */
async function lawsOf(
  { optimizer }: PlannedTarget,
  { invariances = [] }: Pick<Baseline, 'invariances'>,
  { engine }: CheckOptions,
): Promise<readonly LawFinding[]> {
  if (optimizer === undefined) return [];
  const { checkLaws } = await import('./laws.ts');
  return checkLaws(optimizer, [...new Set([...invariances, ...(optimizer.invariances ?? [])])], engine);
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
export const questionsOf = ({ suite }: Pick<Baseline, 'suite'>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(suite?.hypotheses ?? {}).map(([id, { question }]) => [id, question]));

/** The hypotheses that ask other than they did, or that only one side has; none where no suite was trained. */
export function differentQuestions(
  { hypotheses }: PlannedTarget,
  there: Readonly<Record<string, string>>,
): readonly string[] {
  const here = hypotheses?.questions ?? {};
  const ids = new Set([...Object.keys(here), ...Object.keys(there)]);
  return [...ids].filter((id) => here[id] !== there[id]);
}
