import { gatherAxes } from '../../program/gather.ts';
import type { AnyProgram } from '../../program/types.ts';
import { checkedFeed, type FeedPort } from '../onnx/feeds.ts';
import type { Tensors } from '../types.ts';

const port = (name: string, type: string, shape: readonly (number | string)[]): FeedPort => ({
  graphName: name,
  name,
  resident: false,
  type,
  shape,
});

/** What a program must be fed: its inputs, or for a loop carried, scanned, indices, tables and fixed. */
export function feedPorts(program: AnyProgram): readonly FeedPort[] {
  if (program.kind === 'program')
    return program.inputs.map(({ name, id }) => {
      const { dtype, shape } = program.values[id]!;
      return port(name, dtype, shape);
    });
  const { body, scanned, gathered } = program;
  const ports = new Map<string, FeedPort>();
  for (const { name, id } of body.inputs) {
    const { dtype, shape } = body.values[id]!;
    const gather = gathered.find(({ input }) => input === name);
    if (gather === undefined)
      ports.set(name, port(name, dtype, scanned.includes(name) ? ['steps', ...shape] : shape));
    else {
      const { chosen, row } = gatherAxes(gather, shape);
      ports.set(gather.indices, port(gather.indices, 'int32', ['steps', ...chosen]));
      ports.set(gather.table, port(gather.table, gather.storage, [gather.rows, ...row]));
    }
  }
  return [...ports.values()];
}

/**
 * @throws AssayError `program` where a feed is missing or its type or shape does not fit, naming it
 */
export function checkFeeds(program: AnyProgram, ports: readonly FeedPort[], feeds: Tensors): void {
  for (const port of ports) checkedFeed(program.name, port, feeds[port.name]);
}
