import { AssayError } from '../../errors.ts';
import type { HostTensor } from '../types.ts';

type Data = HostTensor['data'];

/** An input of a loaded model. */
export interface FeedPort {
  readonly graphName: string;
  readonly name: string;
  /** Whether the feed is a table that does not change between runs. */
  readonly resident: boolean;
  readonly type: string;
  readonly shape: readonly (number | string)[];
}

const arrays: Readonly<
  Record<string, Float32ArrayConstructor | Int32ArrayConstructor | Uint8ArrayConstructor>
> = { float32: Float32Array, int32: Int32Array, bool: Uint8Array, uint8: Uint8Array };

/**
 * A length that is free is at least 1: there is a first step. A length of 0 comes back from a model as one without a
 * name.
 */
const fits = (shape: readonly number[], port: FeedPort): boolean =>
  shape.length === port.shape.length &&
  port.shape.every((length, axis) =>
    typeof length === 'string' ? shape[axis]! > 0 === (length !== '') : length === shape[axis],
  );

/**
 * The feed of a port.
 *
 * @throws AssayError `program` where it is missing or its type, shape or size does not fit, naming it
 */
export function checkedFeed(program: string, port: FeedPort, feed: HostTensor | undefined): HostTensor {
  const expected = `${port.type}[${port.shape.join(',')}]`;
  const subject = `Cannot run program '${program}': expected feed '${port.name}' to be ${expected}`;
  if (feed === undefined) throw new AssayError('program', `${subject}, got none`);
  if (!(feed.data instanceof arrays[port.type]!) || !fits(feed.shape, port))
    throw new AssayError('program', `${subject}, got ${feed.data.constructor.name}[${feed.shape.join(',')}]`);
  const size = feed.shape.reduce((product, length) => product * length, 1);
  if (size !== feed.data.length)
    throw new AssayError('program', `${subject}, got ${feed.data.length} elements`);
  return feed;
}

const isShared = (data: Data): boolean => data.buffer instanceof SharedArrayBuffer;

/**
 * The data in memory that is not shared: Node-API, through which the runtime is bound, refuses a typed array that rests
 * on a SharedArrayBuffer. Data in ordinary memory are passed on without a copy.
 */
export const ownMemory = (data: Data): Data => (isShared(data) ? data.slice() : data);

const copies = new WeakMap<ArrayBufferLike, Map<string, Data>>();

/**
 * A table that does not change between runs, in memory that is not shared: copied at most once a thread, for all
 * executables and however often it is fed.
 */
export function residentMemory(data: Data): Data {
  if (!isShared(data)) return data;
  const known = copies.get(data.buffer) ?? new Map<string, Data>();
  copies.set(data.buffer, known);
  const key = `${data.constructor.name}:${data.byteOffset}:${data.length}`;
  const copy = known.get(key) ?? ownMemory(data);
  known.set(key, copy);
  return copy;
}
