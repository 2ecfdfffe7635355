import { inspect } from 'node:util';
import { decodeTensors } from '../../engines/tensor-bytes.ts';
import type { CustomMeasure, MeasuredRun, RecordView } from '../definition.ts';
import type { MeasureValue, MissingValue } from '../types.ts';
import { initialTensors } from '../../models/initial-tensors.ts';
import { loadExport } from '../../models/tensorflow/load-export.ts';
import type { MeasureJob, MeasurePlan } from '../../plan/types.ts';
import { whileCalling } from '../../user-modules.ts';
import { stateOf } from './state-of.ts';

/**
 * Takes a measure by reference: calls the user's function with the run's record, states and data.
 *
 * @param weights the run's end state as stored; absent where an external trainer keeps its net
 * @throws RangeError where the function gives neither a finite number nor a reason, and whatever the function throws
 */
export async function customValue(
  { module, spec, run: key, arm }: MeasureJob,
  record: RecordView,
  weights: Uint8Array | undefined,
  { runs, datasets }: Pick<MeasurePlan, 'runs' | 'datasets'>,
): Promise<MeasureValue | MissingValue> {
  const { seed, from, ...reference } = module!;
  const job = runs.get(key);
  const data = job && datasets.get(job.dataset);
  const run: MeasuredRun = {
    record,
    ...(job && {
      start: {
        parameters: initialTensors(job.parameters, job.seed),
        statistics: initialTensors(job.statistics, job.seed),
      },
    }),
    ...(weights && { end: stateOf(decodeTensors(weights), job) }),
    ...(data && { train: data.train, test: data.test }),
    arm,
    seed,
    options: ('options' in spec ? spec.options : undefined) ?? {},
  };
  const measure = (await loadExport(reference, from)) as CustomMeasure;
  return checked(await whileCalling(`the measure of ${reference.module}`, () => measure(run)));
}

function checked(given: unknown): MeasureValue | MissingValue {
  if (typeof given === 'number' && Number.isFinite(given)) return { value: given };
  if (typeof given === 'object' && given !== null) {
    if ('missing' in given && typeof given.missing === 'string') return { missing: given.missing };
    if ('value' in given && typeof given.value === 'number' && Number.isFinite(given.value))
      return given as MeasureValue;
  }
  throw new RangeError(`expected a finite number, { value } or { missing: 'why' }, got ${inspect(given)}`);
}
