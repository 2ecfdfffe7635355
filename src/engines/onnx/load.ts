import { AssayError } from '../../errors.ts';
import { engineMissing, onnxInstall } from '../engine-missing.ts';
import { switchTelemetryOff } from '../telemetry.ts';
import type { Artifact, Executable, Tensors } from '../types.ts';
import { checkedFeed, type FeedPort, ownMemory, residentMemory } from './feeds.ts';
import { mappedTable, type BoundTable } from './mapped-memory.ts';
import { TableSessions } from './table-sessions.ts';
import type * as Ort from 'onnxruntime-node';

/** Loaded on first use: planning and listing never touch the native library. */
async function runtime(): Promise<typeof Ort> {
  switchTelemetryOff();
  try {
    return await import('onnxruntime-node');
  } catch (cause) {
    throw engineMissing({ name: 'onnx', package: 'onnxruntime-node', install: onnxInstall }, cause);
  }
}

function ports(metadata: readonly Ort.InferenceSession.ValueMetadata[]): FeedPort[] {
  return metadata.map((entry) => {
    const { name, type, shape } = entry as Ort.InferenceSession.TensorValueMetadata;
    const [kind, ...rest] = name.split('/');
    return { graphName: name, name: rest.join('/'), resident: kind === 'table', type, shape };
  });
}

function executable(
  ort: typeof Ort,
  artifact: Artifact,
  inputs: readonly FeedPort[],
  sessions: TableSessions,
): Executable {
  return {
    async run(feeds: Tensors): Promise<Tensors> {
      const named: Record<string, Ort.Tensor> = {};
      const mapped: BoundTable[] = [];
      for (const port of inputs) {
        const { data, shape } = checkedFeed(artifact.name, port, feeds[port.name]);
        const { graphName, type } = port;
        const table = port.resident ? mappedTable(data) : undefined;
        if (table !== undefined) {
          mapped.push({ graphName, type: type as BoundTable['type'], shape, table });
          continue;
        }
        const own = port.resident ? residentMemory(data) : ownMemory(data);
        named[graphName] = new ort.Tensor(type as 'float32', own as Float32Array, shape);
      }
      const session = await sessions.of(mapped);
      const results = await session.run(named);
      return Object.fromEntries(
        Object.entries(results).map(([name, tensor]) => [
          name.replace(/^out\//, ''),
          { data: tensor.data as Float32Array, shape: [...tensor.dims] },
        ]),
      );
    },
    dispose: () => sessions.release(),
    mappedBytes: () => sessions.mappedBytes,
  };
}

/**
 * Loads a lowered program into ONNX Runtime. Workers need this half of the engine alone: lowering stays in the planner.
 *
 * @throws AssayError `infrastructure` where the runtime refuses it, `configuration` where there is no runtime
 */
export async function loadOnnx(artifact: Artifact): Promise<Executable> {
  const ort = await runtime();
  try {
    const sessions = new TableSessions(ort, artifact);
    const { inputMetadata } = await sessions.plain();
    return executable(ort, artifact, ports(inputMetadata), sessions);
  } catch (cause) {
    throw new AssayError(
      'infrastructure',
      `Cannot load program '${artifact.name}' into ONNX Runtime: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
}
