import type { Tensors } from '../engines/types.ts';
import type { State } from '../measures/definition.ts';

/** An end state as stored, `parameters/…` and `statistics/…`, taken apart. */
export function stateOf(tensors: Tensors): State {
  const group = (prefix: string): Tensors =>
    Object.fromEntries(
      Object.entries(tensors)
        .filter(([name]) => name.startsWith(prefix))
        .map(([name, tensor]) => [name.slice(prefix.length), tensor]),
    );
  return { parameters: group('parameters/'), statistics: group('statistics/') };
}
