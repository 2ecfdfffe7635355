import { isDeepStrictEqual } from 'node:util';
import type * as tf from '@tensorflow/tfjs';
import type { InputType, Program, ProgramConstant, ProgramNode, ValueId } from '../types.ts';
import type { Recorder } from './recorder.ts';
import { activeRecorder } from './symbolic-backend.ts';
import { trace } from './trace.ts';

/** Code that is traced more than once, as `trace` takes it. */
export interface RepeatedCode {
  readonly inputs: Readonly<Record<string, InputType>>;
  readonly body: (tensors: Readonly<Record<string, tf.Tensor>>) => Readonly<Record<string, tf.Tensor>>;
}

/** Where one trace leaves another. */
interface Difference {
  /** Index of the kernel call. */
  readonly node: number;
  readonly words: string;
}

/**
 * Traces code, and again whenever it is asked to. What plain JavaScript reckons between two calls, a counter, a switch,
 * a clock, is frozen in a trace: it shows as another program.
 *
 * @returns the number of kernel calls of the first trace, and a function that traces once more and says how that
 * differs from the first, with the place; undefined where it does not
 * @throws AssayError as `trace`
 * @example
 * let calls = 0;
 * const { again } = traceAgain({ inputs: { x }, body: ({ x }) => ({ y: tf.mul(x!, ++calls) }) });
 * again(); // 'kernel Multiply with 2, not 1, at /project/net.ts:3:48'
 */
export function traceAgain({ inputs, body }: RepeatedCode): {
  readonly calls: number;
  readonly again: () => string | undefined;
} {
  const traced = () => trace('again', inputs, body, { sites: false });
  const first = traced();
  return {
    calls: first.nodes.length,
    again: () => {
      const difference = firstDifference(first, traced());
      return difference && `${difference.words}, at ${placeOf({ inputs, body }, difference.node)}`;
    },
  };
}

/** Where the kernel call of that index is made. Places take most of a trace's time: they are looked up when needed. */
function placeOf({ inputs, body }: RepeatedCode, node: number): string {
  let recorder: Recorder | undefined;
  trace('place', inputs, (tensors) => {
    const outputs = body(tensors);
    recorder = activeRecorder('find a place');
    return outputs;
  });
  return recorder!.siteOf(Math.min(node, recorder!.nodes.length - 1));
}

const constantsOf = ({ constants }: Program): ReadonlyMap<ValueId, ProgramConstant['data']> =>
  new Map(constants.map(({ id, data }) => [id, data]));

const shown = (data: ProgramConstant['data']): string =>
  `${[...data.slice(0, 4)].map((value) => Number(value.toPrecision(6))).join(', ')}${data.length > 4 ? ', …' : ''}`;

/** The first kernel call, or the outputs, in which a program is not the other; numbers of values do not count. */
function firstDifference(before: Program, after: Program): Difference | undefined {
  const [known, now] = [constantsOf(before), constantsOf(after)];
  const named = new Map(after.inputs.map(({ name, id }) => [name, id]));
  const twin = new Map(before.inputs.map(({ name, id }) => [id, named.get(name)]));
  /** How two values differ, in words. */
  const values = (one: ValueId, other: ValueId | undefined): string | undefined => {
    if (other === undefined || twin.has(one)) return twin.get(one) === other ? undefined : 'of other values';
    const [was, is] = [known.get(one), now.get(other)];
    if (was === undefined || is === undefined) return 'of other values';
    return isDeepStrictEqual(was, is) ? undefined : `with ${shown(is)}, not ${shown(was)}`;
  };
  const nodes = (one: ProgramNode, other: ProgramNode): string | undefined => {
    if (one.kernel !== other.kernel) return `kernel ${other.kernel}, not ${one.kernel}`;
    const words = Object.entries(one.inputs).flatMap(([port, id]) => values(id, other.inputs[port]) ?? []);
    if (words.length > 0) return `kernel ${one.kernel} ${words[0]}`;
    if (!isDeepStrictEqual(one.attributes, other.attributes)) {
      const changed = Object.keys(other.attributes).find(
        (name) => !isDeepStrictEqual(one.attributes[name], other.attributes[name]),
      );
      return `kernel ${one.kernel} with another ${changed ?? 'attribute'}`;
    }
    one.outputs.forEach((id, index) => twin.set(id, other.outputs[index]!));
    return undefined;
  };
  for (let node = 0; node < Math.min(before.nodes.length, after.nodes.length); node++) {
    const words = nodes(before.nodes[node]!, after.nodes[node]!);
    if (words !== undefined) return { node, words };
  }
  const [calls, last] = [after.nodes.length, before.nodes.length];
  if (calls !== last)
    return { node: Math.min(calls, last), words: `another number of kernel calls (${calls}, not ${last})` };
  const outputs = before.outputs.flatMap(({ id }, index) => values(id, after.outputs[index]?.id) ?? []);
  return outputs.length > 0 ? { node: calls - 1, words: `outputs ${outputs[0]}` } : undefined;
}
