import { createHash } from 'node:crypto';
import { AssayError } from '../../errors.ts';
import type { Artifact, Engine, Executable, Tensors } from '../types.ts';
import { checkedFeed, type FeedPort, ownMemory, residentMemory } from './feeds.ts';
import type * as Ort from 'onnxruntime-node';
import { lowerToOnnx } from './lower.ts';

/** Loaded on first use: planning and listing never touch the native library. */
const runtime = (): Promise<typeof Ort> => import('onnxruntime-node');

/** ONNX Runtime's version is part of a run's identity: it is the version that package.json pins. */
const version = 'onnxruntime-node 1.30.0';

function ports(metadata: readonly Ort.InferenceSession.ValueMetadata[]): FeedPort[] {
  return metadata.map((entry) => {
    const { name, type, shape } = entry as Ort.InferenceSession.TensorValueMetadata;
    const [kind, ...rest] = name.split('/');
    return { graphName: name, name: rest.join('/'), resident: kind === 'table', type, shape };
  });
}

function executable(ort: typeof Ort, artifact: Artifact, session: Ort.InferenceSession): Executable {
  const inputs = ports(session.inputMetadata);
  return {
    async run(feeds: Tensors): Promise<Tensors> {
      const named: Record<string, Ort.Tensor> = {};
      for (const port of inputs) {
        const { data, shape } = checkedFeed(artifact.name, port, feeds[port.name]);
        const own = port.resident ? residentMemory(data) : ownMemory(data);
        named[port.graphName] = new ort.Tensor(port.type as 'float32', own as Float32Array, shape);
      }
      const results = await session.run(named);
      return Object.fromEntries(
        Object.entries(results).map(([name, tensor]) => [
          name.replace(/^out\//, ''),
          { data: tensor.data as Float32Array, shape: [...tensor.dims] },
        ]),
      );
    },
    dispose: () => session.release(),
  };
}

const sessionOptions: Ort.InferenceSession.SessionOptions = {
  executionProviders: ['cpu'],
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  // 'all' adds a blocked layout of images, whose reordering costs more than it gains where filters change every step.
  graphOptimizationLevel: 'extended',
  logSeverityLevel: 3,
};

/** Native engine: programs lowered to ONNX, executed by ONNX Runtime on one thread. */
export const onnxEngine: Engine = {
  name: 'onnx',
  version,
  lower(program): Artifact {
    const bytes = lowerToOnnx(program);
    const digest = createHash('sha256').update(bytes).digest('hex');
    return { engine: 'onnx', name: program.name, digest, bytes };
  },
  async load(artifact): Promise<Executable> {
    const ort = await runtime();
    try {
      const session = await ort.InferenceSession.create(artifact.bytes, sessionOptions);
      return executable(ort, artifact, session);
    } catch (cause) {
      throw new AssayError(
        'infrastructure',
        `Cannot load program '${artifact.name}' into ONNX Runtime: ${cause instanceof Error ? cause.message : String(cause)}`,
        { cause },
      );
    }
  },
};
