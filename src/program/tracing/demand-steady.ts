import { AssayError } from '../../errors.ts';
import { reasonOf } from './site.ts';
import { traceAgain, type RepeatedCode } from './trace-again.ts';

/** Code that makes another program at a later call: what it does cannot be traced. */
export class Unsteady extends AssayError {
  constructor(what: string, words: string, options: { readonly cause?: unknown } = {}) {
    super(
      'program',
      `Cannot trace ${what}: expected code that does the same at every call, got ${words}; a trace keeps what plain JavaScript (a counter, a switch, a clock) was at the first call`,
      options,
    );
  }
}

/** How often code is traced at least, and how many kernel calls may be recorded on the way to a run's length. */
const LEAST = 64;
const MOST_KERNELS = 10_000;

/**
 * Traces code as often as a run calls it, 64 times at least, as far as 10,000 kernel calls go, and demands the same
 * program each time.
 *
 * @param what the code is, for messages: `model wavy-net`
 * @param code what each step calls
 * @param options.steps of the run
 * @param options.beside what is called between steps: it must be the same before the first as after the last
 * @throws AssayError as `trace` does at the first call; `Unsteady` where a later one differs
 * @example
 * let calls = 0;
 * const body = ({ x }) => ({ y: tf.mul(x, 0.9 ** calls++) });
 * demandSteady('model fading', { inputs, body }, { steps: 100 });
 * // Cannot trace model fading: expected code that does the same at every call, got at call 2 kernel Multiply with 0.9,
 * // not 1, at /project/fading.ts:2:36; a trace keeps what plain JavaScript (…) was at the first call
 */
export function demandSteady(
  what: string,
  code: RepeatedCode,
  { steps, beside }: { readonly steps: number; readonly beside?: RepeatedCode },
): void {
  const between = beside && traceAgain(beside);
  const { calls: kernels, again } = traceAgain(code);
  const calls = Math.max(LEAST, Math.min(steps, Math.floor(MOST_KERNELS / kernels)));
  const demandSame = (when: string, traced: () => string | undefined): void => {
    let words: string | undefined;
    try {
      words = traced();
    } catch (cause) {
      throw new Unsteady(what, `${when} a failure (${reasonOf(cause)})`, { cause });
    }
    if (words !== undefined) throw new Unsteady(what, `${when} ${words}`);
  };
  for (let call = 2; call <= calls; call++) demandSame(`at call ${call}`, again);
  if (between !== undefined) demandSame(`where it is evaluated after ${calls} calls`, between.again);
}

const judged = new Map<unknown, Unsteady | undefined>();

/**
 * What `demand` finds out about some code, once in the life of the process: a counter that has run out goes unseen
 * later. What fails otherwise is left to whoever traces the code next, and has better words for it.
 *
 * @param of what is asked about: a key, or an object of the user's module
 * @throws Unsteady where `demand` throws it, now or before
 */
export function onceSteady(of: unknown, demand: () => void): void {
  if (!judged.has(of))
    try {
      demand();
      judged.set(of, undefined);
    } catch (error) {
      if (error instanceof Unsteady) judged.set(of, error);
    }
  const found = judged.get(of);
  if (found !== undefined) throw found;
}
