import type { Baseline, BaselineCase } from '../baseline/baseline-schema.ts';
import { caseTrainer, type CaseTrainer } from '../battery/case-trainer.ts';
import type { CheckOptions } from '../check-options.ts';
import type { SizeFinding } from './compare-in-looks.ts';
import { sameMathematics } from './compare.ts';
import { costFinding } from '../battery/costs.ts';
import type { Judged } from './judged.ts';
import { LOOKS } from './looks.ts';
import type { PlannedCase } from '../battery/plan-battery.ts';
import type { PlannedSuite, PlannedTarget } from '../target/plan-target.ts';
import {
  severestLevel,
  type CaseFinding,
  type CheckResult,
  type LawFinding,
  type Level,
  type VerdictChange,
} from '../types.ts';
import { unchanged } from '../other-version/unchanged.ts';

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
 * @param isChanged whether a case may be another than it was; by default where its mathematics differ, or nothing tells
 * them
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
      .map((sweep) => ({
        ...sweep,
        sweep: true as const,
        evidence: 'mean over its rates against the best rate',
      })),
  ];
  const laws = changed.length === 0 ? [] : await lawsOf(planned, baseline, options);
  const broken: readonly Level[] = laws.some(({ holds }) => !holds) ? ['regressed'] : [];
  const level = severestLevel([...findings.map((each) => each.level), ...broken]);
  const { trained, cached } = trainer.outcome();
  const cost = costFinding(planned, baseline, trainer.runsOf);
  const result = { level, cases: findings, trained, cached, laws, ...(cost === undefined ? {} : { cost }) };
  if (planned.kind !== 'hypotheses' || baseline.kind !== 'hypotheses') return result;
  const { verdictsOf } = await import('../battery/train-cases.ts');
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

/**
 * How much the cases have changed that have changed for certain, in looks; with hypotheses, whose arms are trained with
 * all seeds anyway, in one.
 */
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

/**
 * The laws that the target is tried on: what it declares, what the baseline's optimizer declared, and every
 * optimizer's.
 */
async function lawsOf(
  planned: PlannedTarget,
  baseline: Recorded,
  options: CheckOptions,
): Promise<readonly LawFinding[]> {
  if (planned.kind === 'trainer') {
    const { checkTrainerLaws } = await import('../trainer/laws.ts');
    return checkTrainerLaws(planned, options);
  }
  if (planned.kind !== 'traced' || baseline.kind !== 'traced') return [];
  const { engine } = options;
  const { target, optimizer } = planned;
  const { checkLaws, checkStandingLaws, checkRestored, checkDeclared } = await import('../laws/index.ts');
  const declared = new Set([...baseline.invariances, ...(optimizer.invariances ?? [])]);
  return [
    ...(await checkLaws(optimizer, [...declared], engine)),
    ...(await checkStandingLaws(optimizer, baseline.moves, engine)),
    ...(await checkDeclared(target, optimizer)),
    ...(await checkRestored(target, baseline.restores)),
  ];
}
