import { wordsOnError, wordsOnExit } from '../cli/exit-guard.ts';
import { AssayError } from '../errors.ts';
import { watchEnds } from '../process-ends.ts';

/** How long a job waits for timers that code of the user's has left behind, and how long the process does. */
const PATIENCE_MS = { job: 250, process: 1_000 };

/** Exit code of a process in which something failed that no job answers for. */
const FAILED = 1;

const timers = (): number =>
  process.getActiveResourcesInfo().filter((name) => name === 'Timeout' || name === 'Immediate').length;

/** Waits until no more timers are left than `before`. */
async function untilTimers(before: number, patience: number): Promise<void> {
  await turn(0);
  const end = Date.now() + patience;
  while (timers() > before && Date.now() < end) await turn(2);
}

const turn = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** What a guard does with what goes wrong in one job. */
export interface GuardedJob {
  /**
   * Waits until what the job has left behind has happened, a quarter of a second at most.
   * @throws AssayError `infrastructure` where an error or rejection was caught by nobody
   */
  readonly settle: () => Promise<void>;
  readonly end: () => void;
}

/**
 * Makes what code of the user's does beside its job a failure of the job: an error that it throws later, a rejection
 * that nobody awaits, an exit. Where no job is under way, the process ends with exit code 1 and says why.
 *
 * @example
 * const guard = guardJobs();
 * const job = guard.begin((message) => say({ type: 'error', id, message }));
 * await train();
 * await job.settle();
 * job.end();
 */
export function guardJobs(): {
  /** @param fail says why a job failed, at once */
  readonly begin: (fail: (message: string) => void) => GuardedJob;
  /** Waits for what is left, a second at most, and ends the process. Whatever else ends it is a failure. */
  readonly leave: () => Promise<void>;
} {
  let job: { readonly fail: (message: string) => void; readonly faults: string[] } | undefined;
  const tell = (words: string): void => {
    if (job === undefined) process.stderr.write(words);
    else job.fail(words.trimEnd());
  };
  const end = watchEnds({
    exit: (code) => {
      tell(wordsOnExit(new Error().stack ?? '', code, true));
      return FAILED;
    },
    error: (error) => {
      const words = wordsOnError(error);
      if (job !== undefined) return void job.faults.push(words.trimEnd());
      tell(words);
      end(FAILED);
    },
  });
  return {
    begin: (fail) => {
      const faults: string[] = [];
      const before = timers();
      job = { fail, faults };
      return {
        settle: async () => {
          await untilTimers(before, PATIENCE_MS.job);
          if (faults[0] !== undefined) throw new AssayError('infrastructure', faults[0]);
        },
        end: () => {
          job = undefined;
        },
      };
    },
    leave: async () => {
      await untilTimers(0, PATIENCE_MS.process);
      end(0);
    },
  };
}
