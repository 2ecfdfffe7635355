import type { Dataset } from '../datasets/types.ts';
import type { Tensors } from '../engines/types.ts';
import type { Job, ScheduleTensors } from '../plan/types.ts';
import { tables } from './evaluate.ts';
import type { Segment } from './segments.ts';

/** The schedule's values for the steps of a segment, the same for all lanes. */
export function scheduled({ from, to }: Segment, schedule: ScheduleTensors): Tensors {
  const values = Object.entries(schedule).filter(([name]) => name !== 'batchSize' && name !== 'checks');
  return Object.fromEntries(
    values.map(([name, { data }]) => [name, { data: data.slice(from, to), shape: [to - from] }]),
  );
}

/** The tables that a training loop reads its examples from, if there are any. */
export const residentTables = ({ examples }: Job, { train }: Dataset): Tensors =>
  examples === 0 ? {} : tables(train);
