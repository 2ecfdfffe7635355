import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { AssayError } from '../errors.ts';
import { LastLines } from './last-lines.ts';
import {
  parseAnswer,
  PROTOCOL_VERSION,
  type Answer,
  type Request,
  type TrainerIdentity,
  type TrainerJob,
  type TrainerMetrics,
  type TrainerResult,
  type TrainerState,
} from './protocol.ts';
import type { ResolvedTrainerSpec } from './schema.ts';

/** Whether processes have groups that can be ended together. */
const GROUPS = process.platform !== 'win32';

interface Waiter {
  readonly take: (answer: Answer) => void;
  readonly fail: (error: AssayError) => void;
}

/**
 * One live external trainer: started, greeted, given jobs one after another, told goodbye.
 *
 * @example
 * const trainer = await TrainerProcess.start(spec, { directory: 'examples/python-stdlib' });
 * const result = await trainer.train(job);
 * await trainer.close();
 */
export class TrainerProcess {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #spec: ResolvedTrainerSpec;
  readonly #errorOutput = new LastLines(20);
  #waiter: Waiter | undefined;
  #ended: AssayError | undefined;
  #closing = false;
  #killed = false;
  #lateFailure: AssayError | undefined;
  #identity: TrainerIdentity = { name: '', version: '' };

  private constructor(spec: ResolvedTrainerSpec, directory: string) {
    const [program, ...rest] = spec.command;
    this.#spec = spec;
    this.#child = spawn(program!, rest, {
      cwd: directory,
      env: { ...process.env, ...spec.env },
      stdio: 'pipe',
      // A group of its own, so that what the command itself started ends with it.
      detached: GROUPS,
    });
    this.#child.on('error', (cause: NodeJS.ErrnoException) => this.#end(startFailure(spec, cause)));
    this.#child.on('close', (code, signal) => {
      const failure = this.#failure(`it ended with ${signal ?? `exit code ${code}`}`);
      if (code !== 0 && !this.#killed && this.#waiter === undefined && !this.#ended)
        this.#lateFailure = failure;
      this.#end(failure);
    });
    // A trainer that died takes nothing more; the close event tells why.
    this.#child.stdin.on('error', () => undefined);
    createInterface({ input: this.#child.stderr }).on('line', (line) => this.#errorOutput.push(line));
    createInterface({ input: this.#child.stdout }).on('line', (line) => this.#receive(line));
  }

  /**
   * Starts the command and shakes hands.
   * @throws AssayError `configuration` where the program or its directory is not found, or it speaks another protocol;
   * `infrastructure` where it dies, hangs or prints garbage, with its captured standard error.
   */
  static async start(
    spec: ResolvedTrainerSpec,
    options: { readonly directory: string },
  ): Promise<TrainerProcess> {
    // Else the system would say that the program is not there.
    if (!existsSync(options.directory))
      throw new AssayError(
        'configuration',
        `Cannot start external trainer ${quote(spec.command.join(' '))}: expected a directory to start it in, got none at ${options.directory}`,
      );
    const trainer = new TrainerProcess(spec, options.directory);
    try {
      trainer.#send({ type: 'hello', protocol: PROTOCOL_VERSION });
      const answer = await trainer.#next(spec.startTimeout, 'the hand-shake');
      if (answer.type !== 'hello')
        throw trainer.#failure(`it answered ${quote(answer.type)} where "hello" was expected`);
      if (answer.protocol !== PROTOCOL_VERSION) {
        throw new AssayError(
          'configuration',
          `Cannot use external trainer ${trainer.label}: expected protocol ${PROTOCOL_VERSION}, got ${answer.protocol}`,
        );
      }
      const { type: _type, protocol: _protocol, ...identity } = answer;
      trainer.#identity = identity;
      return trainer;
    } catch (error) {
      trainer.kill();
      throw error;
    }
  }

  /** Name, version and digest from the hand-shake: part of a run's identity. */
  get identity(): TrainerIdentity {
    return this.#identity;
  }

  /** Whether it can be given another job: it lives, and has kept to the protocol. */
  get isReady(): boolean {
    return this.#ended === undefined;
  }

  /**
   * Why it ended with another exit code than 0 while it had no job, after one that seemed to be well: what the job left
   * behind has failed.
   */
  get lateFailure(): AssayError | undefined {
    return this.#lateFailure;
  }

  /** The command, quoted, as messages name it. */
  get label(): string {
    return quote(this.#spec.command.join(' '));
  }

  /**
   * Runs one job to its end.
   * @throws AssayError `infrastructure` where the trainer answers an error, dies, hangs, prints garbage or a number
   * that is not finite.
   */
  async train(
    job: TrainerJob,
    options: { readonly onMetrics?: (metrics: TrainerMetrics) => void } = {},
  ): Promise<TrainerResult> {
    const started = performance.now();
    const curve: TrainerMetrics[] = [];
    const states: TrainerState[] = [];
    this.#send({ type: 'job', ...job });
    for (;;) {
      const answer = await this.#next(this.#spec.idleTimeout, `job ${job.id}`);
      if (answer.type === 'hello') throw this.#broken('it said "hello" in the middle of a job');
      if (answer.type === 'error') throw this.#failure(`it reported an error: ${answer.message}`);
      if (answer.id !== job.id)
        throw this.#broken(`it answered for job ${quote(answer.id)} while ${quote(job.id)} runs`);
      if (answer.type === 'metrics') {
        const { type: _type, id: _id, ...metrics } = answer as typeof answer & TrainerMetrics;
        curve.push(metrics);
        options.onMetrics?.(metrics);
        continue;
      }
      if (answer.type === 'state') {
        const { type: _type, id: _id, ...state } = answer;
        if (job.snapshots?.includes(state.step)) states.push(state as TrainerState);
        continue;
      }
      const durationMs = performance.now() - started;
      if (answer.type === 'diverged')
        return { outcome: 'diverged', steps: answer.step, final: answer.final, curve, states, durationMs };
      return {
        outcome: 'finished',
        steps: answer.steps,
        ...(answer.epochs === undefined ? {} : { epochs: answer.epochs }),
        ...(answer.time === undefined ? {} : { time: answer.time }),
        final: answer.final,
        curve,
        states,
        ...(answer.parameters === undefined ? {} : { parameters: answer.parameters }),
        ...(answer.statistics === undefined ? {} : { statistics: answer.statistics }),
        durationMs,
      };
    }
  }

  /** Says goodbye and waits for the process to end; after two seconds it is killed. */
  async close(): Promise<void> {
    this.#closing = true;
    if (this.#child.exitCode !== null || this.#child.signalCode !== null || this.#ended) return;
    const closed = new Promise<void>((resolve) => this.#child.once('close', () => resolve()));
    this.#send({ type: 'bye' });
    this.#child.stdin.end();
    const timer = setTimeout(() => this.kill(), 2_000);
    await closed;
    clearTimeout(timer);
  }

  /** Ends the process, and those that it started, at once. */
  kill(): void {
    this.#closing = true;
    this.#killed = true;
    const { pid } = this.#child;
    if (!GROUPS || pid === undefined) return void this.#child.kill('SIGKILL');
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // It ended by itself meanwhile.
    }
  }

  #send(request: Request): void {
    this.#child.stdin.write(`${JSON.stringify(request)}\n`);
  }

  #receive(line: string): void {
    if (line.trim() === '' || this.#ended) return;
    const parsed = parseAnswer(line);
    if ('problem' in parsed) {
      this.#end(this.#failure(`it printed ${quote(line.slice(0, 200))}: ${parsed.problem}`));
      this.kill();
      return;
    }
    if (this.#waiter === undefined) {
      this.#queue.push(parsed.answer);
      return;
    }
    this.#waiter.take(parsed.answer);
  }

  readonly #queue: Answer[] = [];

  #next(seconds: number, what: string): Promise<Answer> {
    const queued = this.#queue.shift();
    if (queued !== undefined) return Promise.resolve(queued);
    if (this.#ended) return Promise.reject(this.#ended);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#end(this.#failure(`it was silent for ${seconds} s during ${what}`));
        this.kill();
      }, seconds * 1000);
      const settle = (): void => {
        clearTimeout(timer);
        this.#waiter = undefined;
      };
      this.#waiter = {
        take: (answer) => (settle(), resolve(answer)),
        fail: (error) => (settle(), reject(error)),
      };
    });
  }

  /** The failure of a trainer with which nothing more can be done. */
  #broken(what: string): AssayError {
    const failure = this.#failure(what);
    this.#end(failure);
    this.kill();
    return failure;
  }

  #end(error: AssayError): void {
    if (this.#ended) return;
    this.#ended = error;
    if (!this.#closing || this.#waiter) this.#waiter?.fail(error);
  }

  #failure(what: string): AssayError {
    const captured = this.#errorOutput.text();
    const tail =
      captured === '' ? 'It wrote nothing to standard error.' : `Its standard error ended with:\n${captured}`;
    return new AssayError(
      'infrastructure',
      `Cannot train with external trainer ${this.label}: ${what}. ${tail}`,
    );
  }
}

function startFailure(spec: ResolvedTrainerSpec, cause: NodeJS.ErrnoException): AssayError {
  const program = quote(spec.command[0]!);
  const why =
    cause.code === 'ENOENT'
      ? `the program ${program} was not found (is the interpreter installed and on the PATH?)`
      : cause.message;
  return new AssayError(
    'configuration',
    `Cannot start external trainer ${quote(spec.command.join(' '))}: ${why}`,
    { cause },
  );
}

function quote(text: string): string {
  return JSON.stringify(text);
}
