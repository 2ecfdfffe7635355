import type { FoundTensor } from './object-snapshot.ts';

/**
 * Names state entries as ours are named: an entry of a list that has one place a parameter, and the parameter's shape,
 * is `<slot>/<parameter>`; any other keeps its path. A trailing `.variable`, which TensorFlow.js's own optimizers have,
 * is dropped.
 *
 * @example nameEntries(found, [{ name: 'w', shape: [2] }]); // 'accumulations.0.variable' becomes 'accumulations/w'
 */
export function nameEntries(
  found: readonly FoundTensor[],
  parameters: readonly { readonly name: string; readonly shape: readonly number[] }[],
): ReadonlyMap<string, FoundTensor> {
  const named = found.map((entry) => [nameOf(entry, parameters), entry] as const);
  const names = named.map(([name]) => name);
  const ambiguous = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  return new Map(
    named.map(([name, entry]) => [ambiguous.has(name) ? entry.path.join('.') : name, entry] as const),
  );
}

function nameOf(
  { path, tensor }: FoundTensor,
  parameters: readonly { readonly name: string; readonly shape: readonly number[] }[],
): string {
  const short = path.at(-1) === 'variable' ? path.slice(0, -1) : path;
  const place = short.findIndex((key) => typeof key === 'number');
  const parameter = place < 0 ? undefined : parameters[short[place] as number];
  const fits = parameter !== undefined && parameter.shape.join() === tensor.shape.join();
  if (!fits || place === 0) return short.join('.');
  return `${short.filter((_, index) => index !== place).join('.')}/${parameter.name}`;
}
