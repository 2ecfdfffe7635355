import type { Listener, SuiteEvent } from '../suite/events.ts';
import type { Io } from './io.ts';
import { printProblems } from './print-error.ts';
import { ProgressLine } from './progress.ts';

type OfKind<K extends SuiteEvent['kind']> = Extract<SuiteEvent, { kind: K }>;

/** Shows on the error stream what happens while a suite runs; `done` takes the line of progress away. */
export function eventPrinter(io: Io): { readonly on: Listener; readonly done: () => void } {
  const line = new ProgressLine(io);
  const show: { readonly [K in SuiteEvent['kind']]?: (event: OfKind<K>) => void } = {
    'left out': ({ problems }) => io.stderr(`Left out, but wrong:\n${printProblems(problems)}\n`),
    training: ({ kind: stage, ...standing }) => line.show({ stage, ...standing }),
    measuring: ({ kind: stage, ...standing }) => line.show({ stage, ...standing }),
  };
  return {
    on: (event) => (show[event.kind] as Listener | undefined)?.(event),
    done: () => line.clear(),
  };
}
