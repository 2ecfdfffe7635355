import type { HostTensor } from '../engines/types.ts';
import { stream } from '../random/index.ts';
import { initialValue } from './initial-value.ts';
import type { ParameterSpec } from './types.ts';

/**
 * The starting values of parameters or running statistics by name, drawn from the `init` stream of a seed. Each has a
 * stream of its own name, so nets that share a parameter's name and law share its start, whatever else they hold.
 *
 * @throws RangeError as `initialValue`
 * @example initialTensors(model.parameters, '1/0')['hidden1.weight'] // the same in every arm of replicate 0
 */
export function initialTensors(
  specifications: readonly ParameterSpec[],
  seed: string,
): Readonly<Record<string, HostTensor>> {
  return Object.fromEntries(
    specifications.map((specification) => [
      specification.name,
      {
        data: initialValue(specification, stream(seed, 'init', specification.name)),
        shape: specification.shape,
      },
    ]),
  );
}
