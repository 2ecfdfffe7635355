import type { TrainerBaseline } from '../baseline/baseline-schema.ts';
import { sameBytes } from './compare.ts';
import type { CaseTrainer } from '../battery/case-trainer.ts';
import type { Judged } from './judged.ts';
import { LOOKS } from './looks.ts';
import type { PlannedCase } from '../battery/plan-battery.ts';
import { seedsOfBoth } from './size-of-change.ts';
import { observed } from '../trainer/observed.ts';
import { BEYOND_RATE, most, partsOf, type Part } from '../trainer/parts.ts';

/**
 * Judges the cases of a trainer by all that it returned: the same bytes on the seeds of the first look, else every
 * point of every curve and every tensor at the end against what rounding made of the recorded runs.
 */
export async function judgeTrainer(
  changed: readonly PlannedCase[],
  baseline: Pick<TrainerBaseline, 'cases' | 'yardsticks'>,
  trainer: CaseTrainer,
): Promise<readonly Judged[]> {
  const wanted = changed.map((each) => ({
    id: each.id,
    seeds: seedsOfBoth(each, baseline.cases[each.id]!).slice(0, LOOKS[0]),
  }));
  const runs = await trainer.train(wanted);
  const found: Judged[] = [];
  for (const { id } of changed) {
    const [before, after] = [baseline.cases[id]!, runs.get(id)!];
    if (sameBytes({ before, after })) {
      found.push({
        id,
        level: 'same bytes',
        evidence: 'all that the trainer returned is equal byte for byte',
        seeds: after.size,
      });
      continue;
    }
    const kept = Object.entries(baseline.yardsticks[id] ?? {}).filter(([seed]) => after.has(seed));
    const { store } = trainer.outcome();
    const parts: (readonly Part[])[] = [];
    for (const [seed, yardstick] of kept) {
      parts.push(partsOf(yardstick, await observed(after.get(seed)!.record, store)));
    }
    const times = parts.length === 0 ? Infinity : Math.min(...parts.map(most));
    found.push(
      times <= BEYOND_RATE
        ? {
            id,
            level: 'same within rounding',
            times,
            evidence: `every point and tensor within ${times.toPrecision(2)} × what a rate × (1 ± 1e-7) makes of the run, ${BEYOND_RATE} allowed`,
            seeds: after.size,
          }
        : { id, level: 'changed', times, evidence: wordsOf(parts, times), seeds: after.size },
    );
  }
  return found;
}

/** Where the runs of one seed first part, and what of their end differs. */
function wordsOf(seeds: readonly (readonly Part[])[], times: number): string {
  const parts = seeds.find((each) => most(each) === times) ?? [];
  const beyond = parts.filter((part) => part.times > BEYOND_RATE);
  const first = beyond.filter(({ step }) => step !== undefined).sort((a, b) => a.step! - b.step!)[0];
  const points = new Set(parts.map(({ step }) => step).filter((step) => step !== undefined));
  const last = Math.max(...points);
  const tensors = parts.filter(({ step }) => step === undefined);
  const moved = tensors.filter((part) => beyond.includes(part)).map(({ name }) => name);
  const never = tensors.filter((part) => !beyond.includes(part)).map(({ name }) => name);
  return (
    [
      ...(first === undefined
        ? ['no point of a curve']
        : [`${first.name} from step ${first.step} of ${last}`]),
      ...(moved.length === 0 ? [] : [moved.join(', ')]),
      ...(never.length === 0 ? [] : [`${never.join(', ')} never`]),
    ].join('; ') + ` (${Number.isFinite(times) ? `${times.toPrecision(2)} × rounding` : 'not comparable'})`
  );
}
