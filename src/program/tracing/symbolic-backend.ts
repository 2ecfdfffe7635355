import * as tf from '@tensorflow/tfjs';
import { AssayError } from '../../errors.ts';
import { withCustomGradients } from '../gradients/custom-gradients.ts';
import { composites, otherForms } from '../composites/index.ts';
import { withDraws } from './draws.ts';
import { isKernel, kernelNames, outputTypes, returnsArray, type KernelName } from '../kernels/kernels.ts';
import { whyNotCovered } from '../kernels/not-covered.ts';
import type { Recorder } from './recorder.ts';
import { knownDType } from './recorder.ts';
import { calledAt, captureSite, describeSite, withDeepStacks } from './site.ts';
import type { Attributes, ValueId, ValueType } from '../types.ts';

const backendName = 'assay-symbolic';

let active: Recorder | undefined;

/**
 * What went wrong in the trace that is under way where nothing could be thrown: a value that was asked for by a
 * promise.
 */
let failure: AssayError | undefined;

/**
 * The recorder of the trace that is under way.
 *
 * @throws AssayError `program` where none is: `action` says what was tried.
 */
export function activeRecorder(action: string): Recorder {
  if (active === undefined)
    throw new AssayError(
      'program',
      `Cannot ${action}: expected to be called inside the body of trace(), got a call outside`,
    );
  return active;
}

function constantOf(dataId: object): tf.BackendValues | undefined {
  const id = active?.idOfData(dataId);
  return id === undefined ? undefined : active?.constants.get(id);
}

function noValue(): AssayError {
  const site = captureSite();
  return new AssayError(
    'program',
    `Cannot read the value of a tensor while tracing: expected code that does not depend on values (tf.where in place of if), got a call of ${calledAt(site)} at ${describeSite(site)}`,
  );
}

/** A backend that holds no data: a tensor's data id stands for a value of the program. */
class SymbolicBackend extends tf.KernelBackend {
  override write(values: tf.BackendValues, shape: number[], dtype: tf.DataType): tf.DataId {
    const recorder = activeRecorder('create a symbolic tensor');
    const drawn = recorder.draws.tensor(recorder, shape, dtype);
    if (drawn !== undefined) return drawn.dataId;
    const id = recorder.addConstant({ shape, dtype: knownDType(dtype) }, values as ArrayLike<number>);
    return recorder.dataId(id);
  }

  /** Only constants have values while tracing. */
  override readSync(dataId: object): tf.BackendValues {
    const constant = constantOf(dataId);
    if (constant === undefined) throw noValue();
    return constant;
  }

  /** A promise that is rejected would be nobody's to handle: the trace itself fails, and this one is never kept. */
  override read(dataId: object): Promise<tf.BackendValues> {
    const constant = constantOf(dataId);
    if (constant !== undefined) return Promise.resolve(constant);
    failure ??= noValue();
    return new Promise(() => {});
  }

  override move(): void {
    throw new AssayError('program', 'Internal: a tensor was moved to the symbolic backend');
  }

  override disposeData(): boolean {
    return true;
  }

  override incRef(): void {}

  override refCount(): number {
    return 1;
  }

  override numDataIds(): number {
    return 0;
  }

  override memory(): { unreliable: boolean } {
    return { unreliable: true };
  }

  override floatPrecision(): 16 | 32 {
    return 32;
  }

  override dispose(): void {}
}

/** Plain data only: undefined fields are left out, arrays and typed arrays become arrays. */
function plainAttributes(attributes: object | undefined): Attributes {
  const plain = (value: unknown): unknown =>
    Array.isArray(value) || ArrayBuffer.isView(value)
      ? Array.from(value as unknown as ArrayLike<unknown>, plain)
      : value;
  return Object.freeze(
    Object.fromEntries(
      Object.entries(attributes ?? {})
        .filter(([, value]) => value !== undefined && value !== null)
        .map(([name, value]) => [name, plain(value)]),
    ),
  );
}

interface KernelCall {
  readonly inputs: tf.NamedTensorInfoMap;
  readonly attrs?: object;
}

function recordKernel(kernel: KernelName, { inputs, attrs }: KernelCall): tf.TensorInfo | tf.TensorInfo[] {
  const recorder = activeRecorder(`run kernel ${kernel} on a symbolic tensor`);
  const ids: Record<string, ValueId> = {};
  for (const [name, tensor] of Object.entries(inputs))
    if (tensor !== undefined && tensor !== null) ids[name] = recorder.idOf(tensor);
  const attributes = plainAttributes(attrs);
  const types = Object.fromEntries(Object.entries(ids).map(([name, id]) => [name, recorder.values[id]!]));
  const outputs = recorder
    .addNode(kernel, Object.freeze(ids), attributes, checkedOutputTypes(kernel, types, attributes))
    .map((id) => {
      const { shape, dtype } = recorder.values[id]!;
      return { dataId: recorder.dataId(id), shape: [...shape], dtype };
    });
  return returnsArray(kernel) ? outputs : outputs[0]!;
}

type Shapes = Readonly<Record<string, { readonly shape: readonly number[] } | null | undefined>>;

/** A kernel and the shapes it is called with, as a message says them. */
export const describeCall = (kernel: string, inputs: Shapes): string => {
  const shapes = Object.entries(inputs).flatMap(([name, input]) => (input ? `${name} [${input.shape}]` : []));
  return `kernel ${kernel}${shapes.length === 0 ? '' : ` of ${shapes.join(', ')}`}`;
};

/** The types of the outputs; what does not fit is told with the kernel, the shapes and the place of the call. */
function checkedOutputTypes(
  kernel: KernelName,
  types: Readonly<Record<string, ValueType>>,
  attributes: Attributes,
): readonly ValueType[] {
  try {
    return outputTypes(kernel, types, attributes);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AssayError(
      'program',
      `Cannot trace ${describeCall(kernel, types)}: ${reason}; called at ${describeSite(captureSite())}`,
      { cause },
    );
  }
}

function notCovered(kernel: string, inputs: Shapes): AssayError {
  const why = whyNotCovered(kernel);
  return new AssayError(
    'program',
    `Cannot trace ${describeCall(kernel, inputs)}: expected one of the ${kernelNames.length} kernels that programs cover, got a call at ${describeSite(captureSite())}${why === undefined ? '' : ` (${why})`}; code by reference with it trains eagerly`,
  );
}

function runComposite<Result>(
  kernel: string,
  { inputs, attrs }: KernelCall,
  composite: (inputs: Readonly<Record<string, tf.Tensor>>, attributes: Attributes) => Result,
): Result {
  const recorder = activeRecorder(`run kernel ${kernel} on a symbolic tensor`);
  const tensors = Object.fromEntries(
    Object.entries(inputs)
      .filter(([, tensor]) => tensor !== undefined && tensor !== null)
      .map(([name, tensor]) => [name, recorder.tensor(recorder.idOf(tensor!))]),
  );
  return composite(tensors, plainAttributes(attrs));
}

let registered = false;

/** Registers the backend and a kernel for everything that TensorFlow.js itself has on its CPU backend. */
function register(): void {
  if (registered) return;
  registered = true;
  // Silences the notice that recommends another backend; programs are not run by the one that prints it.
  tf.env().set('PROD', true);
  tf.registerBackend(backendName, () => new SymbolicBackend(), 0);
  const names = new Set([
    ...kernelNames,
    ...Object.keys(composites),
    ...tf.getKernelsForBackend('cpu').map(({ kernelName }) => kernelName),
  ]);
  for (const kernelName of names) {
    const kernelFunc = ((call: KernelCall) => {
      const other = otherForms[kernelName] && runComposite(kernelName, call, otherForms[kernelName]);
      if (other !== undefined) return other;
      if (isKernel(kernelName)) return recordKernel(kernelName, call);
      if (Object.hasOwn(composites, kernelName))
        return runComposite(kernelName, call, composites[kernelName]!) as tf.Tensor | tf.Tensor[];
      throw notCovered(kernelName, call.inputs);
    }) as unknown as tf.KernelFunc;
    tf.registerKernel({ kernelName, backendName, kernelFunc });
  }
}

/** Runs `body` with every TensorFlow.js kernel call recorded by `recorder`; the backend in use is restored. */
export function withRecorder<Result>(recorder: Recorder, body: () => Result): Result {
  register();
  if (active !== undefined)
    throw new AssayError('program', 'Cannot trace inside a trace: expected one trace at a time, got two');
  const before = tf.getBackend() as string | undefined;
  active = recorder;
  // Synchronous in effect: the factory returns no promise.
  void tf.setBackend(backendName);
  failure = undefined;
  try {
    const result = withDeepStacks(() => withDraws(recorder.draws, () => withCustomGradients(recorder, body)));
    if (failure !== undefined) throw failure;
    return result;
  } catch (error) {
    // What the code made of a value that never came is no news.
    throw failure ?? error;
  } finally {
    active = undefined;
    failure = undefined;
    void tf.setBackend(before ?? 'cpu');
  }
}
