import { createHash } from 'node:crypto';
import { inSingles } from '../../program/doubles.ts';
import { deserialize, serialize } from '../../program/serialize.ts';
import type { AnyProgram, Program, ProgramNode } from '../../program/types.ts';
import { lossyMaxima } from '../maxima.ts';
import type { Engine, Executable, Tensors } from '../types.ts';
import { backends, loadBackend, packageVersion, type TensorFlow, type TfjsEngineName } from './backends.ts';
import { toHost, toTensor } from './host.ts';
import { broadcastProducts } from './broadcast-products.ts';
import { constantTensors, interpret, interpretable } from './interpret.ts';
import { interpretLoop } from './loop.ts';
import { checkFeeds, feedPorts } from './ports.ts';

/**
 * The program under another name, without what is known of its inputs: neither is part of the identity of what is
 * interpreted as it stands.
 */
function renamed(program: AnyProgram, name: string): AnyProgram {
  if (program.kind === 'loop') return { ...program, name, body: renamed(program.body, name) as Program };
  const inputs = program.inputs.map(({ name: port, id }) => ({ name: port, id }));
  return { ...program, name, inputs };
}

/**
 * What tells programs apart whose results an engine once got wrong, in place of a name, which the bytes have no use
 * for: what was trained then is not taken for what is trained now. The wasm backend's maxima lost NaN.
 */
function revisionOf(name: TfjsEngineName, program: AnyProgram): string {
  const body = program.kind === 'loop' ? program.body : program;
  const isPair = ({ kernel }: ProgramNode): boolean => kernel === 'Maximum' || kernel === 'Minimum';
  const wasLossy = name === 'tfjs-wasm' && (lossyMaxima(body).size > 0 || body.nodes.some(isPair));
  return wasLossy ? 'maxima keep NaN' : '';
}

/**
 * Runs `work` with the backend in use, and releases every tensor made by it. Nothing here waits, so that no other code
 * of the thread ever sees the backend exchanged.
 */
function within<T>(tf: TensorFlow, backend: string, work: () => T): T {
  const before = tf.getBackend() as string | undefined;
  void tf.setBackend(backend);
  try {
    let result: T;
    tf.tidy(() => {
      result = work();
    });
    return result!;
  } finally {
    void tf.setBackend(before ?? 'cpu');
  }
}

function executable(tf: TensorFlow, backend: string, program: AnyProgram): Executable {
  const straight = interpretable(program.kind === 'loop' ? program.body : program);
  const ports = feedPorts(program);
  const runStraight = (feeds: Tensors): Tensors => {
    const inputs = straight.program.inputs.map(({ name, id }) => {
      const tensor = toTensor(tf, feeds[name]!.data, straight.program.values[id]!);
      return [name, tensor] as const;
    });
    const constants = constantTensors(tf, straight.program);
    const results = interpret(tf, straight, new Map(inputs), constants);
    return Object.fromEntries([...results].map(([name, tensor]) => [name, toHost(tensor)]));
  };
  return {
    async run(feeds) {
      checkFeeds(program, ports, feeds);
      return within(tf, backend, () =>
        program.kind === 'loop'
          ? interpretLoop(tf, program, straight, feeds, constantTensors(tf, program.body))
          : runStraight(feeds),
      );
    },
    async dispose() {},
  };
}

function tfjsEngine(name: TfjsEngineName): Engine {
  return {
    name,
    version: `${backends[name].package} ${packageVersion(name) ?? 'missing'}`,
    lower(program) {
      // libtensorflow's products broadcast axis by axis.
      const singles = inSingles(program);
      const right = name === 'tfjs-node' ? singles : broadcastProducts(singles);
      const bytes = serialize(renamed(right, revisionOf(name, program)));
      const digest = createHash('sha256').update(bytes).digest('hex');
      return { engine: name, name: program.name, digest, bytes };
    },
    async load(artifact) {
      const tf = await loadBackend(name);
      const program = renamed(deserialize(artifact.bytes), artifact.name);
      return executable(tf, backends[name].backend, program);
    },
  };
}

/**
 * The second engine: programs interpreted kernel by kernel on TensorFlow.js's own backends, which judge the first
 * engine. Slow and plain. `tfjs-cpu` and `tfjs-wasm` are always there; `tfjs-node` needs the binding of
 * `@tensorflow/tfjs-node` and says how to install it where `load` does not find it.
 */
export const tfjsEngines: Readonly<Record<TfjsEngineName, Engine>> = {
  'tfjs-cpu': tfjsEngine('tfjs-cpu'),
  'tfjs-wasm': tfjsEngine('tfjs-wasm'),
  'tfjs-node': tfjsEngine('tfjs-node'),
};
