import { leafName } from '../../program/tree.ts';

/** A place in an object, and the shape of the tensor there. */
interface Entry {
  readonly path: readonly string[];
  readonly type: { readonly shape: readonly number[] };
}

type Parameters = readonly { readonly name: string; readonly shape: readonly number[] }[];

/**
 * Names state entries as ours are named, by place: an entry whose path holds a parameter's name, or its number in a
 * list that has one entry a parameter, and which has the parameter's shape, is `<slot>/<parameter>`; any other keeps
 * its path. A trailing `.variable`, which TensorFlow.js's own optimizers have, is dropped.
 *
 * @example nameEntries(new Map([['accumulations.0.variable', entry]]), [{ name: 'w', shape: [2] }]); // accumulations/w
 */
export function nameEntries(
  entries: ReadonlyMap<string, Entry>,
  parameters: Parameters,
): ReadonlyMap<string, string> {
  const named = [...entries].map(([place, entry]) => [place, nameOf(entry, parameters)] as const);
  const names = named.map(([, name]) => name);
  const ambiguous = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  return new Map(named.map(([place, name]) => [place, ambiguous.has(name) ? place : name] as const));
}

function nameOf({ path, type }: Entry, parameters: Parameters): string {
  const short = path.at(-1) === 'variable' ? path.slice(0, -1) : path;
  const fits = (parameter: Parameters[number] | undefined) =>
    parameter !== undefined && parameter.shape.join() === type.shape.join();
  const parameterAt = (key: string) =>
    parameters.find(({ name }) => name === key) ?? (/^\d+$/.test(key) ? parameters[Number(key)] : undefined);
  const at = short.findIndex((key) => parameterAt(key) !== undefined);
  const parameter = at < 1 ? undefined : parameterAt(short[at]!);
  if (!fits(parameter)) return short.join('.');
  return leafName(short.filter((_, index) => index !== at).join('.'), parameter!.name);
}
