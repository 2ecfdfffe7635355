/** Whether a target can be compared with a baseline, and what has changed around it. */
import { AssayError } from '../../errors.ts';
import type { Baseline, BaselineCase, Provenance } from './baseline-schema.ts';
import type { CheckOptions } from '../check-options.ts';
import type { Recorded } from '../compare/compare-planned.ts';
import { sameMathematics } from '../compare/compare.ts';
import { harnessProbe, sameHarness } from '../other-version/harness-probe.ts';
import type { PlannedCase } from '../battery/plan-battery.ts';
import type { PlannedTarget } from '../target/plan-target.ts';
import type { Target } from '../types.ts';

/** @throws AssayError `configuration` where the baseline is one of another optimizer, or of another sort of target */
export function sameKind({ file }: Target, { kind, name, cases }: PlannedTarget, baseline: Baseline): void {
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
export const moved = ({ file }: Target, { target }: Baseline): readonly string[] =>
  file === target ? [] : [`recorded for ${target}, checked with ${file}`];

/** That files which a trainer's target declares are no longer what they were, whatever the trainer says of itself. */
export function editedFiles(planned: PlannedTarget, baseline: Baseline): readonly string[] {
  if (planned.kind !== 'trainer' || baseline.kind !== 'trainer') return [];
  const names = [...new Set([...Object.keys(planned.files), ...Object.keys(baseline.files)])];
  const edited = names.filter((name) => planned.files[name] !== baseline.files[name]);
  return edited.length === 0
    ? []
    : [`edited since it was recorded: ${edited.join(', ')}; every case is trained`];
}

/** That runs are no longer trained as they were when the baseline was recorded; nothing where they are. */
export async function harnessWarning(
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

/** What of this machine's tools is not what the baseline was recorded with. */
export function differentProvenance(
  { provenance }: Baseline,
  { provenance: here }: { readonly provenance: Provenance },
): readonly string[] {
  return (['assay', 'engine', 'engineVersion'] as const)
    .filter((name) => provenance[name] !== here[name])
    .map((name) => `recorded with ${name} ${provenance[name]}, checked with ${here[name]}`);
}

/** @throws AssayError `configuration` where cases, seeds, data or schedules are not those of the baseline */
export function sameBattery(cases: readonly PlannedCase[], baseline: Baseline): void {
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
export function sameQuestions(planned: PlannedTarget, baseline: Baseline): void {
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
