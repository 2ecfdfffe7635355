import { battery, type BatteryCase } from '../../../src/check/index.ts';
import { conditionOf } from '../../../src/check/battery/plan-battery.ts';
import { casePrograms, loweredDigests, type TracedCase } from '../../../src/check/sameness/case-programs.ts';
import { judgeSameness, type Sameness } from '../../../src/check/sameness/judge-sameness.ts';
import { engineNamed } from '../../../src/engines/index.ts';
import type { Optimizer } from '../../../src/index.ts';
import { Artifacts } from '../../../src/plan/artifacts.ts';
import { jobOf, jobTemplate } from '../../../src/plan/job.ts';
import { workbenchOf } from '../../../src/plan/workbench.ts';
import type { Make } from './families.ts';

const engine = await engineNamed('onnx');
let made = 0;

/** A case of the battery, by its name. */
export const caseNamed = (id: string): BatteryCase => battery.find((each) => each.id === id)!;

/** Two optimizers on one case, followed on the seeds of a base seed; `equal programs` where they are one. */
export async function judgePair(
  each: BatteryCase,
  [before, after]: readonly [Make, Make],
  baseSeed = '0',
): Promise<Sameness | 'equal programs'> {
  const plain = await workbenchOf(conditionOf(each, { spec: { kind: 'sgd' } }), { tier: 'quick' });
  const sides: TracedCase[] = [];
  const template = jobTemplate(plain, { record: 'curves', moments: [] }, new Artifacts(engine), 1);
  const { schedule } = template;
  const steps = schedule['batchSize']!.data.length;
  for (const make of [before, after]) {
    const optimizer: Optimizer = await make(steps);
    const bench = { ...plain, optimizer, identity: ['pair', ++made] };
    const { parts } = jobTemplate(bench, { record: 'curves', moments: [] }, new Artifacts(engine), 1);
    const { prepare, evaluated, evaluate } = parts;
    const named = (name: string, programs: Readonly<Record<number, string>> = {}) =>
      Object.entries(programs).map(([size, digest]) => [`${name} ${size}`, digest]);
    const digests = Object.fromEntries([
      ...named('step', parts.steps),
      ...named('training set', evaluate.train),
      ...named('test set', evaluate.test),
      ...Object.entries({ prepare, evaluated, landscape: evaluate.landscape }).filter(([, digest]) => digest),
    ]) as Record<string, string>;
    sides.push(casePrograms(bench, schedule, digests, engine));
  }
  const [x, y] = sides as [TracedCase, TracedCase];
  const [a, b] = [loweredDigests(x.programs, engine), loweredDigests(y.programs, engine)];
  if (JSON.stringify(a) === JSON.stringify(b)) return 'equal programs';
  const seeds = each.deterministic ? [`${baseSeed}/0`] : [`${baseSeed}/0`, `${baseSeed}/1`];
  const settings = seeds.map((seed) => ({ job: jobOf(template, seed), dataset: plain.dataset, schedule }));
  return judgeSameness({ before: x, after: y, engine }, settings);
}
