import type { Tensors } from '../../engines/types.ts';
import type { State } from '../definition.ts';
import type { MeasurableRun } from '../../plan/types.ts';
import { leavesOf } from '../../program/tree.ts';

/**
 * An end state as stored, `parameters/…` and `statistics/…`, taken apart. What a trainer sent as lists gets the shapes
 * that its run's net has.
 */
export function stateOf(tensors: Tensors, run?: Pick<MeasurableRun, 'parameters' | 'statistics'>): State {
  const group = (prefix: 'parameters' | 'statistics'): Tensors => {
    const shapes = new Map(run?.[prefix].map(({ name, shape }) => [name, shape]));
    return Object.fromEntries(
      Object.entries(leavesOf(tensors, prefix)).map(([name, tensor]) => [
        name,
        { ...tensor, shape: shapes.get(name) ?? tensor.shape },
      ]),
    );
  };
  return { parameters: group('parameters'), statistics: group('statistics') };
}
