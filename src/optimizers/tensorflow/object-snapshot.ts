import * as tf from '@tensorflow/tfjs';

type Container = object;

/** What the objects and lists that can be reached from a root held at one time. */
export interface Snapshot {
  /** Tensors and variables by path, such as `accumulations.0.variable`. */
  readonly tensors: ReadonlyMap<string, FoundTensor>;
  /** Numbers, texts, booleans and what else is no container, by path. */
  readonly plain: ReadonlyMap<string, FoundValue>;
  /** The objects, lists and maps themselves, by path; the root has none. */
  readonly containers: ReadonlyMap<string, Container>;
}

interface Found {
  readonly path: readonly string[];
  readonly container: Container;
  readonly key: unknown;
}

/** A tensor, and where it hangs. */
export interface FoundTensor extends Found {
  readonly tensor: tf.Tensor;
}

/** A plain value, and where it hangs. */
export interface FoundValue extends Found {
  readonly value: unknown;
}

/**
 * Walks the own fields of an object, its lists, maps and objects, and remembers what they hold.
 *
 * Tensors and typed arrays are leaves. Functions and private fields are not looked into, nor are TensorFlow.js's
 * engine, its environment and its backends, which belong to everybody.
 *
 * @param nameOf a stable name for a key that is a variable or the number of one (`slots[variable.id]`)
 * @example takeSnapshot(tf.train.adam(0.1)).tensors.get('accBeta1'); // its variable
 */
export function takeSnapshot(
  root: object,
  nameOf: (key: unknown) => string | undefined = () => undefined,
): Snapshot {
  const seen = new Set<Container>();
  const tensors = new Map<string, FoundTensor>();
  const plain = new Map<string, FoundValue>();
  const containers = new Map<string, Container>();
  const visit = (container: Container, path: readonly string[]): void => {
    if (seen.has(container)) return;
    seen.add(container);
    if (path.length > 0) containers.set(path.join('.'), container);
    for (const [key, value] of entriesOf(container)) {
      const place = [...path, nameOf(key) ?? String(key)];
      const found = { path: place, container, key };
      if (value instanceof tf.Tensor) tensors.set(place.join('.'), { ...found, tensor: value });
      else if (isContainer(value)) visit(value, place);
      else if (typeof value !== 'function') plain.set(place.join('.'), { ...found, value });
    }
  };
  visit(root, []);
  return { tensors, plain, containers };
}

/** Puts a value where a found one hangs. */
export function put({ container, key }: Found, value: unknown): void {
  if (container instanceof Map) container.set(key, value);
  else Reflect.set(container, key as PropertyKey, value);
}

/** Puts plain values back to what a snapshot of the same object held, and takes away those that it did not hold. */
export function restorePlain(before: Snapshot, after: Snapshot): void {
  for (const [place, found] of after.plain) {
    const earlier = before.plain.get(place);
    if (earlier === undefined) remove(found);
    else if (!Object.is(earlier.value, found.value)) put(found, earlier.value);
  }
}

/** Paths of plain values that differ. */
export const changedPlaces = (before: Snapshot, after: Snapshot): readonly string[] =>
  [...after.plain]
    .filter(([place, { value }]) => !Object.is(before.plain.get(place)?.value, value))
    .map(([place]) => place);

function remove({ container, key }: Found): void {
  if (container instanceof Map) container.delete(key);
  else if (!Array.isArray(container)) Reflect.deleteProperty(container, key as PropertyKey);
}

function entriesOf(container: Container): readonly (readonly [unknown, unknown])[] {
  if (container instanceof Map) return [...container];
  return Object.keys(container).flatMap((key) => {
    const own = Object.getOwnPropertyDescriptor(container, key);
    return own !== undefined && 'value' in own ? [[key, own.value as unknown] as const] : [];
  });
}

function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null && !ArrayBuffer.isView(value) && !isShared(value);
}

const isShared = (value: object): boolean =>
  value === tf.engine() || value === tf.env() || value instanceof tf.KernelBackend;
