import * as tf from '@tensorflow/tfjs';

type Key = string | number;
type Container = object;

/** What every object and list that can be reached from a root held at one time, and the tensors among it. */
export interface Snapshot {
  readonly contents: ReadonlyMap<Container, readonly (readonly [unknown, unknown])[]>;
  /** Tensors and variables by path, such as `accumulations.0.variable`. */
  readonly tensors: ReadonlyMap<string, FoundTensor>;
}

/** A tensor, and where it hangs. */
export interface FoundTensor {
  readonly path: readonly Key[];
  readonly tensor: tf.Tensor;
  readonly container: Container;
}

/**
 * Walks the own fields of an object, its lists, maps and plain objects, and remembers what they hold.
 *
 * Tensors and typed arrays are leaves; functions and private fields are not looked into.
 *
 * @example takeSnapshot(tf.train.adam(0.1)).tensors.get('accBeta1'); // its variable
 */
export function takeSnapshot(root: object): Snapshot {
  const contents = new Map<Container, readonly (readonly [unknown, unknown])[]>();
  const tensors = new Map<string, FoundTensor>();
  const visit = (container: Container, path: readonly Key[]) => {
    if (contents.has(container)) return;
    const held = entriesOf(container);
    contents.set(container, held);
    for (const [key, value] of held) {
      const place = [...path, typeof key === 'number' ? key : String(key)];
      if (value instanceof tf.Tensor) tensors.set(place.join('.'), { path: place, tensor: value, container });
      else if (isContainer(value)) visit(value, place);
    }
  };
  visit(root, []);
  return { contents, tensors };
}

/** Puts every object and list of a snapshot back to what it held; tensors keep their present values. */
export function restoreSnapshot({ contents }: Snapshot): void {
  for (const [container, held] of contents) {
    if (container instanceof Map) {
      container.clear();
      for (const [key, value] of held) container.set(key, value);
    } else if (Array.isArray(container)) {
      container.splice(0, container.length, ...held.map(([, value]) => value));
    } else {
      const fields = container as Record<string, unknown>;
      const kept = new Set(held.map(([key]) => key));
      for (const key of Object.keys(fields)) if (!kept.has(key)) delete fields[key];
      for (const [key, value] of held) fields[key as string] = value;
    }
  }
}

function entriesOf(container: Container): readonly (readonly [unknown, unknown])[] {
  if (container instanceof Map) return [...container];
  if (Array.isArray(container)) return container.map((value, index) => [index, value] as const);
  return Object.entries(container);
}

function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null && !ArrayBuffer.isView(value);
}
